import type { EntityManager } from 'typeorm';
import { addTag, removeTag, setField } from '@gradus/database';
import type { Command } from '@gradus/flow';
import type { LockedRun } from '../locked-run.ts';

type PersonCommand = Extract<Command, { type: 'tag' | 'field' }>;

/** Writes what a step changes about the person, dated when the run decided it, with the event that says so. */
export async function writePersonChange(
  manager: EntityManager,
  run: LockedRun,
  command: PersonCommand,
): Promise<void> {
  const person = { organizationId: run.organizationId, userId: run.userId };
  const origin = { runId: run.id, at: run.clock.toRealNotAfter(command.at) };
  if (command.type === 'field') {
    const { field: name, fieldType: type, value } = command;
    await setField(manager, person, { name, type, value }, origin);
  } else if (command.on) await addTag(manager, person, command.tag, origin);
  else await removeTag(manager, person, command.tag, origin);
}

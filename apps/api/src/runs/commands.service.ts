import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CommandAnswer, CommandRun } from '@gradus/contracts';
import { commandFor } from '@gradus/database';
import { topics } from '@gradus/events';
import { type OperatorCommand, type RunState, readState } from '@gradus/flow';
import { runBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { RunFinishedError, RunPositionUnclearError } from './run-errors.ts';

/** How long an operator waits for the turn; after that the command is simply in the inbox and will be taken. */
const ANSWER_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 50;
const ACCEPTED: CommandAnswer = {
  state: 'accepted',
  detail: 'Noted. It is carried out as soon as a worker has time.',
};

interface Outcome {
  accepted?: boolean;
  detail: string;
}

/** Operators' commands: a row in the run's inbox. Only the run's own turn carries it out and answers. */
@Injectable()
export class CommandsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly announcer: Announcer,
  ) {}

  /** @param key the request's Idempotency-Key: the same one is the same command */
  async send(caller: Caller, runId: string, request: CommandRun, key: string): Promise<CommandAnswer> {
    const inboxKey = commandKey(caller.userId, key);
    await this.dataSource.transaction((manager) => this.#write(manager, caller, runId, request, inboxKey));
    await this.announcer.announce([topics.run(runId)], runBell(runId));
    const until = Date.now() + ANSWER_WITHIN_MS;
    for (;;) {
      const outcome = await this.#outcome(caller.organizationId, runId, inboxKey);
      if (outcome) return { state: outcome.accepted === false ? 'refused' : 'done', detail: outcome.detail };
      if (Date.now() >= until) return ACCEPTED;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async #write(
    manager: EntityManager,
    { organizationId, userId }: Caller,
    runId: string,
    request: CommandRun,
    key: string,
  ): Promise<void> {
    const [known] = await manager.query<Array<{ finished_at: Date | null; state: unknown; trail: string }>>(
      'SELECT finished_at, state, trail FROM runs WHERE id = $2 AND organization_id = $1',
      [organizationId, runId],
    );
    const run = found(known, 'run');
    const sent = await manager.query<unknown[]>('SELECT 1 FROM inbox WHERE run_id = $1 AND key = $2', [
      runId,
      key,
    ]);
    if (sent.length > 0) return;
    if (run.finished_at) throw new RunFinishedError();
    const command = commandOf(request, readState(runId, run));
    const added = await queueCommand(manager, { organizationId, runId, key, command, by: userId });
    if (!added) return;
    await recordAudit(manager, {
      organizationId,
      actorId: userId,
      action: `run.${request.name}`,
      subjectKind: 'run',
      subjectId: runId,
      reason: request.reason,
      data: { command },
    });
  }

  async #outcome(organizationId: string, runId: string, key: string): Promise<Outcome | null> {
    const [row] = await this.dataSource.query<Array<{ outcome: Outcome | null }>>(
      'SELECT outcome FROM inbox WHERE organization_id = $1 AND run_id = $2 AND key = $3',
      [organizationId, runId, key],
    );
    return row?.outcome ?? null;
  }
}

/** One key for each command: `about` it and the request's own, of which all counts, however long it is. */
export function commandKey(about: string, requestKey: string): string {
  const short = requestKey.length <= 80 ? requestKey : createHash('sha256').update(requestKey).digest('hex');
  return `${about}:${short}`;
}

/** Writes the inbox row of a command. False: it was there already. */
export async function queueCommand(
  manager: EntityManager,
  row: { organizationId: string; runId: string; key: string; command: OperatorCommand; by: string },
): Promise<boolean> {
  const added = await manager.query<unknown[]>(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
     VALUES ($1, $2, 'command', $3, $4, $5, clock_timestamp()) ON CONFLICT (run_id, key) DO NOTHING RETURNING id`,
    [row.organizationId, row.runId, row.key, row.command.name, { command: row.command, by: row.by }],
  );
  return added.length > 0;
}

/** The engine's command. A position that was left out is filled in when only one is possible. */
export function commandOf({ reason, stepId, visit, ...order }: CommandRun, state: RunState): OperatorCommand {
  const whole = order.name === 'exit' || order.name === 'pause' || order.name === 'resume';
  const position = whole ? null : positionOf({ name: order.name, stepId, visit }, state);
  // What the run's page shows is on the run's own clock, and so is the date that was chosen there.
  return commandFor(order, { position, reason, onRunClock: (at) => at.getTime() });
}

interface Asked {
  name: CommandRun['name'];
  stepId: string | undefined;
  visit: number | undefined;
}

function positionOf({ name, stepId, visit }: Asked, state: RunState): { stepId: string; visit: number } {
  // A visit that was named is passed on as it is: the engine says whether the learner is still there.
  if (stepId !== undefined && visit !== undefined) return { stepId, visit };
  const positions = state.tokens
    .filter((token) => stepId === undefined || token.stepId === stepId)
    .filter((token) => (name !== 'retry' && name !== 'settle') || token.status === 'blocked')
    .map((token) => ({ stepId: token.stepId, visit: token.visit }));
  const [only, ...others] = positions;
  if (!only || others.length > 0) throw new RunPositionUnclearError(positions);
  return only;
}

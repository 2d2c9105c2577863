import { processWorkflowId, runWorkflowId } from '@gradus/contracts';
import {
  type EffectRef,
  type ProcessRef,
  effectsNow,
  eventsNow,
  messagesNow,
  ordersOfWebhooks,
  reopenProcesses,
} from '@gradus/database';
import { processBell, runBell } from '@gradus/temporal';
import type { EntityManager } from 'typeorm';
import type { Sent, WaitingItem } from './send-items.ts';

interface Retried extends Sent {
  done: boolean;
  detail: string;
}

const MOVED_ON = 'It has moved on by itself.';
const NOW = 'It is tried again now.';

/** Has what a work list item is about tried again, by the road of its kind. What has moved on is left alone. */
export async function retryItem(
  manager: EntityManager,
  organizationId: string,
  { kind, subject_id: id }: WaitingItem,
): Promise<Retried> {
  if (kind === 'process') return ofProcesses(await reopenProcesses(manager, organizationId, [id]));
  if (kind === 'webhook') return ofProcesses(await ordersOfWebhooks(manager, organizationId, [id]));
  if (kind === 'effect') return ofEffects(await effectsNow(manager, organizationId, [id]));
  const write = kind === 'message' ? messagesNow : eventsNow;
  const count = await write(manager, organizationId, [id]);
  return { rings: [], hurried: [], done: count > 0, detail: count > 0 ? NOW : MOVED_ON };
}

function ofProcesses(processes: ProcessRef[]): Retried {
  const done = processes.length > 0;
  const rings = processes.map(({ kind, id }) => processBell(kind, id));
  return { rings, hurried: [], done, detail: done ? NOW : MOVED_ON };
}

function ofEffects(effects: EffectRef[]): Retried {
  const done = effects.length > 0;
  const rings = effects.flatMap(({ run_id: runId, process_id: processId, kind }) =>
    processId && kind ? [processBell(kind, processId)] : runId ? [runBell(runId)] : [],
  );
  const hurried = effects.map(({ key, run_id: runId, process_id: processId, kind }) => ({
    workflowId: processId && kind ? processWorkflowId(kind, processId) : runWorkflowId(runId ?? ''),
    activityId: key,
  }));
  return { rings, hurried, done, detail: done ? NOW : MOVED_ON };
}

import type { Duration } from '../../model/definition.ts';
import type { Call } from '../../model/commands.ts';
import type { Instant } from '../../model/instant.ts';
import type { Token } from '../../model/state.ts';
import type { Addressee } from '../../model/steps/asking.ts';
import type { Zone } from '../../model/steps/values.ts';
import { addDuration, exactLength } from '../../time/durations.ts';
import { frozenSince } from '../../time/pauses.ts';
import {
  factOfVisit,
  putOff,
  reasonFor,
  zoneOf,
  type Cause,
  type Decision,
  type RunView,
  type Visit,
} from '../step-rules.ts';

/** Somebody has closed a task of a run; its data say which. */
export const TASK_DECIDED = 'task.decided';

/** As much of a visit as a decision needs. */
type Asking = Pick<Visit, 'facts' | 'token' | 'at'>;

interface Due {
  due?: Duration | undefined;
  zone: Zone;
}

/** When a task that was given then is due, counted without the time the run stood still; null: never. */
export function taskDueOf({ due, zone }: Due, begun: Instant, { facts, state, at }: RunView): Instant | null {
  if (due === undefined) return null;
  return addDuration(begun, due, zoneOf(zone, facts)) + frozenSince(state, begun, at);
}

/** When the task of a token that waits here is due; null: never. */
export function taskDueAt(config: Due, token: Readonly<Token>, view: RunView): Instant | null {
  const due = taskDueOf(config, token.triedAt, view);
  return due === null ? null : putOff(token, due);
}

/** How long the whole line of an alert takes, as a due date. */
export function alertDue({ within, to }: { within: Duration; to: readonly Addressee[] }): Due {
  return { due: { ...within, amount: within.amount * to.length }, zone: 'none' };
}

/** Who is called when: at once, and again before it is due. */
export function callsFor(
  {
    to,
    remindBefore,
    escalateTo,
  }: {
    to: Addressee;
    remindBefore?: Duration | undefined;
    escalateTo?: Addressee | undefined;
  },
  at: Instant,
  due: Instant | null,
): Call[] {
  const calls: Call[] = [{ at, to, because: 'asked' }];
  if (due === null || remindBefore === undefined) return calls;
  const again = Math.max(at, due - exactLength(remindBefore));
  calls.push({ at: again, to, because: 'reminder' });
  if (escalateTo !== undefined) calls.push({ at: again, to: escalateTo, because: 'escalation' });
  return calls;
}

/**
 * What a step that waits for somebody's decision does next: a decision is a fact, and one made by the due date counts
 * however late it is looked at.
 */
export function awaitDecision(
  visit: Asking,
  cause: Cause,
  due: Instant | null,
  ports: { of(decision: string): string; late: string },
): Decision {
  const decided = factOfVisit(visit.facts.tasks, visit);
  if (decided !== undefined)
    return { do: 'leave', port: ports.of(decided.decision), reason: reasonFor(cause) };
  if (due !== null && due <= visit.at) return { do: 'leave', port: ports.late, reason: 'time' };
  return { do: 'wait', until: due };
}

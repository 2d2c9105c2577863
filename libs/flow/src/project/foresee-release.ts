import type { Reason } from '../explain/reason.ts';
import { releaseReason, scheduledReason, titleOf } from '../explain/release-reason.ts';
import { releaseBase, releaseMoment, type ReleaseContext } from '../kinds/course/release.ts';
import { happened } from '../learner/facts-at.ts';
import { isOpen } from '../learner/module-access.ts';
import type { Instant } from '../model/instant.ts';
import { DAY } from '../time/durations.ts';
import { addReasons, both, exactly, isExact, moved, openEnded, type Arrival } from './arrival.ts';
import { noteRelease, type Ahead, type Departures } from './ahead.ts';

/** A module is a week's work: the guess for when one that is open will be complete. */
const WEEK = 7 * DAY;

function contextOf({ planStep, outlook }: Ahead<'release'>): ReleaseContext {
  const { facts, state, at } = outlook;
  return { facts, state, at, previous: planStep.previous };
}

/** When the module before this one is (or was) released. Null: this one counts from something already known. */
function previousRelease({ planStep, outlook }: Ahead<'release'>): Arrival | null {
  const { previous } = planStep;
  const module = outlook.facts.modules.find(({ key }) => key === previous);
  if (module !== undefined && happened(module.releasedAt, outlook.at)) {
    return exactly(module.releasedAt ?? outlook.at);
  }
  const foreseen = outlook.releases.get(previous ?? '');
  if (previous !== null && foreseen !== undefined) {
    if (outlook.alwaysBefore(previous, planStep.id)) return foreseen;
    return openEnded(foreseen, foreseen.expected, { code: 'ahead.ways' });
  }
  // Whatever is opened on the way, or on another way of a block, becomes the last release, and that is what counts without
  // a previous module.
  const beside = planStep.scope.length > 0 && outlook.pending.size > 1;
  const open = (previous !== null && outlook.pending.has(previous)) || outlook.releases.size > 0 || beside;
  return open ? openEnded(exactly(outlook.at), null, { code: 'ahead.ways' }) : null;
}

/** The moment the policy comes to, before anything is said about when the learner gets here. */
function moment(ahead: Ahead<'release'>): Arrival {
  const { config } = ahead;
  const context = contextOf(ahead);
  const after = (base: Instant) => releaseMoment(config, base, context);
  const previous = previousRelease(ahead);
  if (config.policy.kind === 'afterPreviousRelease' && previous !== null) return moved(previous, after);
  const base = releaseBase(config, context);
  if (base !== null) return exactly(after(base.at));
  const began = previous?.expected ?? null;
  const completion = began === null ? null : after(Math.max(context.at, began + WEEK));
  return openEnded(exactly(after(context.at)), completion, releaseReason(config, context));
}

/** Both have to have come. A guess needs both guesses, or a moment that is still ahead of where the learner may be. */
function afterBoth(due: Arrival, arrival: Arrival): Arrival {
  return { ...both(due, arrival), expected: guess(due.expected, arrival) };
}

function guess(due: Instant | null, arrival: Arrival): Instant | null {
  if (due === null) return null;
  if (arrival.expected !== null) return Math.max(due, arrival.expected);
  return due > arrival.earliest ? due : null;
}

/** No earlier than an operator has put it off to. */
function putOffTo(notBefore: Instant | null, due: Arrival): Arrival {
  return notBefore === null ? due : moved(due, (at) => Math.max(at, notBefore));
}

/** Why it opens then, put before what may still change that. */
function withReason(
  { config, planStep, outlook, token }: Ahead<'release'>,
  due: Arrival,
  opens: Arrival,
): Arrival {
  const at = opens.expected;
  if (at === null) return opens;
  const { facts } = outlook;
  if (at === token?.notBefore)
    return { ...opens, because: addReasons([{ code: 'wait.putOff', at }], opens.because) };
  const counted =
    config.policy.kind === 'afterPreviousRelease' || config.policy.kind === 'afterPreviousCompletion';
  const base = counted ? planStep.previous : null;
  const reason: Reason =
    at === due.expected && (isExact(due) || !counted)
      ? scheduledReason(config, at, base, facts)
      : { code: 'release.onArrival', module: config.module, title: titleOf(config.module, facts), at };
  return { ...opens, because: addReasons([reason], opens.because) };
}

/** A release ahead: opens at its moment or on arrival, whichever is later. A module that is open is passed by. */
export function foreseeRelease(ahead: Ahead<'release'>): Departures {
  const { config, arrival, outlook } = ahead;
  const module = outlook.facts.modules.find(({ key }) => key === config.module);
  if (module !== undefined && isOpen(module, outlook.at)) return [['next', arrival]];
  const due = putOffTo(ahead.token?.notBefore ?? null, moment(ahead));
  const opens = afterBoth(due, arrival);
  noteRelease(outlook, config.module, withReason(ahead, due, opens));
  return [['next', opens]];
}

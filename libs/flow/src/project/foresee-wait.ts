import { titleOf } from '../explain/release-reason.ts';
import { releaseBase, releaseMoment } from '../kinds/course/release.ts';
import { allowedEnd, endOfWait, fromCourseDate } from '../kinds/time/end-of-wait.ts';
import { releasesOf } from '../kinds/time/opening.ts';
import { happened } from '../learner/facts-at.ts';
import type { Instant } from '../model/instant.ts';
import type { Opening } from '../model/plan.ts';
import { both, either, exactly, isExact, moved, openEnded, type Arrival } from './arrival.ts';
import type { Ahead, Departures } from './ahead.ts';

type AheadOfWait = Ahead<'wait'>;

const contextOf = ({ outlook, planStep }: AheadOfWait) => ({ ...outlook, planStep });

function openingReason(module: string, { outlook }: AheadOfWait) {
  return { code: 'wait.opening' as const, module, title: titleOf(module, outlook.facts) };
}

/**
 * When a module opened; or when the run itself opens it on every way here: then it is open since that moment, not since the one
 * its date counts from. Null: neither is certain.
 */
function settledOpening(module: string, { outlook, planStep }: AheadOfWait): Arrival | null {
  const known = outlook.facts.modules.find(({ key }) => key === module);
  if (known?.releasedAt != null && happened(known.releasedAt, outlook.at)) return exactly(known.releasedAt);
  const onTheWay = outlook.releases.get(module);
  return onTheWay !== undefined && outlook.alwaysBefore(module, planStep.id) ? onTheWay : null;
}

/** When a module opens by one of its releases. */
function openingBy(
  { config, previous }: Opening,
  module: string,
  ahead: AheadOfWait,
  seen: readonly string[],
): Arrival {
  const { outlook } = ahead;
  const context = { ...outlook, previous };
  const after = (base: Instant) => releaseMoment(config, base, context);
  if (config.policy.kind === 'afterPreviousRelease' && previous !== null) {
    const settled = settledOpening(previous, ahead);
    if (settled !== null) return moved(settled, after);
    const counted = moved(openingByReleases(previous, ahead, seen), after);
    return openEnded(counted, counted.expected, openingReason(module, ahead));
  }
  const base = releaseBase(config, context);
  if (base !== null) return exactly(after(base.at));
  return openEnded(exactly(outlook.at), null, openingReason(module, ahead));
}

/** When a module opens whose opening is not certain. */
function openingByReleases(module: string, ahead: AheadOfWait, seen: readonly string[]): Arrival {
  const { outlook, planStep } = ahead;
  const unknown = (expected: Instant | null) =>
    openEnded(exactly(outlook.at), expected, openingReason(module, ahead));
  if (seen.includes(module)) return unknown(null);
  const releases = releasesOf(module, planStep);
  if (releases.length === 0)
    return unknown(outlook.facts.modules.find(({ key }) => key === module)?.opensAt ?? null);
  const moments = releases.map((opening) => openingBy(opening, module, ahead, [...seen, module]));
  const onTheWay = outlook.releases.get(module) ?? null;
  return moments.reduce<Arrival | null>((all, one) => either(all, one), onTheWay) ?? unknown(null);
}

/** When a module opens, as a wait that counts from it will see it. */
function openingAhead(module: string, ahead: AheadOfWait): Arrival {
  return settledOpening(module, ahead) ?? openingByReleases(module, ahead, []);
}

function foreseeOpening(ahead: AheadOfWait, module: string): Departures {
  const { config, arrival, outlook } = ahead;
  const rule = config.for;
  if (rule.kind !== 'courseDate') return [];
  const context = contextOf(ahead);
  const opening = openingAhead(module, ahead);
  const due = moved(opening, (at) => fromCourseDate(config, rule, at, outlook.facts));
  const guess =
    due.expected === null || arrival.expected === null ? null : Math.max(due.expected, arrival.expected);
  const met: Arrival = { ...both(due, arrival), expected: guess };
  const left = moved(met, (at) => allowedEnd(config, at, context));
  return [['next', isExact(left) ? left : { ...left, because: met.because }]];
}

/** A wait ahead, or one that a token waits at. */
export function foreseeWait(ahead: AheadOfWait): Departures {
  const { config, arrival, token, planStep, outlook } = ahead;
  const rule = config.for;
  const module = rule.kind === 'courseDate' && rule.from.kind === 'module' ? rule.from.module : null;
  if (module !== null) {
    const departures = foreseeOpening(ahead, module);
    const [, left] = departures[0] ?? [];
    const notBefore = token?.notBefore ?? null;
    if (left === undefined || notBefore === null) return departures;
    return [['next', moved(left, (at) => Math.max(at, notBefore))]];
  }
  if (token !== null) return [['next', exactly(Math.max(token.deadline ?? outlook.at, outlook.at))]];
  const again = (outlook.state.visits[planStep.id] ?? 0) > 0;
  const end = (at: Instant) => Math.max(at, endOfWait(config, at, contextOf(ahead), again) ?? at);
  return [['next', moved(arrival, end)]];
}

import { needed, SHORT } from '../kinds/blocks/join.ts';
import { canEndAt } from '../kinds/registry.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan, PlanStep } from '../model/plan.ts';
import { addReasons, either, type Arrival } from './arrival.ts';
import type { Departures, Outlook } from './ahead.ts';

const ends = new WeakMap<Plan, Set<string>>();

/** The ways of blocks that can end before their join, as `opener/way`. */
function endingWays(plan: Plan): Set<string> {
  const known = ends.get(plan);
  if (known !== undefined) return known;
  const found = new Set<string>();
  for (const { id, scope } of Object.values(plan.steps)) {
    if (!canEndAt(plan.definition, id)) continue;
    for (const { stepId, way } of scope) found.add(`${stepId}/${way}`);
  }
  ends.set(plan, found);
  return found;
}

/** The moment by which so many of them have come, by their earliest, latest or expected moments; null: never, or not known. */
function nth(
  arrivals: readonly Arrival[],
  moment: 'earliest' | 'latest' | 'expected',
  place: number,
): Instant | null {
  const sorted = arrivals.map((one) => one[moment]).toSorted((a, b) => (a ?? Infinity) - (b ?? Infinity));
  return sorted[place - 1] ?? null;
}

/** Whether somebody is, or will be, on a way of the block that does not come to the join: it is over at a time of its own. */
function walkedApart(
  plan: Plan,
  opener: string,
  ways: ReadonlyMap<string, Arrival>,
  { state }: Outlook,
): boolean {
  const open = state.blocks.findLast(({ stepId }) => stepId === opener);
  if (open === undefined) return plan.steps[opener]?.ports.some((way) => !ways.has(way)) ?? false;
  return state.tokens.some(({ scope }) =>
    scope.some(({ stepId, visit, way }) => stepId === opener && visit === open.visit && !ways.has(way)),
  );
}

/**
 * When a join lets on whoever is there: once so many ways have come as it waits for, or all are over. A way that may end
 * on the way there is no help in saying when.
 *
 * @param ways - When each way comes here, if it does. One that is over already is missing.
 */
export function foreseeJoin(
  plan: Plan,
  planStep: PlanStep,
  ways: ReadonlyMap<string, Arrival>,
  outlook: Outlook,
): Departures {
  const { step, opener } = planStep;
  if (step.kind !== 'join' || opener === null) return [];
  const open = outlook.state.blocks.findLast(({ stepId }) => stepId === opener);
  const total = open?.ways.length ?? plan.steps[opener]?.ports.length ?? ways.size;
  const need = Math.max(1, needed(step.config.for, total));
  const arrivals = [...ways.values()];
  const sure = [...ways].flatMap(([way, arrival]) =>
    endingWays(plan).has(`${opener}/${way}`) ? [] : [arrival],
  );
  const because = arrivals.reduce<Arrival['because']>((all, one) => addReasons(all, one.because), []);
  const earliest = nth(arrivals, 'earliest', need);
  const expected = nth(arrivals, 'expected', need);
  const latest = nth(sure, 'latest', need);
  const next: Arrival = { earliest: earliest ?? outlook.at, latest, expected, because };
  const settles = sure.length === arrivals.length && !walkedApart(plan, opener, ways, outlook);
  const short = sure.length >= need ? null : shortOf(sure, settles, next, outlook);
  const drawn = planStep.out[SHORT] !== undefined;
  const whole: Departures = need <= arrivals.length ? [['next', settled(next)]] : [];
  if (short === null) return whole;
  return drawn
    ? [...whole, [SHORT, settled(short)]]
    : [['next', settled(whole.length === 0 ? short : either(next, short))]];
}

/** When everybody there goes on although too few have come; `settles`: with the last of these all ways are over. */
function shortOf(sure: Arrival[], settles: boolean, next: Arrival, { at }: Outlook): Arrival {
  const earliest = Math.max(at, ...sure.map((arrival) => arrival.earliest));
  if (!settles) {
    const because = addReasons(next.because, [{ code: 'ahead.ways' }]);
    return { ...next, earliest, latest: null, because };
  }
  return {
    ...next,
    earliest,
    latest: nth(sure, 'latest', sure.length),
    expected: nth(sure, 'expected', sure.length),
  };
}

/** What is exact needs no reasons. */
function settled(arrival: Arrival): Arrival {
  return arrival.latest === arrival.earliest ? { ...arrival, because: [] } : arrival;
}

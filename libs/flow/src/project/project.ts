import { graphOf, reachableFrom, topological, type Graph } from '../compile/graph.ts';
import type { Reason } from '../explain/reason.ts';
import { isOpen } from '../learner/module-access.ts';
import { landingOf } from '../migrate/landing.ts';
import { goalsAhead } from '../turn/goals.ts';
import { firstStepOf, hasStarted } from '../model/initial-state.ts';
import { withOwnReleases } from '../turn/turn.ts';
import type { Definition, StepId } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState, Token } from '../model/state.ts';
import { planFor, stepOf, versionIn, withVersions } from '../model/versions.ts';
import { ZoneUnknownError } from '../time/zones.ts';
import { isExact, type Arrival } from './arrival.ts';
import { explore } from './explore.ts';
import { originalOf, rollOut } from './unroll.ts';
import { wayPast, type Start } from './way-past.ts';
import type { Outlook } from './ahead.ts';

/** What can be said now about a module that is not open yet. */
export interface Projection {
  module: string;
  /** Set when only time separates the learner from it: whatever happens, it opens then. */
  at: Instant | null;
  /** The best guess when something else has to happen first; null when `at` is set or there is none. */
  expectedAt: Instant | null;
  because: Reason[];
}

/** Where the run may go on from: its tokens, and the goals, to which it may be taken at any time. */
function startsOf(plan: Plan, root: Plan, state: RunState): Start[] {
  const goals = goalsAhead(plan, state).map(({ stepId }): Start => ({ stepId, scope: [] }));
  if (!hasStarted(state)) return [{ stepId: firstStepOf(plan, state), scope: [] }, ...goals];
  const standing = state.tokens.flatMap((token): Start[] => {
    const { stepId, scope } = token;
    if (planFor(root, token) === plan) return plan.steps[stepId] === undefined ? [] : [{ stepId, scope }];
    const landings = (stepOf(root, token)?.ports ?? []).map((port) => landingOf(root, token, port));
    return landings.flatMap((landing) => (landing?.plan === plan ? [{ stepId: landing.stepId, scope }] : []));
  });
  return [...standing, ...goals];
}

/** The joins of the blocks that the run is inside of: it goes on from there also when the last way ends without a line to it. */
function joinsAhead(plan: Plan, { blocks }: RunState): StepId[] {
  return blocks.flatMap(({ stepId }) => plan.steps[stepId]?.join ?? []);
}

/** Modules that tokens open here before they enter this plan: they wait at a release of the version they leave. */
function openedOnTheWay(plan: Plan, root: Plan, { tokens }: RunState): string[] {
  return tokens.flatMap((token) => {
    const step = stepOf(root, token)?.step;
    return planFor(root, token) !== plan && step?.kind === 'release' ? [step.config.module] : [];
  });
}

/** The steps that open a module which is not open yet, by module. */
function pendingReleases(
  plan: Plan,
  reached: Set<StepId>,
  facts: Facts,
  now: Instant,
): Map<string, Set<StepId>> {
  const open = new Set(facts.modules.filter((module) => isOpen(module, now)).map(({ key }) => key));
  const pending = new Map<string, Set<StepId>>();
  for (const id of reached) {
    const step = plan.steps[id]?.step;
    if (step?.kind !== 'release' || open.has(step.config.module)) continue;
    pending.set(step.config.module, (pending.get(step.config.module) ?? new Set()).add(id));
  }
  return pending;
}

function projectionOf(module: string, arrival: Arrival | undefined, certain: boolean): Projection {
  if (arrival === undefined) return { module, at: null, expectedAt: null, because: [] };
  if (certain && isExact(arrival)) {
    return { module, at: arrival.earliest, expectedAt: null, because: arrival.because };
  }
  const because: Reason[] =
    arrival.because.length > 1 || certain ? arrival.because : [...arrival.because, { code: 'ahead.ways' }];
  return { module, at: null, expectedAt: arrival.expected, because };
}

const orders = new WeakMap<Definition, { graph: Graph; order: StepId[] }>();

function orderOf(plan: Plan): { graph: Graph; order: StepId[] } {
  const known = orders.get(plan.definition);
  if (known !== undefined) return known;
  const graph = graphOf(plan.definition);
  const { order } = topological(graphOf(plan.definition, (edge) => edge.back !== true));
  orders.set(plan.definition, { graph, order });
  return { graph, order };
}

/** What the tokens that go by this plan can still open. */
function projectBy(
  plan: Plan,
  { root, apart }: { root: Plan; apart: boolean },
  state: RunState,
  known: Facts,
  now: Instant,
): Projection[] {
  const starts = startsOf(plan, root, state);
  const { graph, order } = orderOf(plan);
  const begun = starts.map(({ stepId }) => stepId);
  const reached = reachableFrom(graph, [...begun, ...joinsAhead(plan, state)]);
  const pending = pendingReleases(plan, reached, known, now);
  const onTheWay = openedOnTheWay(plan, root, state);
  const modules = [...new Set([...onTheWay, ...plan.modules.filter((module) => pending.has(module))])];
  const past = new Map(
    modules.map((module) => [module, wayPast(plan, starts, pending.get(module) ?? new Set())]),
  );
  const outlook: Outlook = {
    at: now,
    state,
    facts: known,
    releases: new Map(),
    pending: new Set(modules),
    alwaysBefore: (module, stepId) => past.get(module)?.steps.has(stepId) === false,
  };
  try {
    explore(plan, { root, order }, outlook);
  } catch (error) {
    if (!(error instanceof ZoneUnknownError)) throw error;
    const because: Reason[] = [{ code: 'zone.unknown', zone: error.zone }];
    return modules.map((module) => ({ module, at: null, expectedAt: null, because }));
  }
  return modules.map((module) => {
    const certain = !apart && (onTheWay.includes(module) || past.get(module)?.endless === false);
    return projectionOf(module, outlook.releases.get(module), certain);
  });
}

/** The version a token will go on by: its own, or the one it enters when it leaves its step. */
function goesBy(plan: Plan, token: Token): Plan {
  const next = token.next === undefined || token.next.do === 'exit' ? null : token.next.versionId;
  return (next === null ? null : versionIn(plan, next)) ?? planFor(plan, token);
}

/** Of two ways to open a module, the one that is settled earlier. */
function sooner(a: Projection | undefined, b: Projection): Projection {
  if (a === undefined) return b;
  if (a.at !== null && b.at !== null) return b.at < a.at ? b : a;
  if (a.at !== null || b.at !== null) return a.at !== null ? a : b;
  return b.expectedAt !== null && (a.expectedAt === null || b.expectedAt < a.expectedAt) ? b : a;
}

/**
 * What only time still decides: every module that this run can still open, in course order, with the moment it opens
 * when that is settled whatever the learner does, else with the best guess and what it hangs on. Never throws.
 */
export function project(plan: Plan, state: RunState, facts: Facts, now: Instant): Projection[] {
  if (state.finished !== null || state.ending !== null) return [];
  const beside = Object.values(plan.beside ?? {});
  if (![plan, ...beside].some(({ rolledOut }) => rolledOut !== undefined))
    return projectRun(plan, state, facts, now);
  const rolled = withVersions(
    plan.rolledOut ?? plan,
    beside.map((one) => one.rolledOut ?? one),
  );
  return projectRun(rolled, rollOut(plan, state), facts, now).map((projection) => ({
    ...projection,
    because: projection.because.map((reason) =>
      'stepId' in reason ? { ...reason, stepId: originalOf(reason.stepId) } : reason,
    ),
  }));
}

function projectRun(plan: Plan, state: RunState, facts: Facts, now: Instant): Projection[] {
  const known = withOwnReleases(facts, state.releases);
  const ways = new Set(state.tokens.map((token) => goesBy(plan, token)));
  if (ways.size === 0) return projectBy(plan, { root: plan, apart: false }, state, known, now);
  // The ways of one block on several versions: none of them alone can say when they come together.
  const apart = ways.size > 1 && state.blocks.length > 0;
  const projections = new Map<string, Projection>();
  for (const way of ways) {
    const tokens = state.tokens.filter((token) => goesBy(plan, token) === way);
    for (const projection of projectBy(way, { root: plan, apart }, { ...state, tokens }, known, now)) {
      projections.set(projection.module, sooner(projections.get(projection.module), projection));
    }
  }
  return [...projections.values()];
}

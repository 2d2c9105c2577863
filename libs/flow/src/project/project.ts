import { graphOf, reachableFrom, topological, type Graph } from '../compile/graph.ts';
import type { Reason } from '../explain/reason.ts';
import { hasStarted } from '../turn/initial-state.ts';
import { withOwnReleases } from '../turn/turn.ts';
import type { StepId } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState } from '../model/state.ts';
import { ZoneUnknownError } from '../time/zones.ts';
import { isExact, type Arrival } from './arrival.ts';
import { explore } from './explore.ts';
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

function startsOf(plan: Plan, state: RunState): StepId[] {
  if (!hasStarted(state)) return [plan.definition.trigger];
  return state.tokens.map((token) => token.stepId).filter((id) => plan.steps[id] !== undefined);
}

/** The steps that open a module which is not open yet, by module. */
function pendingReleases(
  plan: Plan,
  reached: Set<StepId>,
  facts: Facts,
  now: Instant,
): Map<string, Set<StepId>> {
  const open = new Set(
    facts.modules
      .filter((module) => module.releasedAt !== null && module.releasedAt <= now)
      .map(({ key }) => key),
  );
  const pending = new Map<string, Set<StepId>>();
  for (const id of reached) {
    const step = plan.steps[id]?.step;
    if (step?.kind !== 'release' || open.has(step.config.module)) continue;
    pending.set(step.config.module, (pending.get(step.config.module) ?? new Set()).add(id));
  }
  return pending;
}

/** The steps that a learner can get to without a module being opened, and whether they could stay there for good. */
interface WayPast {
  steps: Set<StepId>;
  endless: boolean;
}

function wayPast(plan: Plan, starts: StepId[], gates: ReadonlySet<StepId>): WayPast {
  const open = graphOf(plan.definition, (edge) => !gates.has(edge.from));
  const steps = reachableFrom(open, starts);
  const ends = [...steps].some((id) => plan.steps[id]?.step.kind === 'end');
  const loops = open.edges.some((edge) => edge.back === true && steps.has(edge.from));
  const inside = () =>
    topological(graphOf(plan.definition, ({ from }) => steps.has(from) && !gates.has(from)));
  return { steps, endless: ends || (loops && inside().looping.length > 0) };
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

const orders = new WeakMap<Plan, { graph: Graph; order: StepId[] }>();

function orderOf(plan: Plan): { graph: Graph; order: StepId[] } {
  const known = orders.get(plan);
  if (known !== undefined) return known;
  const graph = graphOf(plan.definition);
  const { order } = topological(graphOf(plan.definition, (edge) => edge.back !== true));
  orders.set(plan, { graph, order });
  return { graph, order };
}

/**
 * What only time still decides: every module that this run can still open, in course order, with the moment it opens
 * when that is settled whatever the learner does, else with the best guess and what it hangs on. Never throws.
 */
export function project(plan: Plan, state: RunState, facts: Facts, now: Instant): Projection[] {
  if (state.finished !== null) return [];
  const known = withOwnReleases(facts, state.releases);
  const starts = startsOf(plan, state);
  const { graph, order } = orderOf(plan);
  const pending = pendingReleases(plan, reachableFrom(graph, starts), known, now);
  const modules = plan.modules.filter((module) => pending.has(module));
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
    explore(plan, order, outlook);
  } catch (error) {
    if (!(error instanceof ZoneUnknownError)) throw error;
    const because: Reason[] = [{ code: 'zone.unknown', zone: error.zone }];
    return modules.map((module) => ({ module, at: null, expectedAt: null, because }));
  }
  return modules.map((module) =>
    projectionOf(module, outlook.releases.get(module), past.get(module)?.endless === false),
  );
}

import { frameClosedBy } from '../kinds/blocks/join.ts';
import type { Reason } from '../explain/reason.ts';
import type { StepId } from '../model/definition.ts';
import type { Around, Plan, PlanStep } from '../model/plan.ts';
import type { Token } from '../model/state.ts';
import { landingOf } from '../migrate/landing.ts';
import { stepOf } from '../model/versions.ts';
import { goalsAhead } from '../turn/goals.ts';
import { firstStepOf, hasStarted } from '../model/initial-state.ts';
import { either, exactly, type Arrival } from './arrival.ts';
import type { Departures, Outlook } from './ahead.ts';
import { foresee } from './foresee.ts';
import { foreseeJoin } from './foresee-join.ts';

/** The run's own plan, which knows the others', and the explored one's steps in an order in which lines point forward. */
interface Way {
  root: Plan;
  order: StepId[];
}

/** Arrivals known before a round of exploring: where tokens are, and what came back over the loops. */
type Seeds = Map<StepId, Arrival>;

function stopped(token: Token, outlook: Outlook): Arrival {
  const { at, state } = outlook;
  const left = token.heldFrom?.deadlineLeft ?? null;
  const reason: Reason =
    token.problem === null
      ? { code: 'held', since: state.pauses.at(-1)?.from ?? at, left }
      : { code: 'blocked', problem: token.problem };
  return { earliest: at, latest: null, expected: null, because: [reason] };
}

/** When which step is come to, out of which blocks, and whether over a line that goes back. */
interface Coming {
  stepId: StepId;
  scope: readonly Around[];
  back: boolean;
  arrival: Arrival;
}
type Landings = Coming[];

/** The way of a block that comes to its join here; null: this is no join, or none of that block. */
function wayTo(plan: Plan, { stepId, scope }: Pick<Coming, 'stepId' | 'scope'>): string | null {
  return frameClosedBy(plan.steps[stepId], scope)?.way ?? null;
}

/** Where tokens come to next. One that waits is looked at as what it is; one that is stopped may go on at any time. */
function tokenLandings(plan: Plan, root: Plan, outlook: Outlook): Landings {
  return outlook.state.tokens.flatMap((token): Landings => {
    const planStep = stepOf(root, token);
    if (planStep === undefined) return [];
    const { config } = planStep.step;
    const waiting = token.status === 'waiting' || token.status === 'running';
    const arrival = waiting ? exactly(outlook.at) : stopped(token, outlook);
    const { scope } = token;
    if (planStep.opener !== null && wayTo(plan, token) !== null)
      return [{ stepId: token.stepId, scope, back: false, arrival }];
    const departures = foresee({ planStep, config, arrival, token: waiting ? token : null, outlook });
    return departures.flatMap(([port, at]) => {
      const landing = landingOf(root, token, port);
      if (landing === null || landing.plan.versionId !== plan.versionId) return [];
      const opens = planStep.step.kind === 'parallel' ? [{ stepId: token.stepId, way: port }] : [];
      return [{ stepId: landing.stepId, scope: [...scope, ...opens], back: landing.back, arrival: at }];
    });
  });
}

function arrive(seeds: Seeds, id: StepId, arrival: Arrival): void {
  seeds.set(id, either(seeds.get(id) ?? null, arrival));
}

const OVER_A_LOOP = { latest: null, expected: null, because: [{ code: 'ahead.loop' as const }] };

/** Arrivals at the steps of one round. A join remembers each way that comes to it. */
class Round {
  readonly arrivals: Seeds;
  readonly ways = new Map<StepId, Seeds>();
  readonly returning: Seeds = new Map();
  readonly #plan: Plan;

  constructor(plan: Plan, seeds: Seeds) {
    this.#plan = plan;
    this.arrivals = new Map(seeds);
  }

  land({ stepId, scope, back, arrival }: Coming): void {
    const way = wayTo(this.#plan, { stepId, scope });
    if (way !== null) {
      const ways = this.ways.get(stepId) ?? new Map<string, Arrival>();
      this.ways.set(stepId, ways);
      arrive(ways, way, back ? { ...arrival, ...OVER_A_LOOP } : arrival);
    } else if (back) arrive(this.returning, stepId, { ...arrival, ...OVER_A_LOOP });
    else arrive(this.arrivals, stepId, arrival);
  }

  spread({ id, scope, step, out }: PlanStep, departures: Departures): void {
    for (const [port, arrival] of departures) {
      const edge = out[port];
      if (edge === undefined) continue;
      const around = step.kind === 'parallel' ? [...scope, { stepId: id, way: port }] : scope;
      this.land({ stepId: edge.to, scope: around, back: edge.back === true, arrival });
    }
  }
}

/** Spreads arrivals forward through the drawing, and answers what came back over its loops. */
function round(plan: Plan, { root, order }: Way, outlook: Outlook, seeds: Seeds): Seeds {
  const found = new Round(plan, seeds);
  for (const coming of tokenLandings(plan, root, outlook)) found.land(coming);
  for (const id of order) {
    const planStep = plan.steps[id];
    if (planStep === undefined) continue;
    const ways = found.ways.get(id);
    if (ways !== undefined) found.spread(planStep, foreseeJoin(plan, planStep, ways, outlook));
    const arrival = found.arrivals.get(id);
    if (arrival === undefined) continue;
    const { config } = planStep.step;
    found.spread(planStep, foresee({ planStep, config, arrival, token: null, outlook }));
  }
  return found.returning;
}

/**
 * Fills `outlook.releases` with every release ahead of the run. Steps are looked at once in an order in which lines
 * point forward; whatever a loop brings back may come at any later time, so a few rounds settle it.
 */
export function explore(plan: Plan, way: Way, outlook: Outlook): void {
  const seeds: Seeds = new Map();
  if (!hasStarted(outlook.state)) {
    seeds.set(firstStepOf(plan, outlook.state), exactly(outlook.state.clock));
  }
  for (const { stepId } of goalsAhead(plan, outlook.state)) {
    const title = plan.steps[stepId]?.step.title ?? stepId;
    const because: Reason[] = [{ code: 'ahead.goal', stepId, title }];
    arrive(seeds, stepId, { earliest: outlook.at, latest: null, expected: null, because });
  }
  const loops = plan.definition.edges.filter((edge) => edge.back === true).length;
  for (let turn = 0; turn <= loops; turn += 1) {
    outlook.releases.clear();
    const returning = round(plan, way, outlook, seeds);
    const fresh = [...returning].filter(([id]) => seeds.get(id)?.latest !== null);
    for (const [id, arrival] of fresh) seeds.set(id, either(seeds.get(id) ?? null, arrival));
    if (fresh.length === 0) return;
  }
}

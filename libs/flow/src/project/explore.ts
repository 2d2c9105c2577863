import type { Reason } from '../explain/reason.ts';
import type { StepId } from '../model/definition.ts';
import type { Plan } from '../model/plan.ts';
import type { Token } from '../model/state.ts';
import { landingOf } from '../migrate/landing.ts';
import { stepOf } from '../model/versions.ts';
import { goalsAhead } from '../turn/goals.ts';
import { firstStepOf, hasStarted } from '../turn/initial-state.ts';
import { either, exactly, type Arrival } from './arrival.ts';
import type { Departures, Outlook } from './ahead.ts';
import { foresee } from './foresee.ts';

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

/** When which step is come to, and whether over a line that goes back. */
type Landings = Array<{ stepId: StepId; back: boolean; arrival: Arrival }>;

/** Where tokens come to next. One that waits is looked at as what it is; one that is stopped may go on at any time. */
function tokenLandings(plan: Plan, root: Plan, outlook: Outlook): Landings {
  return outlook.state.tokens.flatMap((token): Landings => {
    const planStep = stepOf(root, token);
    if (planStep === undefined) return [];
    const { config } = planStep.step;
    const waiting = token.status === 'waiting' || token.status === 'running';
    const arrival = waiting ? exactly(outlook.at) : stopped(token, outlook);
    const departures = foresee({ planStep, config, arrival, token: waiting ? token : null, outlook });
    return departures.flatMap(([port, at]) => {
      const landing = landingOf(root, token, port);
      if (landing === null || landing.plan.versionId !== plan.versionId) return [];
      return [{ stepId: landing.stepId, back: landing.back, arrival: at }];
    });
  });
}

function arrive(seeds: Seeds, id: StepId, arrival: Arrival): void {
  seeds.set(id, either(seeds.get(id) ?? null, arrival));
}

/** Spreads arrivals forward through the drawing, and answers what came back over its loops. */
function round(plan: Plan, { root, order }: Way, outlook: Outlook, seeds: Seeds): Seeds {
  const arrivals: Seeds = new Map(seeds);
  const returning: Seeds = new Map();
  const land = (stepId: StepId, back: boolean, arrival: Arrival): void => {
    if (!back) arrive(arrivals, stepId, arrival);
    else
      arrive(returning, stepId, {
        ...arrival,
        latest: null,
        expected: null,
        because: [{ code: 'ahead.loop' }],
      });
  };
  const spread = (id: StepId, departures: Departures): void => {
    for (const [port, departure] of departures) {
      const edge = plan.steps[id]?.out[port];
      if (edge !== undefined) land(edge.to, edge.back === true, departure);
    }
  };
  for (const { stepId, back, arrival } of tokenLandings(plan, root, outlook)) land(stepId, back, arrival);
  for (const id of order) {
    const arrival = arrivals.get(id);
    const planStep = plan.steps[id];
    if (arrival === undefined || planStep === undefined) continue;
    spread(id, foresee({ planStep, config: planStep.step.config, arrival, token: null, outlook }));
  }
  return returning;
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

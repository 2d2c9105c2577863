import { atModule } from '../model/steps/current-module.ts';
import type { Definition, Edge, Step, StepId } from '../model/definition.ts';
import type { Plan, PlanStep } from '../model/plan.ts';
import type { RunState, Token } from '../model/state.ts';
import { EACH } from '../kinds/blocks/for-each-module.ts';
import { SHORT } from '../kinds/blocks/join.ts';
import { STOPPED } from '../kinds/ways/filter.ts';
import { planFor, plansIn } from '../model/versions.ts';

/** The copy of a step that is walked for a module. */
const copyOf = (id: StepId, module: string): StepId => `${id}@${module}`;

/** The step that a copy was made of. */
export const originalOf = (id: StepId): StepId => id.split('@', 1)[0] ?? id;

/** A step that is passed at once. */
const passing = (step: Step): Step => ({
  kind: 'tag',
  title: step.title,
  config: { do: 'add', tag: 'passing' },
});
const parting = (step: Step): Step => ({
  kind: 'branch',
  title: step.title,
  config: { branches: [{ id: 'next', title: 'All', condition: 'true' }] },
});

/** One block that goes through modules. */
interface Each {
  opener: StepId;
  join: StepId;
  modules: readonly string[];
  body: ReadonlySet<StepId>;
  /** Whoever ends at one of these is through with the module; at the others, only with their way of a block inside of it. */
  last: ReadonlySet<StepId>;
}

/** Whether nothing but the end of the module comes after an end here: no block inside of it has a join that goes on. */
function isLast({ steps }: Plan, { scope }: PlanStep, opener: StepId): boolean {
  const inside = scope.slice(scope.findIndex(({ stepId }) => stepId === opener) + 1);
  return inside.every(({ stepId }) => steps[stepId]?.join == null);
}

function eachesOf(plan: Plan): Each[] {
  return Object.values(plan.steps).flatMap(({ id, step, join, each }): Each[] => {
    if (step.kind !== 'forEachModule' || join === null || each === null) return [];
    const inside = Object.values(plan.steps).filter(({ scope }) => scope.some(({ stepId }) => stepId === id));
    const last = inside.filter((one) => isLast(plan, one, id));
    const ids = (of: PlanStep[]) => new Set(of.map((one) => one.id));
    return [{ opener: id, join, modules: each.modules, body: ids(inside), last: ids(last) }];
  });
}

/** Where a line that leads to `to` leads in the copy for one module: to a step of that copy, to the next copy, or out. */
function targetIn({ opener, join, modules, body }: Each, first: StepId, module: string, to: StepId): StepId {
  if (body.has(to)) return copyOf(to, module);
  if (to !== join) return to;
  const next = modules[modules.indexOf(module) + 1];
  return next === undefined || first === join || first === opener ? join : copyOf(first, next);
}

function unrollBlock(definition: Definition, each: Each): Definition {
  const { opener, join, modules, body, last } = each;
  const steps: Record<StepId, Step> = {};
  const edges: Edge[] = [];
  const first = definition.edges.find(({ from, port }) => from === opener && port === EACH)?.to ?? join;
  for (const [id, step] of Object.entries(definition.steps)) if (!body.has(id)) steps[id] = step;
  for (const edge of definition.edges) if (!body.has(edge.from) && edge.from !== opener) edges.push(edge);
  let endsInside = false;
  for (const module of modules) {
    const onward = targetIn(each, first, module, join);
    for (const id of body) {
      const step = definition.steps[id] as Step;
      const from = copyOf(id, module);
      steps[from] = { ...step, config: atModule(step.config, module) } as Step;
      const out = definition.edges.filter((edge) => edge.from === id);
      for (const edge of out) edges.push({ ...edge, from, to: targetIn(each, first, module, edge.to) });
      if (!last.has(id)) continue;
      const stops = step.kind === 'filter' && !out.some(({ port }) => port === STOPPED);
      if (stops) edges.push({ from, port: STOPPED, to: onward });
      if (step.kind === 'end') {
        steps[from] = passing(step);
        edges.push({ from, port: 'next', to: onward });
      }
      endsInside ||= stops || step.kind === 'end';
    }
  }
  const begins = modules[0] === undefined || first === join ? join : copyOf(first, modules[0]);
  steps[opener] = passing(definition.steps[opener] as Step);
  edges.push({ from: opener, port: 'next', to: begins });
  return { ...definition, ...closed(definition, steps, edges, { join, endsInside }) };
}

/** The join of a block that is walked through is passed at once: one way, or two when some of its ways may be short. */
function closed(
  { steps: drawn }: Definition,
  steps: Record<StepId, Step>,
  edges: Edge[],
  { join, endsInside }: { join: StepId; endsInside: boolean },
): Pick<Definition, 'steps' | 'edges'> {
  const step = drawn[join] as Step;
  const short = edges.some(({ from, port }) => from === join && port === SHORT);
  const parts = short && endsInside;
  return {
    steps: { ...steps, [join]: parts ? parting(step) : passing(step) },
    edges: edges.flatMap((edge) => {
      if (edge.from !== join || edge.port !== SHORT) return [edge];
      return parts ? [{ ...edge, port: 'otherwise' }] : [];
    }),
  };
}

/**
 * A drawing in which what is walked for each module stands there once for each: nothing goes on in it otherwise, and what lies
 * ahead in it can be told by looking along its lines. Null: it goes through no modules.
 */
export function unroll(plan: Plan): Definition | null {
  const eaches = eachesOf(plan);
  return eaches.length === 0 ? null : eaches.reduce(unrollBlock, plan.definition);
}

/** Where a token stands in the drawing that is rolled out. */
function rolledOut(root: Plan, token: Token): Token {
  const { steps } = planFor(root, token);
  const isEach = (stepId: StepId) => steps[stepId]?.step.kind === 'forEachModule';
  const module = token.scope.findLast(({ stepId }) => isEach(stepId))?.way;
  if (module === undefined || steps[token.stepId]?.each == null) return token;
  let inside = false;
  const scope = token.scope.flatMap((frame) => {
    if (isEach(frame.stepId)) {
      inside = true;
      return [];
    }
    return [inside ? { ...frame, stepId: copyOf(frame.stepId, module) } : frame];
  });
  return { ...token, stepId: copyOf(token.stepId, module), scope };
}

/** The state of a run as it is in the drawings that are rolled out. */
export function rollOut(root: Plan, state: RunState): RunState {
  const tokens = state.tokens.map((token) => rolledOut(root, token));
  const renamed = new Map(
    tokens.flatMap(({ scope }) =>
      scope.map(({ stepId, visit }) => [`${originalOf(stepId)} ${visit}`, stepId]),
    ),
  );
  const plans = plansIn(root);
  const isEach = (stepId: StepId) => plans.some(({ steps }) => steps[stepId]?.step.kind === 'forEachModule');
  const blocks = state.blocks
    .filter(({ stepId }) => !isEach(stepId))
    .map((block) => ({ ...block, stepId: renamed.get(`${block.stepId} ${block.visit}`) ?? block.stepId }));
  const visits: Record<StepId, number> = { ...state.visits };
  for (const { steps } of plans)
    for (const { id, each, step } of Object.values(steps))
      if (each !== null && step.kind !== 'forEachModule')
        for (const [place, module] of each.modules.entries())
          visits[copyOf(id, module)] = place === 0 ? (state.visits[id] ?? 0) : 1;
  return { ...state, tokens, blocks, visits };
}

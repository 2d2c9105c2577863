import { portsOf, rulesOf } from '../kinds/registry.ts';
import { eventsThatDecide } from '../learner/fact-events.ts';
import { modulesMeant } from '../model/steps/current-module.ts';
import type { Definition, Edge, Step, StepId } from '../model/definition.ts';
import type { Catalogue, Compiled, Plan, PlanStep } from '../model/plan.ts';
import { unroll } from '../project/unroll.ts';
import { scopesOf, type Scopes } from './blocks/scopes.ts';
import { hashOf } from './canonical-json.ts';
import { checkEdges } from './check-edges.ts';
import { checkPaths } from './check-paths.ts';
import { checkSteps } from './check-steps.ts';
import { graphOf } from './graph.ts';
import { readDefinition } from './read-definition.ts';
import { eachBlocks, openedBy, previousOf, type Eaches } from './modules/each-blocks.ts';
import { countsFromOpening, openingsIn } from './modules/openings.ts';
import { modulesOfSteps, ownModule } from './modules/step-modules.ts';
import { checkReach, withoutFollowers } from './reach/check-reach.ts';
import { reachOf } from './reach/reach.ts';

function planSteps(
  definition: Definition,
  catalogue: Catalogue,
  { around, joins, openers }: Scopes,
  eaches: Eaches,
): Record<StepId, PlanStep> {
  const graph = graphOf(definition);
  const modules = modulesOfSteps(definition, openers);
  const blackouts = definition.settings.blackoutDates ?? [];
  const known = { catalogue, eaches };
  let all: PlanStep['openings'] = null;
  const planStep = (id: StepId, step: Step): PlanStep => {
    const out: Record<string, Edge> = {};
    for (const edge of graph.from.get(id) ?? []) out[edge.port] ??= edge;
    const previous = previousOf(graph, id, known);
    const block = eaches[id];
    return {
      id,
      step,
      ports: portsOf(step),
      out,
      module: modules[id] ?? null,
      previous: previous[openedBy(graph, id, eaches)[0] ?? ''] ?? null,
      blackouts,
      openings: countsFromOpening(step) ? (all ??= openingsIn(graph, known)) : null,
      scope: around[id] ?? [],
      join: joins[id] ?? null,
      opener: openers[id] ?? null,
      each: block === undefined ? null : { ...block, previous },
    };
  };
  return Object.fromEntries(Object.entries(definition.steps).map(([id, step]) => [id, planStep(id, step)]));
}

function listensOf(definition: Definition, goals: StepId[]): string[] {
  const types = new Set<string>(definition.settings.exitOn);
  for (const id of goals) {
    const step = definition.steps[id];
    for (const type of step?.kind === 'goal' ? eventsThatDecide(step.config.condition) : []) types.add(type);
  }
  for (const step of Object.values(definition.steps)) {
    for (const type of rulesOf(step).listens(step.config)) types.add(type);
  }
  return [...types].sort();
}

/** The nearest to the trigger first, whatever the order in which the steps are saved. */
function goalsOf(definition: Definition): StepId[] {
  const { steps, trigger } = definition;
  const { from } = graphOf(definition);
  const seen = new Set([trigger]);
  for (const id of seen) {
    const ports = portsOf(steps[id] as Step);
    const edges = [...(from.get(id) ?? [])].sort((a, b) => ports.indexOf(a.port) - ports.indexOf(b.port));
    for (const { to } of edges) seen.add(to);
  }
  return [...seen].filter((id) => steps[id]?.kind === 'goal');
}

function sinceOf({ steps }: Definition): Plan['since'] {
  const since: Plan['since'] = { waits: [], marks: [] };
  for (const [id, step] of Object.entries(steps)) {
    if (step.kind !== 'waitFor' || step.config.for.kind !== 'event' || !step.config.for.since) continue;
    since.waits.push(id);
    if (step.config.for.since.kind === 'step') since.marks.push(step.config.for.since.step);
  }
  return since;
}

function modulesOf({ steps }: Definition, catalogue: Catalogue, eaches: Eaches): string[] {
  const named = new Set(
    Object.entries(steps).flatMap(([id, step]) => {
      const own = ownModule(step);
      return own === null ? [] : modulesMeant(own, eaches[id]?.modules);
    }),
  );
  return inOrder(catalogue, (key) => named.has(key));
}

function inOrder({ modules }: Catalogue, keep: (key: string) => boolean): string[] {
  return modules
    .filter(({ key }) => keep(key))
    .sort((a, b) => a.position - b.position)
    .map(({ key }) => key);
}

/**
 * The plan of a definition that was compiled once: no checks. What was published stays runnable under a release whose
 * checks are stricter; a step that cannot work any more blocks its own token, with the reason.
 */
export function planOf(drawn: Definition, catalogue: Catalogue, versionId: string): Plan {
  // Notes are for who reads the drawing; the hash alone covers them, as it says which text was published.
  const { notes: _, ...definition } = drawn;
  const goals = goalsOf(definition);
  const scopes = scopesOf(definition);
  const eaches = eachBlocks(definition, scopes.around, catalogue);
  const opened = new Set(Object.keys(definition.steps).flatMap((id) => openedBy(definition, id, eaches)));
  const plan: Plan = {
    hash: hashOf(drawn),
    versionId,
    definition,
    steps: planSteps(definition, catalogue, scopes, eaches),
    listens: listensOf(definition, goals),
    goals,
    since: sinceOf(definition),
    modules: modulesOf(definition, catalogue, eaches),
    opens: [...opened],
  };
  const rolledOut = unroll(plan);
  return rolledOut === null ? plan : { ...plan, rolledOut: planOf(rolledOut, catalogue, versionId) };
}

/**
 * Turns a definition into a plan that can run, or says everything that is wrong with it, each problem with its step,
 * its field and the remedy. Warnings alone do not refuse it. Pure and repeatable; callers keep plans by `versionId`.
 *
 * @param definition - Anything; what is no definition comes back as problems, never as an exception.
 * @param versionId - Noted on every token that this plan moves.
 */
export function compile(definition: unknown, catalogue: Catalogue, versionId: string): Compiled {
  const read = readDefinition(definition);
  if ('problems' in read) return { ok: false, problems: read.problems };
  const scopes = scopesOf(read.definition);
  const reach = reachOf(read.definition);
  const found = [
    ...checkEdges(read.definition),
    ...checkReach(reach),
    ...checkPaths(read.definition, catalogue),
    ...checkSteps(read.definition, catalogue, scopes),
  ];
  const problems = withoutFollowers(found, reach);
  if (problems.some((problem) => problem.severity === 'error')) return { ok: false, problems };
  return { ok: true, plan: planOf(read.definition, catalogue, versionId), warnings: problems };
}

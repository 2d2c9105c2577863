import { CURRENT_MODULE } from '../model/steps/current-module.ts';
import { rulesOf } from '../kinds/registry.ts';
import type { Definition, Edge, StepId, StepOf } from '../model/definition.ts';
import type { Catalogue, Problem } from '../model/plan.ts';
import { checkBlocks } from './blocks/check-blocks.ts';
import { scopesOf, type Scopes } from './blocks/scopes.ts';
import { slowJoins } from './blocks/slow-joins.ts';
import { checkCountedLoops } from './checks/counted-loops.ts';
import { ancestorsOf, graphOf, reachableFrom, topological, type Graph } from './graph.ts';
import { eachBlocks, openedBy, type Eaches } from './modules/each-blocks.ts';
import { error, named, warning } from './problems.ts';

function checkTrigger({ steps, trigger }: Definition): Problem[] {
  const triggers = Object.keys(steps).filter((id) => steps[id]?.kind === 'trigger');
  const problems = triggers
    .filter((id) => id !== trigger)
    .map((id) => error('flow.trigger-second', id, null, 'An automation has one trigger. Remove this one.'));
  if (!triggers.includes(trigger)) {
    const message = `The automation begins at “${trigger}”, which is not a trigger. Add one and begin there.`;
    problems.push(error('flow.trigger-missing', null, 'trigger', message));
  }
  return problems;
}

function takesTime(definition: Definition, edge: Edge): boolean {
  const step = definition.steps[edge.from];
  return step !== undefined && rulesOf(step).takesTime(step.config, edge.port);
}

function checkLoops(definition: Definition, graph: Graph, scopes: Scopes): Problem[] {
  const problems: Problem[] = [];
  const unmarked = topological(graphOf(definition, (edge) => edge.back !== true)).looping[0];
  if (unmarked !== undefined) {
    const message = `The way from “${definition.steps[unmarked]?.title}” comes back to it. Mark the line that leads back as a loop, or remove it.`;
    problems.push(error('flow.loop-unmarked', unmarked, null, message));
  }
  const slow = slowJoins(definition, scopes);
  const atOnce = (edge: Edge) => !slow.has(edge.from) && !takesTime(definition, edge);
  const spinning = topological(graphOf(definition, atOnce)).looping[0];
  if (spinning !== undefined) {
    const message = `The loop through “${definition.steps[spinning]?.title}” can go round without time passing. Put a wait into it.`;
    problems.push(error('flow.loop-without-wait', spinning, null, message));
  }
  for (const edge of graph.edges) {
    if (edge.back !== true || reachableFrom(graph, [edge.to]).has(edge.from)) continue;
    const message = `The line from “${definition.steps[edge.from]?.title}” is marked as a loop but leads forward. Remove the mark.`;
    problems.push(warning('flow.back-edge-forward', edge.from, edge.port, message));
  }
  return problems;
}

type Release = StepOf<'release'>;

function releasesIn(graph: Graph): Array<[StepId, Release]> {
  return Object.entries(graph.steps).filter(
    (entry): entry is [StepId, Release] => entry[1].kind === 'release',
  );
}

/** Whether some step on the way from one to the other closes the module again. */
function closedBetween(graph: Graph, from: StepId, to: StepId, module: string): boolean {
  const before = ancestorsOf(graph, to);
  return Object.entries(graph.steps).some(
    ([id, step]) =>
      step.kind === 'relock' &&
      (step.config.module === module || step.config.module === CURRENT_MODULE) &&
      before.has(id) &&
      ancestorsOf(graph, id).has(from),
  );
}

function checkReleases(graph: Graph, catalogue: Catalogue, eaches: Eaches): Problem[] {
  const releases = releasesIn(graph);
  const opens = (id: StepId) => openedBy(graph, id, eaches);
  const problems = releases.flatMap(([id, step]) => {
    const before = ancestorsOf(graph, id);
    const own = opens(id);
    const first = releases.find(
      ([other]) =>
        other !== id &&
        before.has(other) &&
        opens(other).some((module) => own.includes(module) && !closedBetween(graph, other, id, module)),
    );
    if (first === undefined) return [];
    const message = `${named(step)} opens a module that ${named(first[1])} has opened before it. Remove one of them.`;
    return [error('flow.module-released-twice', id, 'module', message)];
  });
  if (releases.length === 0) return problems;
  const released = new Set(releases.flatMap(([id]) => opens(id)));
  for (const module of catalogue.modules) {
    if (released.has(module.key)) continue;
    const message = `Nothing opens “${module.title}”, so learners never see it. Add a release for it.`;
    problems.push(warning('flow.module-never-released', null, module.key, message));
  }
  return problems;
}

function checkGates(graph: Graph): Problem[] {
  const releases = releasesIn(graph);
  return Object.entries(graph.steps).flatMap(([id, step]) => {
    if (step.kind !== 'assess') return [];
    const before = ancestorsOf(graph, id);
    const opened = releases.some(
      ([other, { config }]) => before.has(other) && config.module === step.config.module,
    );
    if (opened) return [];
    const message = `${named(step)} waits for work in a module that nothing opens on the way to it. Put a release before it.`;
    return [warning('flow.assessed-before-release', id, 'module', message)];
  });
}

/** A certificate that was taken back is not issued again. */
function checkRevocations(graph: Graph): Problem[] {
  return Object.entries(graph.steps).flatMap(([id, step]) => {
    if (step.kind !== 'certify') return [];
    const before = [...ancestorsOf(graph, id)].map((other) => graph.steps[other]);
    const taken = before.find((other) => other?.kind === 'revoke');
    if (taken === undefined) return [];
    const message = `${named(step)} comes after ${named(taken)}, and a revoked certificate is never issued again. Take one of them out.`;
    return [warning('flow.certified-after-revocation', id, null, message)];
  });
}

/** Closing what no step before it has opened does nothing; handing in is not possible while a module is closed. */
function checkClosings(graph: Graph): Problem[] {
  const releases = releasesIn(graph);
  if (releases.length === 0) return [];
  return Object.entries(graph.steps).flatMap(([id, step]) => {
    if (step.kind !== 'relock' || step.config.module === CURRENT_MODULE) return [];
    const { module } = step.config;
    const opensIt = ([, { config }]: [StepId, Release]) =>
      config.module === module || config.module === CURRENT_MODULE;
    const before = ancestorsOf(graph, id);
    const problems: Problem[] = [];
    if (!releases.some((entry) => before.has(entry[0]) && opensIt(entry))) {
      const message = `${named(step)} closes a module that nothing opens on the way to it. Put it behind the release.`;
      problems.push(warning('flow.relocked-before-release', id, 'module', message));
    }
    for (const [gate, other] of Object.entries(graph.steps)) {
      if (other.kind !== 'assess' || other.config.module !== module) continue;
      const onTheWay = ancestorsOf(graph, gate);
      const again = releases.some(
        (entry) => opensIt(entry) && onTheWay.has(entry[0]) && ancestorsOf(graph, entry[0]).has(id),
      );
      if (!onTheWay.has(id) || again) continue;
      const message = `${named(other)} waits for work in a module that ${named(step)} has closed, where nothing can be handed in. Put a release between them, or the gate first.`;
      problems.push(warning('flow.assessed-while-closed', gate, 'module', message));
    }
    return problems;
  });
}

/** What is wrong with the ways through the drawing as a whole. */
export function checkPaths(definition: Definition, catalogue: Catalogue): Problem[] {
  const graph = graphOf(definition);
  const scopes = scopesOf(definition);
  return [
    ...checkTrigger(definition),
    ...checkBlocks(definition, scopes),
    ...checkLoops(definition, graph, scopes),
    ...checkCountedLoops(definition),
    ...checkReleases(graph, catalogue, eachBlocks(definition, scopes.around, catalogue)),
    ...checkGates(graph),
    ...checkClosings(graph),
    ...checkRevocations(graph),
  ];
}

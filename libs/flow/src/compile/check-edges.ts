import { sayPort } from '../explain/say-port.ts';
import { mayStayOpen, portsOf } from '../kinds/registry.ts';
import type { Definition, Edge, Step, StepId } from '../model/definition.ts';
import type { Problem } from '../model/plan.ts';
import { error, named } from './problems.ts';

function edgeProblems(definition: Definition, edge: Edge): Problem[] {
  const source = definition.steps[edge.from];
  const target = definition.steps[edge.to];
  if (source === undefined) {
    const message = `A line begins at “${edge.from}”, which does not exist. Remove the line.`;
    return [error('flow.edge-from-unknown', null, `edges.${edge.from}.${edge.port}`, message)];
  }
  const problems: Problem[] = [];
  if (target === undefined) {
    const message = `${named(source)} leads to “${edge.to}”, which does not exist. Connect it to another step.`;
    problems.push(error('flow.edge-to-unknown', edge.from, edge.port, message));
  }
  if (target?.kind === 'trigger') {
    const message = `${named(source)} leads back to the trigger. Lead it to the step after the trigger.`;
    problems.push(error('flow.edge-into-trigger', edge.from, edge.port, message));
  }
  if (!portsOf(source).includes(edge.port)) {
    const message = `${named(source)} has no way out called “${edge.port}”. Remove the line, or draw it from one of: ${portsOf(source).join(', ') || 'none'}.`;
    problems.push(error('flow.port-unknown', edge.from, edge.port, message));
  }
  return problems;
}

function portProblems(id: StepId, step: Step, edges: Edge[]): Problem[] {
  const problems: Problem[] = [];
  for (const port of portsOf(step)) {
    const lines = edges.filter((edge) => edge.from === id && edge.port === port).length;
    if (lines > 1) {
      const message = `“${sayPort(step, port)}” of ${named(step)} leads to ${lines} steps at once. Keep one line.`;
      problems.push(error('flow.port-connected-twice', id, port, message));
    }
    if (lines === 0 && !mayStayOpen(step, port)) {
      const message = `“${sayPort(step, port)}” of ${named(step)} leads nowhere, so learners would be stuck there. Connect it to a step, for example an end.`;
      problems.push(error('flow.port-unconnected', id, port, message));
    }
  }
  return problems;
}

/** Lines that begin or end at nothing, ways out that do not exist, are taken twice or lead nowhere. */
export function checkEdges(definition: Definition): Problem[] {
  return [
    ...definition.edges.flatMap((edge) => edgeProblems(definition, edge)),
    ...Object.entries(definition.steps).flatMap(([id, step]) => portProblems(id, step, definition.edges)),
  ];
}

import { portsOf, sayPort } from '@gradus/flow';
import type { Definition } from '@gradus/flow';

/** The ways out of a step that lead somewhere, to choose one by which somebody goes on. */
export function waysOut({ steps, edges }: Pick<Definition, 'steps' | 'edges'>, stepId: string) {
  const step = steps[stepId];
  if (!step) return [];
  return portsOf(step).flatMap((port) => {
    const edge = edges.find((one) => one.from === stepId && one.port === port);
    const target = edge && steps[edge.to];
    return target ? [{ value: port, label: sayPort(step, port), hint: `to “${target.title}”` }] : [];
  });
}

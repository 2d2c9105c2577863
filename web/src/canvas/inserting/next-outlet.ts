import { mayStayOpen, outlineOf, portsOf, stepsIn } from '@gradus/flow';
import type { Definition } from '@gradus/flow';
import type { Outlet } from '../canvas-context.ts';

/**
 * Where a step goes when nobody says where: behind the chosen step; else to the first way that leads nowhere yet; else before the
 * end, or the leaving, that is read last. Null: every way leads to a step that goes on.
 */
export function nextOutlet(definition: Definition, chosenId: string | null): Outlet | null {
  const { steps, edges } = definition;
  const behind = chosenId === null ? null : firstWayOf(definition, chosenId);
  if (behind) return behind;
  const outlets = stepsIn(outlineOf(definition).lines).flatMap((from) => {
    const step = steps[from];
    const ports = step ? portsOf(step).filter((port) => !mayStayOpen(step, port)) : [];
    return ports.map((port) => ({ from, port }));
  });
  const edgeOf = ({ from, port }: Outlet) => edges.find((edge) => edge.from === from && edge.port === port);
  const open = outlets.find((outlet) => !edgeOf(outlet));
  const toEnd = outlets.findLast((outlet) => {
    const target = steps[edgeOf(outlet)?.to ?? ''];
    return target && portsOf(target).length === 0;
  });
  return open ?? toEnd ?? null;
}

/** The way by which a step is followed when nobody says by which; null: none leads out of it. */
export function firstWayOf({ steps }: Definition, stepId: string): Outlet | null {
  const step = steps[stepId];
  const port = step && portsOf(step)[0];
  return port === undefined ? null : { from: stepId, port };
}

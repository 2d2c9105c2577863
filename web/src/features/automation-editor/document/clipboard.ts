import { Edge, Layout, portsOf, Step, StepId } from '@gradus/flow';
import type { Definition, FlowDocument, Operation } from '@gradus/flow';
import { z } from 'zod';
import type { Outlet } from '../../../canvas/canvas-context.ts';
import { freshStepId } from './step-ids.ts';

/** Steps on their way from one place to another, as they lie on the system's clipboard: JSON that a person can read. */
const Clip = z.strictObject({
  gradus: z.literal('steps'),
  steps: z.record(StepId, Step),
  /** Lines between these steps. */
  edges: z.array(Edge),
  layout: Layout,
});
export type Clip = z.infer<typeof Clip>;

/** Null: there is nothing to copy (the trigger alone cannot be). */
export function clipOf({ definition, layout }: FlowDocument, stepIds: readonly string[]): Clip | null {
  const ids = stepIds.filter((id) => id !== definition.trigger && definition.steps[id]);
  if (ids.length === 0) return null;
  const inside = new Set(ids);
  const placed = ids.filter((id) => layout[id]);
  return {
    gradus: 'steps',
    steps: Object.fromEntries(ids.map((id) => [id, definition.steps[id] as Step])),
    edges: definition.edges.filter(({ from, to }) => inside.has(from) && inside.has(to)),
    layout: Object.fromEntries(placed.map((id) => [id, layout[id] as Layout[string]])),
  };
}

export const printClip = (clip: Clip): string => JSON.stringify(clip, null, 2);

/** Null: the text is something else. */
export function readClip(text: string): Clip | null {
  if (!text.includes('"gradus"')) return null;
  try {
    return Clip.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * The steps again, under new ids and with the lines between them. With a way out to put them into, what leads there now leads
 * to the first of them, and their first open way out leads on to where it led.
 */
export function pasteOperations(
  definition: Definition,
  clip: Clip,
  after: Outlet | null,
): { operations: Operation[]; stepIds: string[] } {
  const ids = new Map<string, string>();
  for (const [id, { kind }] of Object.entries(clip.steps)) {
    ids.set(id, freshStepId(kind, [...Object.keys(definition.steps), ...ids.values()]));
  }
  const renamed = (id: string) => ids.get(id) ?? id;
  const inserts = Object.entries(clip.steps).map(([id, step]): Operation => ({
    type: 'insertStep',
    stepId: renamed(id),
    step,
    after: null,
  }));
  const lines = clip.edges.map((edge): Operation => ({
    type: 'connect',
    ...edge,
    from: renamed(edge.from),
    to: renamed(edge.to),
  }));
  const threaded = after === null ? [] : thread(definition, clip, after, renamed);
  return { operations: [...inserts, ...lines, ...threaded], stepIds: [...ids.values()] };
}

function thread(
  { edges }: Definition,
  clip: Clip,
  after: Outlet,
  renamed: (id: string) => string,
): Operation[] {
  const first = Object.keys(clip.steps).find(
    (id) => !clip.edges.some((edge) => edge.to === id && !edge.back),
  );
  if (first === undefined) return [];
  const operations: Operation[] = [{ type: 'connect', ...after, to: renamed(first) }];
  const led = edges.find(({ from, port }) => from === after.from && port === after.port);
  const end = openEnd(clip, first);
  if (!led || !end) return operations;
  const onward = { from: renamed(end.from), port: end.port, to: led.to };
  return [...operations, { type: 'connect', ...onward, ...(led.back ? { back: true } : {}) }];
}

/** Along the main way from a step: the first way out that leads to none of the copied steps. */
function openEnd(clip: Clip, first: string): Outlet | null {
  const seen = new Set<string>();
  for (let id: string | undefined = first; id !== undefined && !seen.has(id);) {
    seen.add(id);
    const step: Step | undefined = clip.steps[id];
    const port: string | undefined = step && portsOf(step)[0];
    if (port === undefined) return null;
    const from: string = id;
    const edge: Edge | undefined = clip.edges.find((one) => one.from === from && one.port === port);
    if (!edge) return { from, port };
    id = edge.to;
  }
  return null;
}

import { Edge, GroupNote, Layout, portsOf, Step, StepId } from '@gradus/flow';
import type { Definition, FlowDocument, Operation } from '@gradus/flow';
import { z } from 'zod';
import type { Outlet } from '../../../canvas/canvas-context.ts';
import { freshNoteId } from './note-edits.ts';
import { freshStepId } from './step-ids.ts';

/** Steps on their way from one place to another, as they lie on the system's clipboard: JSON that a person can read. */
const Clip = z.strictObject({
  gradus: z.literal('steps'),
  steps: z.record(StepId, Step),
  /** Lines between these steps. */
  edges: z.array(Edge),
  layout: Layout,
  /** Around these steps alone, or standing by themselves. */
  notes: z.record(StepId, GroupNote).optional(),
});
export type Clip = z.infer<typeof Clip>;

/** Null: there is nothing to copy (the trigger alone cannot be). */
export function clipOf({ definition, layout }: FlowDocument, chosen: readonly string[]): Clip | null {
  const ids = chosen.filter((id) => id !== definition.trigger && definition.steps[id]);
  const inside = new Set(ids);
  const notes = notesWith(definition, inside, chosen);
  if (ids.length === 0 && notes.length === 0) return null;
  const placed = [...ids, ...notes.map(([id]) => id)].filter((id) => layout[id]);
  return {
    gradus: 'steps',
    steps: Object.fromEntries(ids.map((id) => [id, definition.steps[id] as Step])),
    edges: definition.edges.filter(({ from, to }) => inside.has(from) && inside.has(to)),
    layout: Object.fromEntries(placed.map((id) => [id, layout[id] as Layout[string]])),
    ...(notes.length === 0 ? {} : { notes: Object.fromEntries(notes) }),
  };
}

/** Notes whose steps all go along, and those that were chosen; what they frame elsewhere stays behind. */
function notesWith(
  { notes }: Definition,
  inside: ReadonlySet<string>,
  chosen: readonly string[],
): [string, GroupNote][] {
  return Object.entries(notes ?? {}).flatMap(([id, note]): [string, GroupNote][] => {
    const whole = note.steps.length > 0 && note.steps.every((stepId) => inside.has(stepId));
    if (!whole && !chosen.includes(id)) return [];
    return [[id, { ...note, steps: note.steps.filter((stepId) => inside.has(stepId)) }]];
  });
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
): { operations: Operation[]; stepIds: string[]; noteIds: string[] } {
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
  const notes = pastedNotes(definition, clip, ids);
  return {
    operations: [...inserts, ...lines, ...threaded, ...notes],
    stepIds: [...ids.values()],
    noteIds: notes.map(({ noteId }) => noteId),
  };
}

type AddNote = Extract<Operation, { type: 'addNote' }>;

/** Beside where they were, so that the copy is seen. */
function pastedNotes(definition: Definition, clip: Clip, ids: ReadonlyMap<string, string>): AddNote[] {
  const taken = [...ids.values()];
  return Object.entries(clip.notes ?? {}).map(([id, note]) => {
    const noteId = freshNoteId(definition, taken);
    taken.push(noteId);
    const steps = note.steps.flatMap((stepId) => ids.get(stepId) ?? []);
    const place = clip.layout[id];
    const position = place && { position: { x: place.x + 32, y: place.y + 32 } };
    return { type: 'addNote', noteId, note: { ...note, steps }, ...position };
  });
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

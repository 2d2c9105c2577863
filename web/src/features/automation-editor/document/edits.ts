import { joinOf, portsOf } from '@gradus/flow';
import type { Catalogue, Definition, FlowDocument, Operation, Step } from '@gradus/flow';
import type { Outlet } from '../../../canvas/canvas-context.ts';
import { pasteOperations } from './clipboard.ts';
import type { Clip } from './clipboard.ts';
import { insertEdits, room } from './insert-edits.ts';
import { moveOperations, noteEdits } from './note-edits.ts';
import { ReorderRefusedError, shiftOperations } from './reorder.ts';
import { closesLoop } from './draft-document.ts';
import { stayingPut } from './staying-put.ts';
import { notify } from '../../../ui/overlay/toast.tsx';
import type { EditorStore } from '../store/editor-store.ts';

export type Edits = ReturnType<typeof editsOf>;

/** What a person can do, as operations of the engine. Refusals are shown by the store. */
export function editsOf(store: EditorStore, catalogue: Catalogue) {
  return {
    ...insertEdits(store, catalogue),
    ...stepEdits(store),
    ...lineEdits(store),
    ...noteEdits(store),
    ...wholeEdits(store),
  };
}

/** What is done to steps and lines. */
function stepEdits(store: EditorStore) {
  const { edit } = store.getState();
  const definition = (): Definition => store.getState().document.definition;
  const titled = (stepId: string) => `“${definition().steps[stepId]?.title ?? stepId}”`;

  return {
    /** Notes too. */
    removeSteps(ids: readonly string[]): void {
      const operations = removals(definition(), ids);
      const gone = ids.filter((id) => definition().steps[id]);
      const [first = ''] = gone;
      const label =
        gone.length === 0
          ? 'take away a note'
          : gone.length === 1
            ? `take out ${titled(first)}`
            : `take out ${gone.length} steps`;
      edit(operations, { label, select: null });
    },
    paste(clip: Clip, after: Outlet | null): void {
      const { operations, stepIds, noteIds } = pasteOperations(definition(), clip, after);
      operations.push(...room(store.getState().document, operations));
      const label =
        stepIds.length === 0
          ? 'paste a note'
          : stepIds.length === 1
            ? 'paste a step'
            : `paste ${stepIds.length} steps`;
      edit(operations, { label, select: stepIds.length > 0 ? stepIds : noteIds });
    },
    setStep(stepId: string, next: Step): void {
      const before = definition().steps[stepId];
      if (!before) return;
      const operations = stepOperations(stepId, before, next);
      if (operations.length === 0) return;
      operations.push(...newWays(definition(), stepId, next));
      const fields = changedFields(before, next);
      edit(operations, { label: `change “${next.title}”`, group: `step:${stepId}:${fields}` });
    },
    /** Notes too. */
    moveSteps(places: Record<string, { x: number; y: number }>): void {
      const operations = moveOperations(store.getState().document, places);
      const moved = Object.keys(places).filter((id) => definition().steps[id]);
      const [first = ''] = moved;
      if (operations.length === 0) return;
      const label =
        moved.length === 0
          ? 'move a note'
          : moved.length === 1
            ? `move ${titled(first)}`
            : `move ${moved.length} steps`;
      edit(operations, { label, group: `move:${Object.keys(places).join()}` });
    },
  };
}

/** What is done to the lines between steps. */
function lineEdits(store: EditorStore) {
  const { edit } = store.getState();
  const definition = (): Definition => store.getState().document.definition;
  const titled = (stepId: string) => `“${definition().steps[stepId]?.title ?? stepId}”`;
  const lead = (lines: Operation[], label: string): void =>
    edit([...lines, ...stayingPut(store.getState().document, lines)], { label });
  /** Takes one end of a line elsewhere: its head to another step, or its tail to another way out. */
  const reconnect = (before: Outlet, { from, port }: Outlet, to: string): void => {
    const sameWay = before.from === from && before.port === port;
    if (sameWay && leadsTo(definition(), before, to)) return;
    const left: Operation[] = sameWay ? [] : [{ type: 'disconnect', ...before }];
    const back = closesLoop(withoutLine(definition(), before), from, to) ? { back: true } : {};
    lead([...left, { type: 'connect', from, port, to, ...back }], `lead ${titled(from)} to ${titled(to)}`);
  };
  return {
    /** Changes places with the step before or behind it. */
    shift(stepId: string, direction: 'up' | 'down'): void {
      try {
        edit(shiftOperations(definition(), stepId, direction), {
          label: `move ${titled(stepId)} ${direction}`,
          select: stepId,
        });
      } catch (error) {
        if (!(error instanceof ReorderRefusedError)) throw error;
        notify.note({ title: 'It stays where it is', detail: error.message });
      }
    },
    connect: (outlet: Outlet, to: string): void => reconnect(outlet, outlet, to),
    reconnect,
    disconnect({ from, port }: Outlet): void {
      lead([{ type: 'disconnect', from, port }], `take away a line of ${titled(from)}`);
    },
    canConnect({ from }: Outlet, to: string): boolean {
      return from !== to && definition().steps[to]?.kind !== 'trigger';
    },
  };
}

/** What is done to the drawing as a whole. */
function wholeEdits(store: EditorStore) {
  const { edit } = store.getState();
  return {
    tidy(): void {
      const { document } = store.getState();
      const operations = moveOperations(
        document,
        Object.fromEntries(Object.keys(document.layout).map((id) => [id, null])),
      );
      if (operations.length > 0) edit(operations, { label: 'tidy up the drawing' });
    },
    setSettings(settings: Definition['settings']): void {
      edit([{ type: 'setSettings', settings }], { label: 'change the settings', group: 'settings' });
    },
    setEntry(entry: Definition['entry']): void {
      edit([{ type: 'setEntry', entry }], { label: 'change who may enter', group: 'entry' });
    },
    replaceBy(document: FlowDocument, label: string): void {
      edit([{ type: 'replaceAll', ...document }], { label, select: null });
    },
  };
}

/** What changes nothing is no edit: it would leave an empty step to undo and take away what can be done again. */
const leadsTo = ({ edges }: Definition, { from, port }: Outlet, to: string): boolean =>
  edges.some((edge) => edge.from === from && edge.port === port && edge.to === to);

const withoutLine = (definition: Definition, line: Outlet): Definition => ({
  ...definition,
  edges: definition.edges.filter(({ from, port }) => from !== line.from || port !== line.port),
});

/** With a step that opens a block its join goes by itself. */
function removals(definition: Definition, ids: readonly string[]): Operation[] {
  const stepIds = ids.filter((id) => definition.steps[id]);
  const notes = ids.filter((id) => definition.notes?.[id]);
  const going = new Set(stepIds.map((stepId) => joinOf(definition, stepId)));
  const left = stepIds.filter((stepId) => !going.has(stepId));
  return [
    ...notes.map((noteId): Operation => ({ type: 'removeNote', noteId })),
    ...left.map((stepId): Operation => ({ type: 'removeStep', stepId })),
  ];
}

/** Ways that a block has got anew lead to its join, until something is put on them. */
function newWays(definition: Definition, stepId: string, next: Step): Operation[] {
  const join = joinOf(definition, stepId);
  if (join === null) return [];
  const drawn = (port: string) => definition.edges.some((edge) => edge.from === stepId && edge.port === port);
  return portsOf(next).flatMap((port): Operation[] =>
    drawn(port) ? [] : [{ type: 'connect', from: stepId, port, to: join }],
  );
}

/** Only what differs: a new title is no new config. */
function stepOperations(stepId: string, before: Step, next: Step): Operation[] {
  const operations: Operation[] = [];
  if (before.title !== next.title || before.note !== next.note) {
    operations.push({ type: 'setTitle', stepId, title: next.title, note: next.note ?? null });
  }
  if (!sayTheSame(before.config, next.config)) {
    operations.push({ type: 'setConfig', stepId, config: next.config });
  }
  return operations;
}

/** What of a step a change is about: typing in one field is one thing to undo, typing in the next another. */
function changedFields(before: Step, next: Step): string {
  const [old, now] = [fieldsOf(before), fieldsOf(next)];
  const differs = (field: string) => !sayTheSame(old[field], now[field]);
  return Object.keys({ ...old, ...now })
    .filter(differs)
    .join();
}

/** A task has a title of its own among what is set. */
const fieldsOf = ({ title, note, config }: Step): Record<string, unknown> => ({
  ...config,
  'step title': title,
  'step note': note,
});

/** The database keeps the fields of an object in an order of its own. */
const sayTheSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a, inOneOrder) === JSON.stringify(b, inOneOrder);

function inOneOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

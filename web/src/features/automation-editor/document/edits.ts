import { joinOf, OperationRefusedError, opensBlock, portsOf } from '@gradus/flow';
import type { Catalogue, Definition, FlowDocument, Operation, Step, StepKind } from '@gradus/flow';
import type { Outlet } from '../../../canvas/canvas-context.ts';
import { arrange } from '../../../canvas/drawing/arrange.ts';
import { placesOfSteps } from '../../../canvas/drawing/graph.ts';
import { makeRoom } from '../../../canvas/drawing/make-room.ts';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { pasteOperations } from './clipboard.ts';
import type { Clip } from './clipboard.ts';
import { newSteps } from './new-steps.ts';
import { moveOperations, noteEdits } from './note-edits.ts';
import { ReorderRefusedError, shiftOperations } from './reorder.ts';
import { freshStepId } from './step-ids.ts';
import { applyAll, closesLoop } from './draft-document.ts';
import { notify } from '../../../ui/overlay/toast.tsx';
import type { EditorStore } from '../store/editor-store.ts';

export type Edits = ReturnType<typeof editsOf>;

/** What a person can do, as operations of the engine. Refusals are shown by the store. */
export function editsOf(store: EditorStore, catalogue: Catalogue) {
  return { ...stepEdits(store, catalogue), ...lineEdits(store), ...noteEdits(store), ...wholeEdits(store) };
}

/** What is done to steps and lines. */
function stepEdits(store: EditorStore, catalogue: Catalogue) {
  const { edit } = store.getState();
  const definition = (): Definition => store.getState().document.definition;
  const titled = (stepId: string) => `“${definition().steps[stepId]?.title ?? stepId}”`;

  return {
    insertStep(kind: StepKind, { from, port }: Outlet): void {
      const step: Step = newSteps[kind](catalogue, releasedIn(definition()));
      const stepId = freshStepId(kind, Object.keys(definition().steps));
      const insert: Operation = { type: 'insertStep', stepId, step, after: { stepId: from, port } };
      const added = opensBlock(step) ? { ...insert, join: newJoin(definition()) } : insert;
      const operations = [added, ...onwardsFrom(definition(), stepId, step, { from, port })];
      edit([...operations, ...room(store.getState().document, operations)], {
        label: `add “${stepKinds[kind].name}”`,
        select: stepId,
      });
    },
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
      const operations = stepOperations(stepId, definition().steps[stepId], next);
      if (operations.length === 0) return;
      operations.push(...newWays(definition(), stepId, next));
      edit(operations, { label: `change “${next.title}”`, group: `step:${stepId}` });
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
    connect({ from, port }: Outlet, to: string): void {
      const back = closesLoop(definition(), from, to) ? { back: true } : {};
      edit([{ type: 'connect', from, port, to, ...back }], {
        label: `lead ${titled(from)} to ${titled(to)}`,
      });
    },
    disconnect({ from, port }: Outlet): void {
      edit([{ type: 'disconnect', from, port }], { label: `take away a line of ${titled(from)}` });
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

/** In a drawing that was put somewhere: what was put into a line stands in it. Where all is laid out automatically it does anyway. */
function room(document: FlowDocument, operations: readonly Operation[]): Operation[] {
  const { definition } = document;
  const layout = placesOfSteps(definition, document.layout);
  if (Object.keys(layout).length === 0) return [];
  try {
    const after = applyAll(document, operations).document;
    const fresh = Object.keys(after.definition.steps).filter((id) => !definition.steps[id]);
    return moveOperations(after, makeRoom(after.definition, arrange(definition, layout).places, fresh));
  } catch (error) {
    if (error instanceof OperationRefusedError) return [];
    throw error;
  }
}

function newJoin({ steps }: Definition): { stepId: string; step: Step } {
  return { stepId: freshStepId('join', Object.keys(steps)), step: newSteps.join() };
}

/** What goes back leads on where the line led by its way on, and leaves it to the author where its way back leads. */
function onwardsFrom({ edges }: Definition, stepId: string, step: Step, { from, port }: Outlet): Operation[] {
  const [first, onwards] = portsOf(step);
  const line = edges.find((edge) => edge.from === from && edge.port === port);
  if (step.kind !== 'goTo' || first === undefined || onwards === undefined || line === undefined) return [];
  const back = line.back === true ? { back: true as const } : {};
  return [
    { type: 'disconnect', from: stepId, port: first },
    { type: 'connect', from: stepId, port: onwards, to: line.to, ...back },
  ];
}

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
function stepOperations(stepId: string, before: Step | undefined, next: Step): Operation[] {
  if (!before) return [];
  const operations: Operation[] = [];
  if (before.title !== next.title || before.note !== next.note) {
    operations.push({ type: 'setTitle', stepId, title: next.title, note: next.note ?? null });
  }
  if (JSON.stringify(before.config) !== JSON.stringify(next.config)) {
    operations.push({ type: 'setConfig', stepId, config: next.config });
  }
  return operations;
}

function releasedIn({ steps }: Definition): Set<string> {
  return new Set(
    Object.values(steps).flatMap((step) => (step.kind === 'release' ? [step.config.module] : [])),
  );
}

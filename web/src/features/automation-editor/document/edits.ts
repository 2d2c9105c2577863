import type { Catalogue, Definition, Operation, Step, StepKind } from '@gradus/flow';
import type { Outlet } from '../../../canvas/canvas-context.ts';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { freshId, newSteps } from './new-steps.ts';
import { closesLoop } from './draft-document.ts';
import type { EditorStore } from '../store/editor-store.ts';

export type Edits = ReturnType<typeof editsOf>;

/** What a person can do to the drawing, as operations of the engine. Refusals are shown by the store. */
export function editsOf(store: EditorStore, catalogue: Catalogue) {
  const { edit } = store.getState();
  const definition = (): Definition => store.getState().document.definition;
  const titled = (stepId: string) => `“${definition().steps[stepId]?.title ?? stepId}”`;

  return {
    insertStep(kind: StepKind, { from, port }: Outlet): void {
      const step: Step = newSteps[kind](catalogue, releasedIn(definition()));
      const stepId = freshStepId(kind, definition());
      edit([{ type: 'insertStep', stepId, step, after: { stepId: from, port } }], {
        label: `add “${stepKinds[kind].name}”`,
        select: stepId,
      });
    },
    removeStep(stepId: string): void {
      edit([{ type: 'removeStep', stepId }], { label: `take out ${titled(stepId)}`, select: null });
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
    setStep(stepId: string, next: Step): void {
      const operations = stepOperations(stepId, definition().steps[stepId], next);
      if (operations.length === 0) return;
      edit(operations, { label: `change “${next.title}”`, group: `step:${stepId}` });
    },
    moveStep(stepId: string, position: { x: number; y: number }): void {
      edit([{ type: 'moveStep', stepId, position }], {
        label: `move ${titled(stepId)}`,
        group: `move:${stepId}`,
      });
    },
    tidy(): void {
      const placed = Object.keys(store.getState().document.layout);
      const operations = placed.map((stepId): Operation => ({ type: 'moveStep', stepId, position: null }));
      if (operations.length > 0) edit(operations, { label: 'tidy up the drawing' });
    },
    setSettings(settings: Definition['settings']): void {
      edit([{ type: 'setSettings', settings }], { label: 'change the settings', group: 'settings' });
    },
    setEntry(entry: Definition['entry']): void {
      edit([{ type: 'setEntry', entry }], { label: 'change who may enter', group: 'entry' });
    },
  };
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

/** Ids are never used again, also not those of steps that are gone; chance sees to that. */
function freshStepId(kind: StepKind, { steps }: Definition): string {
  const chance = Math.random().toString(36).slice(2, 7);
  return freshId(`${kind.toLowerCase()}-${chance}`, Object.keys(steps));
}

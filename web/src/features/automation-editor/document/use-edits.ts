import { portsOf } from '@gradus/flow';
import type { Definition, Step, StepKind } from '@gradus/flow';
import { useMemo } from 'react';
import type { Outlet } from '../../../canvas/canvas-context.ts';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { freshId, newSteps } from '../inspector/new-configs.ts';
import { useEditorScope } from './editor-context.tsx';
import type { EditorStore } from './editor-store.ts';

export type Edits = ReturnType<typeof editsOf>;

export function useEdits(): Edits {
  const { store, automation } = useEditorScope();
  return useMemo(() => editsOf(store, automation.catalogue), [store, automation.catalogue]);
}

function editsOf(store: EditorStore, catalogue: Parameters<(typeof newSteps)['release']>[0]) {
  const { edit } = store.getState();
  const definition = () => store.getState().document.definition;
  const without = ({ from, port }: Outlet) =>
    definition().edges.filter((e) => e.from !== from || e.port !== port);
  return {
    insertStep(kind: StepKind, outlet: Outlet) {
      const used = new Set(
        Object.values(definition().steps).flatMap((s) => (s.kind === 'release' ? [s.config.module] : [])),
      );
      const step = newSteps[kind](catalogue, used) as Step;
      const stepId = freshId(
        `${kind.toLowerCase()}-${Math.random().toString(36).slice(2, 6)}`,
        Object.keys(definition().steps),
      );
      const old = definition().edges.find((e) => e.from === outlet.from && e.port === outlet.port);
      const port = portsOf(step)[0];
      const edges = [...without(outlet), { ...outlet, to: stepId }];
      if (old && port) edges.push({ from: stepId, port, to: old.to });
      edit(
        [
          { type: 'putStep', stepId, step },
          { type: 'putEdges', edges },
        ],
        { label: `insert “${stepKinds[kind].name}”`, select: stepId },
      );
    },
    removeStep(stepId: string) {
      const step = definition().steps[stepId];
      if (!step || step.kind === 'trigger') return;
      const on = definition().edges.find((e) => e.from === stepId);
      const edges = definition()
        .edges.filter((e) => e.from !== stepId)
        .flatMap((e) => (e.to === stepId ? (on ? [{ ...e, to: on.to }] : []) : [e]));
      edit(
        [
          { type: 'putEdges', edges },
          { type: 'dropStep', stepId },
        ],
        { label: `take out “${step.title}”`, select: null },
      );
    },
    connect(outlet: Outlet, to: string) {
      edit([{ type: 'putEdges', edges: [...without(outlet), { ...outlet, to }] }], { label: 'draw a line' });
    },
    disconnect(outlet: Outlet) {
      edit([{ type: 'putEdges', edges: without(outlet) }], { label: 'take away a line' });
    },
    canConnect: ({ from }: Outlet, to: string) => from !== to && definition().steps[to]?.kind !== 'trigger',
    setStep(stepId: string, step: Step) {
      edit([{ type: 'putStep', stepId, step }], { label: `change “${step.title}”`, group: `step:${stepId}` });
    },
    moveStep(stepId: string, place: { x: number; y: number }) {
      const { layout } = store.getState().document;
      edit([{ type: 'putLayout', layout: { ...layout, [stepId]: place } }], {
        label: 'move',
        group: `move:${stepId}`,
      });
    },
    tidy() {
      edit([{ type: 'putLayout', layout: {} }], { label: 'tidy up' });
    },
    setSettings(settings: Definition['settings']) {
      edit([{ type: 'putSettings', settings }], { label: 'settings' });
    },
    setEntry(entry: Definition['entry']) {
      edit([{ type: 'putEntry', entry }], { label: 'entry rule' });
    },
  };
}

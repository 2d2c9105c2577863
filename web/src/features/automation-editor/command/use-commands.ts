import { useEffect, useMemo } from 'react';
import { nextOutlet } from '../../../canvas/inserting/next-outlet.ts';
import { addableKinds, stepKinds } from '../../../canvas/step-kinds.ts';
import { stepsInOrder } from '@gradus/flow';
import type { Definition } from '@gradus/flow';
import { shortcut } from '../../../ui/control/shortcut.ts';
import type { PanelName } from '../panels/panel-name.ts';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';
import type { Command } from './commands.ts';

export interface CommandTargets {
  onPanel(panel: PanelName): void;
  onPublish(): void;
  onExchange(): void;
}

const PANELS: Record<PanelName, string> = {
  problems: 'Check the drawing',
  simulate: 'Simulate a learner',
  forecast: 'Forecast a crowd',
  tests: 'Run the tests of this drawing',
  versions: 'Show the versions',
  settings: 'Change the settings',
  calendar: 'Show the calendar',
};

/** All that can be done from the command bar: go to any step, add one behind the chosen step, open any panel. */
export function useCommands({ onPanel, onPublish, onExchange }: CommandTargets): Command[] {
  const { store } = useEditorScope();
  const definition = useEditor((state) => state.document.definition);
  const selectedId = useEditor((state) => state.selectedId);
  const selection = useEditor((state) => state.selection);
  const { tidy, insertStep, addNote } = useEdits();
  return useMemo(() => {
    const { jump, undo, redo } = store.getState();
    const { steps, notes } = definition;
    const act = (id: string, title: string, run: () => void, hint?: string): Command => ({
      id,
      title,
      group: 'Actions',
      run,
      ...(hint ? { hint } : {}),
    });
    // As the outline reads, so that week 2 stands below week 1.
    const found = stepsInOrder(definition).map((id): Command => {
      const { title, kind } = steps[id]!;
      return { id: `step-${id}`, title, hint: stepKinds[kind].name, group: 'Steps', run: () => jump(id) };
    });
    const panels = Object.entries(PANELS) as [PanelName, string][];
    return [
      ...panels.map(([panel, title]) => act(`panel-${panel}`, title, () => onPanel(panel))),
      act('publish', 'Publish', onPublish),
      act('undo', 'Undo', undo, shortcut('Z')),
      act('redo', 'Redo', redo, shortcut('Z', 'shift')),
      act('tidy', 'Tidy up the drawing', tidy),
      act('exchange', 'Export and import', onExchange),
      act(
        'note',
        selection.length > 0 ? 'Put a note around the chosen' : 'Add a note',
        () => addNote(selection),
        shortcut('G'),
      ),
      ...addCommands(selectedId, definition, insertStep),
      ...found,
      ...Object.entries(notes ?? {}).map(([id, { text }]): Command => ({
        id: `note-${id}`,
        title: text.split('\n')[0] ?? text,
        hint: 'Note',
        group: 'Steps',
        run: () => jump(id),
      })),
    ];
  }, [store, definition, selection, addNote, selectedId, tidy, insertStep, onPanel, onPublish, onExchange]);
}

function addCommands(
  selectedId: string | null,
  definition: Definition,
  insertStep: ReturnType<typeof useEdits>['insertStep'],
): Command[] {
  const outlet = nextOutlet(definition, selectedId);
  const step = outlet && definition.steps[outlet.from];
  if (!step) return [];
  return addableKinds.map((kind) => ({
    id: `add-${kind}`,
    title: `Add: ${stepKinds[kind].name}`,
    also: stepKinds[kind].purpose,
    hint: `after “${step.title}”`,
    group: 'Actions',
    run: () => insertStep(kind, outlet),
  }));
}

/** ⌘K (Ctrl elsewhere) opens it from anywhere in the editor. */
export function useCommandKey(onOpen: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      onOpen();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onOpen]);
}

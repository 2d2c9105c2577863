import type { Definition, FlowDocument, GroupNote, Operation } from '@gradus/flow';
import type { Rectangle } from '../../../canvas/drawing/rectangle.ts';
import type { EditorStore } from '../store/editor-store.ts';
import { freshId } from './step-ids.ts';

/** What a new note says until somebody writes into it. */
export const NEW_NOTE = 'What is this part for?';

export const freshNoteId = ({ steps, notes }: Definition, also: Iterable<string> = []): string =>
  freshId(`note-${Math.random().toString(36).slice(2, 7)}`, [
    ...Object.keys(steps),
    ...Object.keys(notes ?? {}),
    ...also,
  ]);

/** What is done to notes. Refusals are shown by the store. */
export function noteEdits(store: EditorStore) {
  const { edit } = store.getState();
  const definition = (): Definition => store.getState().document.definition;
  return {
    /** Around these steps, or by itself when there are none. */
    addNote(stepIds: readonly string[]): void {
      const steps = stepIds.filter((id) => definition().steps[id]);
      const noteId = freshNoteId(definition());
      edit([{ type: 'addNote', noteId, note: { text: NEW_NOTE, tone: 'sand', steps } }], {
        label: 'add a note',
        select: noteId,
      });
      store.getState().lookAt(noteId);
    },
    setNote(noteId: string, note: GroupNote): void {
      if (JSON.stringify(note) === JSON.stringify(definition().notes?.[noteId])) return;
      edit([{ type: 'setNote', noteId, note }], { label: 'change a note', group: `note:${noteId}` });
    },
    resizeNote(noteId: string, { x, y, width, height }: Rectangle): void {
      const note = definition().notes?.[noteId];
      if (!note) return;
      const size = { width: Math.round(width), height: Math.round(height) };
      const position = { x: Math.round(x), y: Math.round(y) };
      edit(
        [
          { type: 'setNote', noteId, note: { ...note, size } },
          { type: 'moveNote', noteId, position },
        ],
        {
          label: 'resize a note',
          group: `size:${noteId}`,
        },
      );
    },
  };
}

/** The operation that puts a step or a note elsewhere; none when it is gone. */
export function moveOperations(
  { definition }: FlowDocument,
  places: Record<string, { x: number; y: number } | null>,
): Operation[] {
  return Object.entries(places).flatMap(([id, position]): Operation[] => {
    if (definition.steps[id]) return [{ type: 'moveStep', stepId: id, position }];
    return definition.notes?.[id] ? [{ type: 'moveNote', noteId: id, position }] : [];
  });
}

import { stepOf } from './documents.ts';
import { noteOf } from './notes.ts';
import type { Applied, FlowDocument, Operation, OperationOf } from './operation.ts';

/** A step or a note is put elsewhere. */
export type Move = OperationOf<'moveStep'> | OperationOf<'moveNote'>;

/** Whether nothing but a place changes. */
export const isMove = (operation: Operation): operation is Move =>
  operation.type === 'moveStep' || operation.type === 'moveNote';

/** What is moved. */
export const movedId = (move: Move): string => (move.type === 'moveStep' ? move.stepId : move.noteId);

/** As many as there are, in order: a drawing of thousands of boxes is copied once, not once for each. */
export function applyMoves(document: FlowDocument, moves: readonly Move[]): Applied {
  const layout = new Map(Object.entries(document.layout));
  const inverse: Operation[] = [];
  for (const move of moves) {
    const { position } = move;
    const id = movedId(move);
    if (move.type === 'moveStep') stepOf(document, id);
    else noteOf(document, id);
    inverse.push({ ...move, position: layout.get(id) ?? null });
    layout.delete(id);
    if (position !== null) layout.set(id, position);
  }
  return { document: { ...document, layout: Object.fromEntries(layout) }, inverse: inverse.toReversed() };
}

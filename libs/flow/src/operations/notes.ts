import type { Definition, GroupNote, StepId } from '../model/definition.ts';
import { refuseTaken, stepOf, withDefinition, withPosition } from './documents.ts';
import {
  OperationRefusedError,
  type Applied,
  type FlowDocument,
  type Operation,
  type OperationOf,
} from './operation.ts';

/** @throws OperationRefusedError `operation.note-unknown` */
export function noteOf({ definition }: FlowDocument, noteId: string): GroupNote {
  const note = definition.notes?.[noteId];
  if (note !== undefined) return note;
  throw new OperationRefusedError(
    'operation.note-unknown',
    `There is no note “${noteId}” (any more). Load the drawing anew.`,
  );
}

/** A drawing without notes has no such part, so that it is the same as before there was one. */
function withNotes(document: FlowDocument, notes: Record<string, GroupNote>): FlowDocument {
  const { notes: _, ...definition } = document.definition;
  if (Object.keys(notes).length === 0) return { ...document, definition };
  return withDefinition(document, { notes });
}

const withNote = (document: FlowDocument, noteId: string, note: GroupNote): FlowDocument =>
  withNotes(document, { ...document.definition.notes, [noteId]: note });

function refuseUnknownSteps(document: FlowDocument, { steps }: GroupNote): void {
  for (const stepId of steps) stepOf(document, stepId);
}

/** Puts a note beside steps, or around them. */
export function addNote(document: FlowDocument, { noteId, note, position }: OperationOf<'addNote'>): Applied {
  refuseTaken(document, noteId);
  refuseUnknownSteps(document, note);
  const noted = withNote(document, noteId, note);
  return {
    document: position === undefined ? noted : withPosition(noted, noteId, position),
    inverse: [{ type: 'removeNote', noteId }],
  };
}

/** Changes what a note says, how it looks or what it frames. */
export function setNote(document: FlowDocument, { noteId, note }: OperationOf<'setNote'>): Applied {
  const before = noteOf(document, noteId);
  refuseUnknownSteps(document, note);
  return {
    document: withNote(document, noteId, note),
    inverse: [{ type: 'setNote', noteId, note: before }],
  };
}

/** Takes a note away; the steps stay as they are. */
export function removeNote(document: FlowDocument, { noteId }: OperationOf<'removeNote'>): Applied {
  const note = noteOf(document, noteId);
  const { [noteId]: _, ...left } = document.definition.notes ?? {};
  const position = document.layout[noteId];
  const again: Operation = { type: 'addNote', noteId, note };
  return {
    document: withPosition(withNotes(document, left), noteId, null),
    inverse: [position === undefined ? again : { ...again, position }],
  };
}

/** The notes without steps that go, and what frames them again when they come back. */
export function withoutSteps(
  { notes }: Definition,
  gone: (stepId: StepId) => boolean,
): { notes: Definition['notes']; restored: Operation[] } {
  if (notes === undefined) return { notes, restored: [] };
  const restored: Operation[] = [];
  const left = Object.entries(notes).map(([noteId, note]): [string, GroupNote] => {
    if (!note.steps.some(gone)) return [noteId, note];
    restored.push({ type: 'setNote', noteId, note });
    return [noteId, { ...note, steps: note.steps.filter((stepId) => !gone(stepId)) }];
  });
  return { notes: Object.fromEntries(left), restored };
}

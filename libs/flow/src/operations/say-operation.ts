import { diffDefinitions } from '../migrate/diff.ts';
import { same } from '../migrate/differences.ts';
import { sayDiff, sayFieldDifference, sayNote, sayWay } from '../migrate/say-diff.ts';
import type { StepId } from '../model/definition.ts';
import { applyStretch, inStretches } from './apply-operation.ts';
import { movedId, type Move } from './moves.ts';
import type { FlowDocument, Operation, OperationOf, OperationType } from './operation.ts';

/** A drawing that is replaced as a whole is told by this many differences. */
const TOLD = 12;
/** Boxes that are moved together are told one by one up to so many. */
const TOLD_MOVES = 6;

/** What an operation does to the document it is about to be applied to. */
interface Deed {
  before: FlowDocument;
  after: FlowDocument;
}

const titleIn = ({ definition }: FlowDocument, id: StepId) => `“${definition.steps[id]?.title ?? id}”`;

function noteIn({ definition }: FlowDocument, noteId: string): string {
  const note = definition.notes?.[noteId];
  return note === undefined ? `note “${noteId}”` : sayNote(note);
}

function saySetNote({ noteId, note }: OperationOf<'setNote'>, deed: Deed): string[] {
  const said = differencesOf(deed).map((text) => `changed a note: ${text.replace(/^The /, 'the ')}`);
  const resized = !same(deed.before.definition.notes?.[noteId]?.size, note.size);
  return resized ? [...said, `drew the ${sayNote(note)} in another size`] : said;
}

const sayFramed = (titles: string[]) => (titles.length > 3 ? `${titles.length} steps` : titles.join(', '));

const way = (document: FlowDocument, from: StepId, port: string) =>
  sayWay(titleIn(document, from), document.definition.steps[from], port);

function differencesOf({ before, after }: Deed): string[] {
  const [old, now] = [before.definition, after.definition];
  return sayDiff(diffDefinitions(old, now), old, now).map(({ text }) => text.replace(/\.$/, ''));
}

function sayConfig({ stepId }: OperationOf<'setConfig'>, { before, after }: Deed): string[] {
  const step = diffDefinitions(before.definition, after.definition).steps.find((s) => s.stepId === stepId);
  const fields = step?.change === 'changed' ? step.fields : [];
  if (fields.length === 0) return [`set ${titleIn(before, stepId)} as it was`];
  return fields.map((field) => `changed ${titleIn(before, stepId)}: ${sayFieldDifference(field)}`);
}

function sayTitle({ stepId, title, note }: OperationOf<'setTitle'>, { before }: Deed): string[] {
  const step = before.definition.steps[stepId];
  const said = step?.title === title ? [] : [`renamed ${titleIn(before, stepId)} to “${title}”`];
  const noted = note === undefined || (note ?? undefined) === step?.note;
  if (!noted) said.push(note === null ? `took the note off “${title}”` : `wrote a note on “${title}”`);
  return said;
}

function sayReplaced(deed: Deed): string[] {
  const differences = differencesOf(deed);
  if (differences.length === 0) return ['replaced the drawing by one that means the same'];
  const more = differences.length - TOLD;
  const told = differences.slice(0, TOLD).map((text) => `replaced the drawing: ${text}`);
  return more > 0 ? [...told, `replaced the drawing: ${more} more differences`] : told;
}

const SAY = {
  insertStep: ({ step, after }, { before }) => [
    after === null
      ? `added “${step.title}”, connected to nothing yet`
      : `added “${step.title}” after ${way(before, after.stepId, after.port)}`,
  ],
  removeStep: ({ stepId }, { before }) => [`removed ${titleIn(before, stepId)}`],
  connect: ({ from, port, to }, { before }) => [`led ${way(before, from, port)} to ${titleIn(before, to)}`],
  disconnect: ({ from, port }, { before }) => [`cut the line that led on from ${way(before, from, port)}`],
  setConfig: sayConfig,
  setTitle: sayTitle,
  setSettings: (_, deed) => differencesOf(deed).map((text) => `changed the ${text.replace(/^S/, 's')}`),
  setEntry: (_, deed) =>
    differencesOf(deed).map((text) => `changed who may enter: ${text.replace('Settings: ', '')}`),
  moveStep: ({ stepId, position }, { before }) => [
    position === null
      ? `let ${titleIn(before, stepId)} be placed automatically`
      : `moved the box of ${titleIn(before, stepId)}`,
  ],
  addNote: ({ note }, { before }) => [
    note.steps.length === 0
      ? `added the ${sayNote(note)}`
      : `added the ${sayNote(note)} to ${sayFramed(note.steps.map((id) => titleIn(before, id)))}`,
  ],
  setNote: saySetNote,
  removeNote: ({ noteId }, { before }) => [`took away the ${noteIn(before, noteId)}`],
  moveNote: ({ noteId }, { before }) => [`moved the ${noteIn(before, noteId)}`],
  replaceAll: (_, deed) => sayReplaced(deed),
} satisfies { [T in OperationType]: (operation: OperationOf<T>, deed: Deed) => string[] };

function sayOne(operation: Operation, deed: Deed): string[] {
  const say = SAY[operation.type] as (operation: Operation, deed: Deed) => string[];
  return say(operation, deed);
}

/** Each by itself as long as they are few; many boxes give way, or keep the places they had, all at once. */
function sayMoves(moves: readonly Move[], deed: Deed): string[] {
  const ids = new Set(moves.map(movedId));
  if (ids.size <= TOLD_MOVES) return moves.flatMap((move) => sayOne(move, deed));
  const { before, after } = deed;
  const counted = (fits: (id: string) => boolean) => [...ids].filter(fits).length;
  const freed = counted((id) => after.layout[id] === undefined);
  const fixed = counted((id) => before.layout[id] === undefined && after.layout[id] !== undefined);
  const moved = ids.size - freed - fixed;
  return [
    ...(fixed > 0 ? [`gave ${sayBoxes(fixed)} a place of their own`] : []),
    ...(moved > 0 ? [`moved ${sayBoxes(moved)}`] : []),
    ...(freed > 0 ? [`let ${sayBoxes(freed)} be placed automatically`] : []),
  ];
}

const sayBoxes = (count: number) => (count === 1 ? 'one box' : `${count} boxes`);

/**
 * What somebody did to a drawing, in the order they did it, as the rest of a sentence that begins with their name: `moved the
 * box of "Week 3"`. The same thing done several times in a row is said once, many boxes that move together by their number; an operation that changes nothing is not said.
 *
 * @param document as it was before the first operation
 * @throws OperationRefusedError when an operation does not fit
 */
export function sayOperations(document: FlowDocument, operations: readonly Operation[]): string[] {
  const said: string[] = [];
  let before = document;
  for (const stretch of inStretches(operations)) {
    const after = applyStretch(before, stretch).document;
    const deed = { before, after };
    for (const text of 'moves' in stretch ? sayMoves(stretch.moves, deed) : sayOne(stretch.other, deed))
      if (said.at(-1) !== text) said.push(text);
    before = after;
  }
  return said;
}

import { portsOf } from '../kinds/registry.ts';
import { type GroupNote, Step } from '../model/definition.ts';
import { redraw, stepOf, withDefinition, withStep } from './documents.ts';
import { connect, disconnect } from './lines.ts';
import { applyMoves, isMove, type Move } from './moves.ts';
import { addNote, removeNote, setNote } from './notes.ts';
import {
  OperationRefusedError,
  type Applied,
  type FlowDocument,
  type Operation,
  type OperationOf,
  type OperationType,
} from './operation.ts';
import { insertStep, removeStep } from './steps.ts';

/** Changes what a step does. Lines from ways out that it no longer has go with them. */
function setConfig(document: FlowDocument, { stepId, config }: OperationOf<'setConfig'>): Applied {
  const before = stepOf(document, stepId);
  const parsed = Step.safeParse({ ...before, config });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.slice(1).join('.') || 'config';
    const message = `“${before.title}”, ${field}: ${issue?.message ?? 'not right'}. Correct it and save again.`;
    throw new OperationRefusedError('operation.config-invalid', message);
  }
  const ports = portsOf(parsed.data);
  const { edges } = document.definition;
  const gone = (edge: { from: string; port: string }) => edge.from === stepId && !ports.includes(edge.port);
  const lost = edges.flatMap((edge, index) => (gone(edge) ? [redraw(edge, index)] : []));
  const changed = withStep(document, stepId, parsed.data);
  const restored: Operation = { type: 'setConfig', stepId, config: before.config };
  const kept = edges.filter((edge) => !gone(edge));
  return { document: withDefinition(changed, { edges: kept }), inverse: [restored, ...lost] };
}

function setTitle(document: FlowDocument, { stepId, title, note }: OperationOf<'setTitle'>): Applied {
  const step = stepOf(document, stepId);
  const { note: before, ...rest } = step;
  const after = note === undefined ? before : (note ?? undefined);
  const changed = { ...rest, title, ...(after === undefined ? {} : { note: after }) } as Step;
  const inverse: Operation = { type: 'setTitle', stepId, title: step.title, note: before ?? null };
  return { document: withStep(document, stepId, changed), inverse: [inverse] };
}

function setSettings(document: FlowDocument, { settings }: OperationOf<'setSettings'>): Applied {
  const inverse: Operation = { type: 'setSettings', settings: document.definition.settings };
  return { document: withDefinition(document, { settings }), inverse: [inverse] };
}

function setEntry(document: FlowDocument, { entry }: OperationOf<'setEntry'>): Applied {
  const inverse: Operation = { type: 'setEntry', entry: document.definition.entry };
  return { document: withDefinition(document, { entry }), inverse: [inverse] };
}

function replaceAll(document: FlowDocument, { definition, layout }: OperationOf<'replaceAll'>): Applied {
  return { document: { definition, layout }, inverse: [{ type: 'replaceAll', ...document }] };
}

const APPLY = {
  insertStep,
  removeStep,
  connect,
  disconnect,
  setConfig,
  setTitle,
  setSettings,
  setEntry,
  moveStep: (document, move) => applyMoves(document, [move]),
  addNote,
  setNote,
  removeNote,
  moveNote: (document, move) => applyMoves(document, [move]),
  replaceAll,
} satisfies { [T in OperationType]: (document: FlowDocument, operation: OperationOf<T>) => Applied };

/** Whether every line and note could be drawn by an operation: a document from elsewhere may hold some that could not. */
function isOrderly({ definition, layout }: FlowDocument): boolean {
  const { steps, edges, notes } = definition;
  const noted = Object.entries(notes ?? {});
  if (notes !== undefined && noted.length === 0) return false;
  const fitting = ([id, note]: [string, GroupNote]) =>
    steps[id] === undefined && note.steps.every((one) => steps[one]);
  if (!noted.every(fitting)) return false;
  const drawn = new Set<string>();
  for (const { from, port, to } of edges) {
    const source = steps[from];
    const target = steps[to];
    const fits = source !== undefined && target !== undefined && target.kind !== 'trigger' && from !== to;
    if (!fits || !portsOf(source).includes(port) || drawn.has(`${from} ${port}`)) return false;
    drawn.add(`${from} ${port}`);
  }
  return Object.keys(layout).every((id) => (steps[id] ?? notes?.[id]) !== undefined);
}

/** What takes an edit back: of a document whose lines or notes no operation could draw again, that document as it was. */
function takenBack(document: FlowDocument, applied: Applied): Applied {
  return isOrderly(document) ? applied : { ...applied, inverse: [{ type: 'replaceAll', ...document }] };
}

/**
 * Edits a document. Pure: the document given is left as it is. Applying `inverse` in order restores it to the letter,
 * which is what undo does; the operations themselves are the audit.
 *
 * A document need not compile, before or after: drawings are unfinished most of the time.
 *
 * @throws OperationRefusedError when the operation does not fit the document
 */
export function applyOperation(document: FlowDocument, operation: Operation): Applied {
  const apply = APPLY[operation.type] as (document: FlowDocument, operation: Operation) => Applied;
  return takenBack(document, apply(document, operation));
}

/** Moves that follow one another, or one operation of another kind. */
type Stretch = { moves: Move[] } | { other: Operation };

/** The operations in order, moves that follow one another together. */
export function inStretches(operations: readonly Operation[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const operation of operations) {
    const last = stretches.at(-1);
    if (!isMove(operation)) stretches.push({ other: operation });
    else if (last !== undefined && 'moves' in last) last.moves.push(operation);
    else stretches.push({ moves: [operation] });
  }
  return stretches;
}

/** {@link applyOperation}, or as many as there are: a drawing of thousands of boxes is copied and looked through once. */
export function applyStretch(document: FlowDocument, stretch: Stretch): Applied {
  if ('other' in stretch) return applyOperation(document, stretch.other);
  return takenBack(document, applyMoves(document, stretch.moves));
}

/**
 * {@link applyOperation} of each, in order: all of them or none. `inverse` takes all of them back.
 *
 * @throws OperationRefusedError when one of them does not fit
 */
export function applyOperations(document: FlowDocument, operations: readonly Operation[]): Applied {
  let now = document;
  const inverses: Operation[][] = [];
  for (const stretch of inStretches(operations)) {
    const applied = applyStretch(now, stretch);
    now = applied.document;
    inverses.push(applied.inverse);
  }
  return { document: now, inverse: inverses.toReversed().flat() };
}

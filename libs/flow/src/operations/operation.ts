import { z } from 'zod';
import { Definition, EntryRule, GroupNote, Layout, Settings, Step, StepId } from '../model/definition.ts';

/** A definition as it is edited: what it means, and where its boxes stand. */
export interface FlowDocument {
  definition: Definition;
  layout: Layout;
}

const Point = z.strictObject({ x: z.number(), y: z.number() });

/** A way out of a step. */
const Exit = z.strictObject({ stepId: StepId, port: StepId });

const InsertStep = z.strictObject({
  type: z.literal('insertStep'),
  stepId: StepId,
  step: Step,
  /** The way out it is put into; what that led to follows the new step's first port. Null: connected to nothing yet. */
  after: Exit.nullable(),
  /** The join of the block that this step opens: all ways of the step lead to it, and what followed follows the join. */
  join: z.strictObject({ stepId: StepId, step: Step }).optional(),
  /** Left out: laid out automatically. */
  position: Point.optional(),
});

/** With a step that opens a block its join goes too; what stood on the first way stays where it was. */
const RemoveStep = z.strictObject({ type: z.literal('removeStep'), stepId: StepId });

const Connect = z.strictObject({
  type: z.literal('connect'),
  from: StepId,
  port: StepId,
  to: StepId,
  back: z.boolean().optional(),
  /** Where in the list the line goes; only undoing needs it. */
  index: z.number().int().min(0).optional(),
});

const Disconnect = z.strictObject({ type: z.literal('disconnect'), from: StepId, port: StepId });

const SetConfig = z.strictObject({
  type: z.literal('setConfig'),
  stepId: StepId,
  /** The kind's own shape; checked against it when applied. */
  config: z.record(z.string(), z.unknown()),
});

const SetTitle = z.strictObject({
  type: z.literal('setTitle'),
  stepId: StepId,
  title: z.string().min(1).max(120),
  /** Left out: the note stays as it is. Null: removed. */
  note: z.string().max(2_000).nullable().optional(),
});

const SetSettings = z.strictObject({ type: z.literal('setSettings'), settings: Settings });
const SetEntry = z.strictObject({ type: z.literal('setEntry'), entry: EntryRule });

const MoveStep = z.strictObject({
  type: z.literal('moveStep'),
  stepId: StepId,
  /** Null: laid out automatically. */
  position: Point.nullable(),
});

const AddNote = z.strictObject({
  type: z.literal('addNote'),
  noteId: StepId,
  note: GroupNote,
  /** Of one that stands alone; left out: placed automatically. */
  position: Point.optional(),
});
/** Another text, colour or size, or other steps framed. */
const SetNote = z.strictObject({ type: z.literal('setNote'), noteId: StepId, note: GroupNote });
const RemoveNote = z.strictObject({ type: z.literal('removeNote'), noteId: StepId });
const MoveNote = z.strictObject({
  type: z.literal('moveNote'),
  noteId: StepId,
  /** Null: placed automatically. */
  position: Point.nullable(),
});

const ReplaceAll = z.strictObject({ type: z.literal('replaceAll'), definition: Definition, layout: Layout });

/** The only ways to edit a definition: canvas, outline, API and importers all use these. */
export const Operation = z.discriminatedUnion('type', [
  InsertStep,
  RemoveStep,
  Connect,
  Disconnect,
  SetConfig,
  SetTitle,
  SetSettings,
  SetEntry,
  MoveStep,
  AddNote,
  SetNote,
  RemoveNote,
  MoveNote,
  ReplaceAll,
]);
export type Operation = z.infer<typeof Operation>;
export type OperationType = Operation['type'];
export type OperationOf<T extends OperationType> = Extract<Operation, { type: T }>;

/** What an operation made of a document, and the operations that, applied in order, take it back. */
export interface Applied {
  document: FlowDocument;
  inverse: Operation[];
}

/** The operation does not fit the document; nothing was changed. `message` says what to do instead. */
export class OperationRefusedError extends Error {
  /** `operation.…`, stable. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'OperationRefusedError';
    this.code = code;
  }
}

import type { Definition, Edge, GroupNote, Step, StepId, StepKind } from '../model/definition.ts';
import { differences, same, type FieldDifference } from './differences.ts';

/** What became of one step. `title` is the present one, of a removed step the last it had. */
export type StepDifference =
  | { change: 'added'; stepId: StepId; title: string; kind: StepKind }
  | { change: 'removed'; stepId: StepId; title: string; kind: StepKind }
  | { change: 'replaced'; stepId: StepId; title: string; before: StepKind; after: StepKind }
  | { change: 'changed'; stepId: StepId; title: string; kind: StepKind; fields: FieldDifference[] };

/** A way out that leads elsewhere. Null: to nothing. */
export interface EdgeDifference {
  from: StepId;
  port: string;
  before: StepId | null;
  after: StepId | null;
}

/** What became of one group note. `note` is the present one, of a removed one the last. How large it is drawn is no difference. */
export interface NoteDifference {
  noteId: string;
  change: 'added' | 'removed' | 'changed';
  note: GroupNote;
  /** What it was, when changed. */
  before: GroupNote | null;
}

/** What one definition says otherwise than another, as data; where boxes stand is no difference. */
export interface DefinitionDiff {
  steps: StepDifference[];
  edges: EdgeDifference[];
  settings: FieldDifference[];
  entry: FieldDifference[];
  notes: NoteDifference[];
}

function changedStep(stepId: StepId, before: Step, after: Step): StepDifference[] {
  const { title } = after;
  if (before.kind !== after.kind) {
    return [{ change: 'replaced', stepId, title, before: before.kind, after: after.kind }];
  }
  const fields = [
    ...differences({ title: before.title, note: before.note }, { title, note: after.note }),
    ...differences(before.config, after.config),
  ];
  return fields.length === 0 ? [] : [{ change: 'changed', stepId, title, kind: after.kind, fields }];
}

function stepDifferences(before: Definition, after: Definition): StepDifference[] {
  const ids = [...new Set([...Object.keys(before.steps), ...Object.keys(after.steps)])];
  return ids.flatMap((stepId): StepDifference[] => {
    const [old, now] = [before.steps[stepId], after.steps[stepId]];
    if (old !== undefined && now !== undefined) return changedStep(stepId, old, now);
    const step = old ?? now;
    if (step === undefined) return [];
    return [{ change: old === undefined ? 'added' : 'removed', stepId, title: step.title, kind: step.kind }];
  });
}

const wayOut = ({ from, port }: Edge) => `${from} ${port}`;

function edgeDifferences(before: Definition, after: Definition): EdgeDifference[] {
  const old = new Map(before.edges.map((edge) => [wayOut(edge), edge]));
  const now = new Map(after.edges.map((edge) => [wayOut(edge), edge]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key): EdgeDifference[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const edge = was ?? is;
    if (edge === undefined || was?.to === is?.to) return [];
    return [{ from: edge.from, port: edge.port, before: was?.to ?? null, after: is?.to ?? null }];
  });
}

function noteDifferences(before: Definition, after: Definition): NoteDifference[] {
  const [olds, nows] = [before.notes ?? {}, after.notes ?? {}];
  const said = ({ text, tone, steps }: GroupNote) => ({ text, tone, steps: steps.toSorted() });
  return [...new Set([...Object.keys(olds), ...Object.keys(nows)])].flatMap((noteId): NoteDifference[] => {
    const [old, now] = [olds[noteId], nows[noteId]];
    if (now === undefined) return old ? [{ noteId, change: 'removed', note: old, before: null }] : [];
    if (old === undefined) return [{ noteId, change: 'added', note: now, before: null }];
    return same(said(old), said(now)) ? [] : [{ noteId, change: 'changed', note: now, before: old }];
  });
}

/** What `after` says otherwise than `before`. Steps are told apart by their ids, never by names or places. */
export function diffDefinitions(before: Definition, after: Definition): DefinitionDiff {
  return {
    steps: stepDifferences(before, after),
    edges: edgeDifferences(before, after),
    settings: differences(before.settings, after.settings),
    entry: differences(before.entry, after.entry),
    notes: noteDifferences(before, after),
  };
}

/** Whether they mean the same. */
export function nothingDiffers(diff: DefinitionDiff): boolean {
  return same(diff, { steps: [], edges: [], settings: [], entry: [], notes: [] });
}

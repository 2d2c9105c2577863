import { mayStayOpen, outlineOf, sayPort } from '@gradus/flow';
import type { Definition, GroupNote, NoteTone, OutlineLine, OutlineWay, Step } from '@gradus/flow';
import type { Outlet } from '../canvas-context.ts';

/** One line of the outline as it is shown. `parent` is the row it is folded under. */
export type Row = { key: string; level: number; parent: string | null; folds: boolean } & (
  | {
      kind: 'step';
      stepId: string;
      step: Step;
      /** Where the next step would go. */
      outlet: Outlet | null;
      /** Of the note that frames it; null: none does. */
      tone: NoteTone | null;
    }
  /** A remark, before the first of the steps it is on; `steps`: how many those are. */
  | { kind: 'note'; noteId: string; note: GroupNote; steps: number }
  | {
      kind: 'way';
      label: string;
      outlet: Outlet;
      open: boolean;
      /** Open, and no mistake: nobody has to be led on from there. */
      mayStayOpen: boolean;
      /** Nothing of its own: straight on below. */ straight: boolean;
    }
  | { kind: 'goesOn'; stepId: string; title: string; back: boolean }
  | { kind: 'heading'; title: string; /** Something is to be done about what is under it. */ grave: boolean }
);

/** Every row of a drawing, all unfolded. */
export function rowsOf(definition: Definition): Row[] {
  const rows: Row[] = [];
  const { lines, loose } = outlineOf(definition);
  put(rows, definition, lines, 1, null);
  if (loose.length > 0) {
    const key = 'loose';
    rows.push({
      key,
      level: 1,
      parent: null,
      folds: true,
      kind: 'heading',
      title: 'Not connected',
      grave: true,
    });
    for (const part of loose) put(rows, definition, part, 2, key);
  }
  return withNotes(rows, definition);
}

/** Remarks on steps come before the first of them, as a heading does; what stands alone comes last. */
function withNotes(rows: Row[], { notes = {}, steps }: Definition): Row[] {
  const left = Object.entries(notes);
  if (left.length === 0) return rows;
  const inOrder = left.toSorted(([, a], [, b]) => b.steps.length - a.steps.length);
  const tones = new Map<string, NoteTone>();
  for (const [, { tone, steps: framed }] of inOrder) for (const stepId of framed) tones.set(stepId, tone);
  const headed = new Set<string>();
  const noted = rows.flatMap((row): Row[] => {
    if (row.kind !== 'step') return [row];
    const heading = inOrder.filter(([id, note]) => !headed.has(id) && note.steps.includes(row.stepId));
    for (const [id] of heading) headed.add(id);
    const tone = tones.get(row.stepId) ?? null;
    return [...heading.map((note) => noteRow(note, steps, row)), { ...row, tone }];
  });
  const alone = inOrder.filter(([id]) => !headed.has(id));
  if (alone.length === 0) return noted;
  const key = 'notes';
  noted.push({ key, level: 1, parent: null, folds: true, kind: 'heading', title: 'Notes', grave: false });
  return [...noted, ...alone.map((note) => noteRow(note, steps, { level: 2, parent: key }))];
}

function noteRow(
  [noteId, note]: [string, GroupNote],
  steps: Definition['steps'],
  { level, parent }: Pick<Row, 'level' | 'parent'>,
): Row {
  const about = note.steps.filter((id) => steps[id]).length;
  return { key: noteId, level, parent, folds: false, kind: 'note', noteId, note, steps: about };
}

function put(
  rows: Row[],
  definition: Definition,
  lines: OutlineLine[],
  level: number,
  parent: string | null,
): void {
  for (const line of lines) {
    if (line.kind === 'goesOn') {
      const title = definition.steps[line.stepId]?.title ?? line.stepId;
      const key = `${line.from}:${line.port}:on`;
      rows.push({
        key,
        level,
        parent,
        folds: false,
        kind: 'goesOn',
        stepId: line.stepId,
        title,
        back: line.back,
      });
      continue;
    }
    const step = definition.steps[line.stepId];
    if (!step) continue;
    const { shown, single } = waysShown(line, step);
    rows.push({
      key: line.stepId,
      level,
      parent,
      folds: shown.length > 0,
      kind: 'step',
      stepId: line.stepId,
      step,
      outlet: single,
      tone: null,
    });
    for (const way of shown) {
      const key = `${line.stepId}:${way.port}`;
      const label = sayPort(step, way.port);
      const outlet = { from: line.stepId, port: way.port };
      const inside = way.lines.length > 0;
      const straight = !inside && way.to !== null;
      rows.push({
        key,
        level: level + 1,
        parent: line.stepId,
        folds: inside,
        kind: 'way',
        label,
        outlet,
        open: way.to === null,
        mayStayOpen: mayStayOpen(step, way.port),
        straight,
      });
      put(rows, definition, way.lines, level + 2, key);
    }
  }
}

/** The ways that get a line of their own. One that leads straight on needs none: what follows is the next line. */
function waysShown(
  { stepId, ways }: Extract<OutlineLine, { kind: 'step' }>,
  step: Step,
): { shown: OutlineWay[]; single: Outlet | null } {
  const drawn = ways.filter(({ port, to }) => port !== 'error' || to !== null);
  const [only] = drawn;
  if (drawn.length === 1 && only && only.lines.length === 0 && only.to !== null) {
    return { shown: [], single: { from: stepId, port: only.port } };
  }
  return { shown: drawn, single: ways.length === 0 ? singleOutlet(stepId, step) : null };
}

/** The one way out of a step that has one. */
function singleOutlet(stepId: string, step: Step): Outlet | null {
  return step.kind === 'end' ? null : { from: stepId, port: 'next' };
}

/** Those rows that no folded row hides. */
export function visible(rows: readonly Row[], folded: ReadonlySet<string>): Row[] {
  const hidden = new Set<string>();
  return rows.filter((row) => {
    const isHidden = row.parent !== null && (folded.has(row.parent) || hidden.has(row.parent));
    if (isHidden) hidden.add(row.key);
    return !isHidden;
  });
}

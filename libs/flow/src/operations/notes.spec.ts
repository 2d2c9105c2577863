import { describe, expect, it } from '@jest/globals';
import { compile, planOf } from '../compile/compile.ts';
import { diffDefinitions, nothingDiffers } from '../migrate/diff.ts';
import { sayDiff } from '../migrate/say-diff.ts';
import { Definition, type GroupNote, type Step } from '../model/definition.ts';
import { CATALOGUE, chain, mailStep, waitStep } from '../testing/drawings.ts';
import { applyOperation } from './apply-operation.ts';
import type { FlowDocument, Operation } from './operation.ts';
import { sayOperations } from './say-operation.ts';

const named = <S extends Step>(title: string, step: S): S => ({ ...step, title });
const bare: FlowDocument = {
  definition: chain({
    pause: named('Wait 3 days', waitStep(3)),
    mail: named('Week 1', mailStep()),
  }) as Definition,
  layout: {},
};
const note = (change: Partial<GroupNote> = {}): GroupNote => ({
  text: 'A slow start\nAgreed with Bo.',
  tone: 'sand',
  steps: ['pause', 'mail'],
  ...change,
});
const apply = (document: FlowDocument, ...operations: Operation[]) =>
  operations.reduce((edited, operation) => applyOperation(edited, operation).document, document);
const noted = apply(bare, { type: 'addNote', noteId: 'why', note: note() });

describe('a group note', () => {
  it('is part of the drawing and not of what runs; the hash says that the text is another', () => {
    expect(Definition.parse(noted.definition)).toEqual(noted.definition);
    const [plan, other] = [bare, noted].map(({ definition }) => planOf(definition, CATALOGUE, 'v1'));
    expect({ ...other, hash: null }).toEqual({ ...plan, hash: null });
    expect(other?.hash).not.toBe(plan?.hash);
    expect(compile(noted.definition, CATALOGUE, 'v1')).toMatchObject({ ok: true, warnings: [] });
  });

  it('has an id that no step has, and frames steps that are there', () => {
    expect(() => apply(bare, { type: 'addNote', noteId: 'mail', note: note() })).toThrow(
      /a step “mail” already/,
    );
    expect(() => apply(noted, { type: 'addNote', noteId: 'why', note: note() })).toThrow(
      /a note “why” already/,
    );
    const insert: Operation = { type: 'insertStep', stepId: 'why', step: waitStep(1), after: null };
    expect(() => apply(noted, insert)).toThrow(/a note “why” already/);
    const stray = note({ steps: ['gone'] });
    expect(() => apply(noted, { type: 'setNote', noteId: 'why', note: stray })).toThrow(/no step “gone”/);
    expect(() => apply(bare, { type: 'removeNote', noteId: 'why' })).toThrow(/no note “why”/);
  });

  it('lets go of a step that is taken out, and frames it again when that is undone', () => {
    const { document, inverse } = applyOperation(noted, { type: 'removeStep', stepId: 'mail' });
    expect(document.definition.notes).toEqual({ why: note({ steps: ['pause'] }) });
    expect(apply(document, ...inverse)).toEqual(noted);
  });

  it('goes without a trace', () => {
    const moved = apply(noted, { type: 'moveNote', noteId: 'why', position: { x: 4, y: 5 } });
    expect(moved.layout).toEqual({ why: { x: 4, y: 5 } });
    expect(apply(moved, { type: 'removeNote', noteId: 'why' })).toEqual(bare);
  });

  it('is told in the audit', () => {
    const said = sayOperations(bare, [
      { type: 'addNote', noteId: 'why', note: note() },
      { type: 'addNote', noteId: 'alone', note: note({ text: 'Ask Kim', steps: [] }) },
      {
        type: 'setNote',
        noteId: 'why',
        note: note({ text: 'A gentle start', steps: ['mail'], tone: 'sky' }),
      },
      {
        type: 'setNote',
        noteId: 'alone',
        note: note({ text: 'Ask Kim', steps: [], size: { width: 300, height: 90 } }),
      },
      { type: 'moveNote', noteId: 'alone', position: { x: 1, y: 2 } },
      { type: 'removeNote', noteId: 'alone' },
    ]);
    expect(said).toEqual([
      'added the note “A slow start…” to “Wait 3 days”, “Week 1”',
      'added the note “Ask Kim”',
      'changed a note: the note “A slow start…” says something else: “A gentle start”',
      'changed a note: the note “A slow start…” frames “Week 1” now',
      'changed a note: the note “A slow start…” has another colour',
      'drew the note “Ask Kim” in another size',
      'moved the note “Ask Kim”',
      'took away the note “Ask Kim”',
    ]);
  });

  it('differs by what it says and frames, not by how large it is drawn or in what order', () => {
    const drawnAnew = apply(noted, {
      type: 'setNote',
      noteId: 'why',
      note: note({ steps: ['mail', 'pause'], size: { width: 400, height: 100 } }),
    });
    expect(nothingDiffers(diffDefinitions(noted.definition, drawnAnew.definition))).toBe(true);
    const alone = apply(noted, { type: 'setNote', noteId: 'why', note: note({ steps: [] }) });
    const said = (a: FlowDocument, b: FlowDocument) =>
      sayDiff(diffDefinitions(a.definition, b.definition), a.definition, b.definition).map(
        ({ text }) => text,
      );
    expect(said(noted, alone)).toEqual(['The note “A slow start…” stands alone now.']);
    expect(said(bare, noted)).toEqual(['The note “A slow start…” is new.']);
    expect(said(noted, bare)).toEqual(['The note “A slow start…” is taken away.']);
  });
});

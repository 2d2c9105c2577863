import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { compile } from '../compile/compile.ts';
import { generateJourney } from '../journey/generate-journey.ts';
import { portsOf } from '../kinds/registry.ts';
import { NOTE_TONES, type Definition, type GroupNote, type Step } from '../model/definition.ts';
import { CATALOGUE, chain, DONE, gateStep, mailStep, untilFacts, waitStep } from '../testing/drawings.ts';
import { joinStep, parallelStep } from '../testing/way-drawings.ts';
import { applyOperation, applyOperations } from './apply-operation.ts';
import { Operation, OperationRefusedError, type Applied, type FlowDocument } from './operation.ts';

jest.setTimeout(60_000);

const JOURNEY = generateJourney({
  courseTitle: 'Knots',
  durationWeeks: 3,
  phases: ['basics', 'mastery'].map((key) => ({
    key,
    title: key,
    modules: CATALOGUE.modules.filter((module) => module.phase === key),
  })),
});

function documentOf(steps: Record<string, Step>): FlowDocument {
  return { definition: chain(steps) as Definition, layout: {} };
}

function applyAll(document: FlowDocument, operations: Operation[]): FlowDocument {
  return operations.reduce((edited, operation) => applyOperation(edited, operation).document, document);
}

const lines = ({ definition }: FlowDocument) =>
  definition.edges.map(({ from, port, to }) => `${from}.${port}>${to}`);

describe('insertStep', () => {
  it('goes into a line and leads on by its first port', () => {
    const { document } = applyOperation(documentOf({ a: waitStep(1) }), {
      type: 'insertStep',
      stepId: 'new',
      step: untilFacts('facts.certified', 3),
      after: { stepId: 'start', port: 'next' },
    });
    expect(lines(document)).toEqual(['start.next>new', 'a.next>done', 'new.next>a']);
  });

  it('refuses an end in the middle of a line', () => {
    const insert: Operation = {
      type: 'insertStep',
      stepId: 'new',
      step: DONE,
      after: { stepId: 'a', port: 'next' },
    };
    expect(() => applyOperation(documentOf({ a: waitStep(1) }), insert)).toThrow(/cut off/);
  });

  it('keeps a loop a loop', () => {
    const looping = applyAll(documentOf({ a: untilFacts('facts.certified', 3), b: mailStep() }), [
      { type: 'connect', from: 'a', port: 'timeout', to: 'b' },
      { type: 'connect', from: 'b', port: 'next', to: 'a', back: true },
      { type: 'connect', from: 'a', port: 'next', to: 'done' },
      { type: 'insertStep', stepId: 'c', step: waitStep(1), after: { stepId: 'b', port: 'next' } },
    ]);
    expect(looping.definition.edges).toContainEqual({ from: 'c', port: 'next', to: 'a', back: true });
    expect(compile(looping.definition, CATALOGUE, 'v1')).toMatchObject({ ok: true, warnings: [] });
  });
});

describe('a block', () => {
  const insert: Operation = {
    type: 'insertStep',
    stepId: 'both',
    step: parallelStep(2),
    after: { stepId: 'start', port: 'next' },
    join: { stepId: 'again', step: joinStep() },
  };
  const document = applyAll(documentOf({ a: waitStep(1) }), [insert]);

  it('is put into a line with its join', () => {
    expect(lines(document)).toEqual([
      'start.next>both',
      'a.next>done',
      'both.way-0>again',
      'both.way-1>again',
      'again.next>a',
    ]);
    expect(compile(document.definition, CATALOGUE, 'v1')).toMatchObject({ ok: true });
  });

  it('goes with its join, and leaves what stands on its first way where it was', () => {
    const walked = applyAll(document, [
      { type: 'insertStep', stepId: 'b', step: mailStep(), after: { stepId: 'both', port: 'way-0' } },
      { type: 'insertStep', stepId: 'c', step: mailStep(), after: { stepId: 'both', port: 'way-1' } },
    ]);
    const left = applyAll(walked, [{ type: 'removeStep', stepId: 'both' }]);
    expect(lines(left)).toEqual(['start.next>b', 'a.next>done', 'b.next>a', 'c.next>a']);
    expect(lines(applyAll(document, [{ type: 'removeStep', stepId: 'both' }]))).toEqual([
      'start.next>a',
      'a.next>done',
    ]);
  });

  it('refuses a join for a step that opens none', () => {
    const wrong: Operation = { ...insert, step: waitStep(1) };
    expect(() => applyOperation(documentOf({}), wrong)).toThrow(/opens no block/);
  });
});

describe('removeStep', () => {
  it('leads every line on to where the first port led', () => {
    const document = documentOf({ a: untilFacts('facts.certified', 3), b: mailStep() });
    const timed = applyAll(document, [{ type: 'connect', from: 'a', port: 'timeout', to: 'b' }]);
    expect(lines(applyAll(timed, [{ type: 'removeStep', stepId: 'b' }]))).toEqual([
      'start.next>a',
      'a.next>done',
      'a.timeout>done',
    ]);
  });

  it('leaves the trigger alone', () => {
    expect(() => applyOperation(documentOf({}), { type: 'removeStep', stepId: 'start' })).toThrow(
      /needs its trigger/,
    );
  });
});

describe('setConfig', () => {
  it('takes lines away whose way out is gone, and undo brings them back', () => {
    const config = untilFacts('facts.certified', 3).config;
    const timed = applyAll(documentOf({ a: untilFacts('facts.certified', 3) }), [
      { type: 'connect', from: 'a', port: 'timeout', to: 'done' },
    ]);
    const { timeout: _, ...endless } = config;
    const { document, inverse } = applyOperation(timed, { type: 'setConfig', stepId: 'a', config: endless });
    expect(lines(document)).not.toContain('a.timeout>done');
    expect(applyAll(document, inverse)).toEqual(timed);
  });

  it('refuses what the kind does not know, and names the field', () => {
    const config = { module: 'bowline', zone: 'moon' };
    const change: Operation = { type: 'setConfig', stepId: 'a', config };
    expect(() => applyOperation(documentOf({ a: gateStep('bowline') }), change)).toThrow(/“Gate”, zone/);
  });
});

it('undoes with one replacement what was drawn in disorder elsewhere', () => {
  const document = documentOf({ a: waitStep(1) });
  const twice = {
    ...document.definition,
    edges: [...document.definition.edges, ...document.definition.edges],
  };
  const disorderly = { ...document, definition: twice };
  const { document: edited, inverse } = applyOperation(disorderly, { type: 'removeStep', stepId: 'a' });
  expect(applyAll(edited, inverse)).toEqual(disorderly);
});

/** An operation that means something for the document, chosen by numbers. */
function choose(document: FlowDocument, kind: number, a: number, b: number): Operation {
  const ids = Object.keys(document.definition.steps);
  const id = ids[a % ids.length] ?? 'start';
  const other = ids[b % ids.length] ?? 'start';
  const ports = portsOf(document.definition.steps[id] as Step);
  const port = ports[b % Math.max(1, ports.length)] ?? 'next';
  const fresh = [waitStep(1), mailStep(true), untilFacts('facts.certified', 5), gateStep('bowline', 3)][
    b % 4
  ] as Step;
  const operations: Operation[] = [
    {
      type: 'insertStep',
      stepId: `new-${a}-${b}`,
      step: fresh,
      after: { stepId: id, port },
      position: { x: a, y: b },
    },
    { type: 'insertStep', stepId: `new-${a}-${b}`, step: fresh, after: null },
    { type: 'removeStep', stepId: id },
    { type: 'connect', from: id, port, to: other, back: a % 2 === 0 },
    { type: 'connect', from: id, port, to: other },
    { type: 'disconnect', from: id, port },
    { type: 'setConfig', stepId: id, config: fresh.config },
    { type: 'setTitle', stepId: id, title: `Title ${b}`, note: b % 3 === 0 ? null : `Note ${b}` },
    { type: 'setSettings', settings: { exitOn: ['enrollment.cancelled'] } },
    { type: 'setEntry', entry: { rule: 'always' } },
    { type: 'moveStep', stepId: id, position: b % 3 === 0 ? null : { x: b, y: a } },
    { type: 'replaceAll', definition: documentOf({ a: fresh }).definition, layout: {} },
    {
      type: 'insertStep',
      stepId: `new-${a}-${b}`,
      step: parallelStep(2 + (a % 2)),
      after: b % 5 === 0 ? null : { stepId: id, port },
      join: { stepId: `join-${a}-${b}`, step: joinStep() },
    },
    { type: 'addNote', noteId: noteIds[a % 4]!, note: note(a, [id]), position: { x: a, y: b } },
    { type: 'addNote', noteId: noteIds[b % 4]!, note: note(b, []) },
    { type: 'setNote', noteId: noteIds[a % 4]!, note: note(b, [id, other]) },
    { type: 'removeNote', noteId: noteIds[b % 4]! },
    { type: 'moveNote', noteId: noteIds[a % 4]!, position: b % 3 === 0 ? null : { x: b, y: a } },
  ];
  return operations[kind % operations.length] as Operation;
}

const noteIds = ['note-a', 'note-b', 'note-c', 'note-d'];
const note = (number: number, steps: string[]): GroupNote => ({
  text: `Remark ${number}`,
  tone: NOTE_TONES[number % NOTE_TONES.length]!,
  steps,
});

/** Null when it is refused; any other error is a defect. */
function attempt(document: FlowDocument, operation: Operation): Applied | null {
  try {
    return applyOperation(document, operation);
  } catch (error) {
    if (error instanceof OperationRefusedError) return null;
    throw error;
  }
}

it('is undone to the letter by its inverse, one by one and all together', () => {
  const picks = fc.array(fc.tuple(fc.nat(17), fc.nat(50), fc.nat(50)), { maxLength: 25 });
  fc.assert(
    fc.property(picks, (choices) => {
      let document: FlowDocument = JOURNEY;
      const undo: Operation[][] = [];
      for (const [kind, a, b] of choices) {
        const operation = choose(document, kind, a, b);
        expect(Operation.parse(operation)).toEqual(operation);
        const before = structuredClone(document);
        const applied = attempt(document, operation);
        expect(document).toEqual(before);
        if (applied === null) continue;
        expect(applyAll(applied.document, applied.inverse)).toEqual(document);
        undo.unshift(applied.inverse);
        document = applied.document;
      }
      expect(applyAll(document, undo.flat())).toEqual(JOURNEY);
    }),
    { numRuns: 300 },
  );
});

it('does many at once what they do one by one, and is undone as a whole', () => {
  const picks = fc.array(fc.tuple(fc.constantFrom(1, 10, 10, 10, 13, 17, 17), fc.nat(50), fc.nat(50)), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(picks, fc.boolean(), (choices, disorderly) => {
      const { edges } = JOURNEY.definition;
      const twice = { ...JOURNEY.definition, edges: [...edges, ...edges] };
      const document: FlowDocument = disorderly ? { ...JOURNEY, definition: twice } : JOURNEY;
      let now = document;
      const fitting = choices.flatMap(([kind, a, b]) => {
        const operation = choose(now, kind, a, b);
        const applied = attempt(now, operation);
        if (applied !== null) now = applied.document;
        return applied === null ? [] : [operation];
      });
      const together = applyOperations(document, fitting);
      expect(together.document).toEqual(now);
      expect(applyOperations(together.document, together.inverse).document).toEqual(document);
    }),
    { numRuns: 200 },
  );
});

it('does none of many when one of them does not fit', () => {
  const move = (stepId: string): Operation => ({ type: 'moveStep', stepId, position: { x: 1, y: 2 } });
  expect(() => applyOperations(JOURNEY, [move('start'), move('gone')])).toThrow(/no step “gone”/);
});

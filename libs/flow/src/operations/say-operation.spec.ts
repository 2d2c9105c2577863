import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Definition, Step } from '../model/definition.ts';
import { DONE, chain, mailStep, waitStep } from '../testing/drawings.ts';
import { definitions } from '../testing/generated.ts';
import type { FlowDocument, Operation } from './operation.ts';
import { sayOperations } from './say-operation.ts';

const named = <S extends Step>(title: string, step: S): S => ({ ...step, title });
const document: FlowDocument = {
  definition: chain({
    pause: named('Wait 3 days', waitStep(3)),
    mail: named('Week 1', mailStep()),
  }) as Definition,
  layout: {},
};
const said = (...operations: Operation[]) => sayOperations(document, operations);

it('says what somebody did, in the order they did it', () => {
  const steps: Operation[] = [
    { type: 'setConfig', stepId: 'pause', config: waitStep(5).config },
    { type: 'setTitle', stepId: 'pause', title: 'Wait 5 days', note: 'Asked for by Bo' },
    { type: 'insertStep', stepId: 'more', step: named('Week 2', mailStep()), after: null },
    {
      type: 'insertStep',
      stepId: 'rest',
      step: named('Rest', waitStep(1)),
      after: { stepId: 'pause', port: 'next' },
    },
    { type: 'connect', from: 'mail', port: 'next', to: 'more' },
    { type: 'disconnect', from: 'mail', port: 'next' },
    { type: 'removeStep', stepId: 'mail' },
    { type: 'setSettings', settings: { exitOn: ['enrollment.cancelled'] } },
  ];
  expect(said(...steps)).toEqual([
    'changed “Wait 3 days”: length of the wait 3 days → 5 days',
    'renamed “Wait 3 days” to “Wait 5 days”',
    'wrote a note on “Wait 5 days”',
    'added “Week 2”, connected to nothing yet',
    'added “Rest” after “Wait 5 days”',
    'led “Week 1” to “Week 2”',
    'cut the line that led on from “Week 1”',
    'removed “Week 1”',
    'changed the settings: events that end it none → enrollment.cancelled',
  ]);
});

it('says once what was done again and again, and nothing of what changes nothing', () => {
  const drag = [1, 2, 3].map((x): Operation => ({
    type: 'moveStep',
    stepId: 'pause',
    position: { x, y: 0 },
  }));
  expect(said(...drag)).toEqual(['moved the box of “Wait 3 days”']);
  expect(said({ type: 'setTitle', stepId: 'pause', title: 'Wait 3 days' })).toEqual([]);
});

it('tells of many boxes that move at once by their number', () => {
  const many = Object.fromEntries(
    Array.from({ length: 9 }, (_, n) => [`s${n}`, named(`S ${n}`, mailStep())]),
  );
  const placed = { s0: { x: 1, y: 1 }, s1: { x: 1, y: 1 }, s2: { x: 1, y: 1 } };
  const drawn = { definition: chain(many) as Definition, layout: placed };
  const moves = Object.keys(many).map((stepId, n): Operation => ({
    type: 'moveStep',
    stepId,
    position: stepId === 's0' ? null : { x: n, y: 0 },
  }));
  expect(sayOperations(drawn, moves)).toEqual([
    'gave 6 boxes a place of their own',
    'moved 2 boxes',
    'let one box be placed automatically',
  ]);
  expect(sayOperations(drawn, moves.slice(0, 2))).toEqual([
    'let “S 0” be placed automatically',
    'moved the box of “S 1”',
  ]);
});

it('tells of a whole new drawing by what differs, and not by everything', () => {
  const replaced: Operation = {
    type: 'replaceAll',
    definition: chain({ mail: named('Week 1', mailStep()) }) as Definition,
    layout: {},
  };
  expect(said(replaced).slice(0, 2)).toEqual([
    'replaced the drawing: “Enrolled” leads to “Week 1” instead of “Wait 3 days”',
    'replaced the drawing: “Wait 3 days” is taken out',
  ]);
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`s${n}`, named(`S ${n}`, DONE)]));
  const large = { ...document.definition, steps: { ...document.definition.steps, ...many } };
  expect(said({ type: 'replaceAll', definition: large, layout: {} })).toHaveLength(13);
});

it('has a sentence for the change from any drawing to any other', () => {
  fc.assert(
    fc.property(definitions(), definitions(), (definition, other) => {
      const texts = sayOperations({ definition, layout: {} }, [
        { type: 'replaceAll', definition: other, layout: {} },
      ]);
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.every((text) => !text.endsWith('.') && !text.includes('undefined'))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

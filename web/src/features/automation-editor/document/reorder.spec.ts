import { describe, expect, it } from '@jest/globals';
import { compile, portsOf } from '@gradus/flow';
import type { Definition, FlowDocument, Step } from '@gradus/flow';
import { applyAll } from './draft-document.ts';
import { newSteps } from './new-steps.ts';
import { shiftOperations } from './reorder.ts';

const catalogue = { courseTitle: null, modules: [], schoolName: '', schoolZone: 'UTC' };
const wait = newSteps.wait();
const steps: Record<string, Step> = {
  start: newSteps.trigger(),
  a: { ...wait, title: 'A' },
  b: { ...wait, title: 'B' },
  asks: newSteps.branch(),
  c: { ...wait, title: 'C' },
  end: newSteps.end(),
};
const line = (from: string, to: string, port = 'next') => ({ from, port, to });
const definition: Definition = {
  schemaVersion: 2,
  trigger: 'start',
  entry: { rule: 'once' },
  steps,
  edges: [
    line('start', 'a'),
    line('a', 'b'),
    line('b', 'asks'),
    line('asks', 'c', 'yes'),
    line('asks', 'end', portsOf(newSteps.branch()).at(-1)),
    line('c', 'end'),
  ],
  settings: { exitOn: [] },
};
const document: FlowDocument = { definition, layout: {} };

function shifted(stepId: string, direction: 'up' | 'down') {
  return applyAll(document, shiftOperations(definition, stepId, direction));
}
const way = ({ definition: { edges } }: FlowDocument) =>
  edges
    .filter(({ port }) => port === 'next')
    .map(({ from, to }) => `${from}>${to}`)
    .toSorted();

describe('moving a step up and down its way', () => {
  it('changes places with its neighbour, and undo brings everything back', () => {
    const { document: up, backward } = shifted('b', 'up');
    expect(way(up)).toEqual(['a>asks', 'b>a', 'c>end', 'start>b']);
    expect(compile(up.definition, catalogue, 'v1')).toMatchObject({ ok: true });
    expect(applyAll(up, backward).document).toEqual(document);
    expect(way(shifted('a', 'down').document)).toEqual(way(up));
  });

  it.each([
    ['a', 'up', /first already/],
    ['b', 'down', /Ways part/],
    ['end', 'up', /Several ways lead here/],
    ['c', 'down', /Ways meet/],
    ['start', 'down', /start stays/],
  ] as const)('says why %s cannot go %s', (stepId, direction, why) => {
    expect(() => shiftOperations(definition, stepId, direction)).toThrow(why);
  });
});

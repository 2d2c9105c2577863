import { blank } from '@gradus/flow';
import type { Definition, Step } from '@gradus/flow';
import { mergedDrawing } from './merged-drawing.ts';

const wait = (title: string, days = 1): Step => ({
  kind: 'wait',
  title,
  config: { for: { kind: 'duration', duration: { amount: days, unit: 'days' } }, zone: 'none' },
});
const trigger: Step = { kind: 'trigger', title: 'Start', config: { on: { kind: 'enrolled' } } };
const drawing = (steps: Record<string, Step>, order: string[]): Definition => ({
  ...blank().definition,
  trigger: 't',
  steps: { t: trigger, ...steps },
  edges: order.slice(1).map((to, index) => ({ from: order[index]!, port: 'next', to })),
});

describe('two versions in one drawing', () => {
  const before = drawing({ a: wait('A'), b: wait('B'), c: wait('C') }, ['t', 'a', 'b', 'c']);
  const after = drawing({ a: wait('A', 2), c: wait('C'), d: wait('D') }, ['t', 'a', 'c', 'd']);
  const { definition, marks } = mergedDrawing(before, after);
  const change = (stepId: string) => {
    const mark = marks.get(stepId);
    return mark?.kind === 'change' ? mark.change : null;
  };

  it('marks what is new, changed (by its line, too), gone and the same', () => {
    expect(['a', 'b', 'c', 'd', 't'].map(change)).toEqual(['changed', 'removed', 'changed', 'added', 'same']);
  });
  it('shows what is gone with its way on, and no way out twice', () => {
    expect(definition.steps['b']?.title).toBe('B');
    expect(definition.edges).toContainEqual({ from: 'b', port: 'next', to: 'c' });
    const ways = definition.edges.map(({ from, port }) => `${from} ${port}`);
    expect(new Set(ways).size).toBe(ways.length);
  });
});

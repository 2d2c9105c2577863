import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { planOf, timedChain, waitStep } from '../testing/drawings.ts';
import { definitions, edited } from '../testing/generated.ts';
import { orderOfAll, stepsInOrder } from './way-order.ts';

const drawing = (...ids: string[]) =>
  planOf(timedChain(Object.fromEntries(ids.map((id) => [id, waitStep(1)])))).definition;

describe('the order of the way', () => {
  it('has every step once, whatever the drawing', () => {
    fc.assert(
      fc.property(definitions(), (definition) => {
        expect(stepsInOrder(definition).sort()).toEqual(Object.keys(definition.steps).sort());
      }),
      { numRuns: 100 },
    );
  });

  it('puts what only an earlier drawing has where it stood there', () => {
    const order = orderOfAll(drawing('a', 'd', 'e'), [drawing('a', 'b', 'c', 'd'), drawing('x', 'd', 'y')]);
    const own = order.filter((id) => id.length === 1);
    expect(own.join('')).toBe('xabcdye');
  });

  it('holds each drawing apart from what is in both, and keeps the order of the latest', () => {
    const pair = definitions().chain((a) => fc.tuple(fc.constant(a), edited(a)));
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const order = orderOfAll(after, [before]);
        expect(new Set(order).size).toBe(order.length);
        expect(order.filter((id) => after.steps[id])).toEqual(stepsInOrder(after));
        expect(order.toSorted()).toEqual(
          [...new Set([...Object.keys(before.steps), ...Object.keys(after.steps)])].sort(),
        );
      }),
      { numRuns: 100 },
    );
  });
});

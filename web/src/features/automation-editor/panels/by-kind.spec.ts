import { expect, it } from '@jest/globals';
import { byKind } from './by-kind.ts';

const found = (code: string, stepId: string) => ({ code, stepId });
const nine = Array.from({ length: 9 }, (_, index) => found('refund', `m${index}`));

it('folds away all but two of a kind that is found again and again', () => {
  const [refund, early] = byKind([...nine.slice(0, 4), found('early', 'c'), ...nine.slice(4)]);
  expect([refund?.shown, refund?.folded]).toEqual([nine.slice(0, 2), nine.slice(2)]);
  expect([early?.shown, early?.folded]).toEqual([[found('early', 'c')], []]);
});

it('folds nothing where only one would be hidden', () => {
  expect(byKind(nine.slice(0, 3))).toEqual([{ code: 'refund', shown: nine.slice(0, 3), folded: [] }]);
});

import { describe, expect, it } from '@jest/globals';
import { smallValues } from './json-values.ts';

const kept = (value: unknown) => smallValues({ value }, [{ path: 'value', into: 'it' }]);

describe('small values of an answer', () => {
  it.each(['', 'Grüße 👋', 'x'.repeat(500), 0, -1.5, true, false])('keep %j', (value) => {
    expect(kept(value)).toEqual({ it: value });
  });

  it.each([
    ['NUL', 'a\u0000b'],
    ['half a surrogate pair', 'a\ud83d'],
    ['the other half', '\udc4b'],
    ['more than is kept', 'x'.repeat(501)],
    ['a number that is too large', JSON.parse('1e999')],
    ['nothing', null],
    ['a list', [1]],
  ])('leave out what the database could not keep or is no plain value: %s', (_what, value) => {
    expect(kept(value)).toEqual({});
  });
});

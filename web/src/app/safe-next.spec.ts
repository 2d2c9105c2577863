import { describe, expect, it } from '@jest/globals';
import { safeNext } from './safe-next.ts';

describe('safeNext', () => {
  it.each(['/courses', '/courses/1?payment=success#week-2'])('keeps %s', (path) =>
    expect(safeNext(path)).toBe(path),
  );

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    undefined,
    7,
  ])('refuses %j', (path) => expect(safeNext(path)).toBeUndefined());
});

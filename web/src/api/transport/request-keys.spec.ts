import { RequestKeys } from './request-keys.ts';

function counted(): RequestKeys {
  let n = 0;
  return new RequestKeys(() => `key-${++n}`);
}

describe('RequestKeys', () => {
  it('repeats the key of a request whose fate is unknown', () => {
    const keys = counted();
    expect(keys.take('/api/courses/1/enroll', '{}')).toBe('key-1');
    expect(keys.take('/api/courses/1/enroll', '{}')).toBe('key-1');
  });

  it('gives another request, and the same one after a definite answer, a new key', () => {
    const keys = counted();
    keys.take('/api/courses/1/enroll', '{}');
    expect(keys.take('/api/courses/2/enroll', '{}')).toBe('key-2');
    keys.settle('/api/courses/1/enroll', '{}');
    expect(keys.take('/api/courses/1/enroll', '{}')).toBe('key-3');
  });
});

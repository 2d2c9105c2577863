import { describe, expect, it } from '@jest/globals';
import { addressesIn, whoOf } from './people-to-admit.ts';

describe('pasted addresses', () => {
  it.each([
    ['a@x.org, b@x.org;c@x.org\nd@x.org', ['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org']],
    ['Ada Example <Ada@Example.org>, "Ben" <ben@x.org>.', ['ada@example.org', 'ben@x.org']],
    ['a@x.org A@X.ORG', ['a@x.org']],
    ['nobody here', []],
  ])('are found in %j', (text, addresses) => {
    expect(addressesIn(text)).toEqual(addresses);
  });
});

it('says whom only once that is said', () => {
  const draft = { kind: 'one' as const, userId: null, addresses: '', segmentId: null };
  expect(whoOf(draft)).toBeNull();
  expect(whoOf({ ...draft, userId: 'u' })).toEqual({ kind: 'people', userIds: ['u'] });
  expect(whoOf({ ...draft, kind: 'addresses', addresses: 'x' })).toBeNull();
  expect(whoOf({ ...draft, kind: 'segment' })).toBeNull();
  expect(whoOf({ ...draft, kind: 'segment', segmentId: 's' })).toEqual({ kind: 'segment', segmentId: 's' });
  expect(whoOf({ ...draft, kind: 'roster' })).toEqual({ kind: 'roster' });
});

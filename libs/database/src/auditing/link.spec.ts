import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type ChainedEntry, NO_LINK, canonical, linkOf } from './link.ts';

const entry: ChainedEntry = {
  id: '0b0e5f6e-0000-4000-8000-000000000001',
  seq: '7',
  organization: '0b0e5f6e-0000-4000-8000-000000000002',
  actor: null,
  action: 'run.retry',
  subjectKind: 'run',
  subjectId: 'r1',
  reason: 'It stood still – “again”.',
  data: { b: [1, { z: true, a: null }], a: 'ä' },
  at: '2026-11-26T17:00:00.123456Z',
};

describe('a link of the audit log', () => {
  it('is what anybody works out with SHA-256 and RFC 8785', () => {
    const text =
      '{"action":"run.retry","actor":null,"at":"2026-11-26T17:00:00.123456Z","data":{"a":"ä","b":[1,{"a":null,"z":true}]},' +
      '"id":"0b0e5f6e-0000-4000-8000-000000000001","organization":"0b0e5f6e-0000-4000-8000-000000000002",' +
      '"reason":"It stood still – “again”.","seq":"7","subjectId":"r1","subjectKind":"run"}';
    expect(canonical(entry)).toBe(text);
    const hash = createHash('sha256')
      .update(Buffer.concat([NO_LINK, Buffer.from(text)]))
      .digest('hex');
    expect(linkOf(NO_LINK, entry).toString('hex')).toBe(hash);
  });

  it('has keys that are numbers in the order of their characters, as any other', () => {
    expect(canonical({ b: 1, '9': 2, '10': 3 })).toBe('{"10":3,"9":2,"b":1}');
  });

  it('does not depend on the order in which keys were written', () => {
    const data = { a: 'ä', b: [1, { a: null, z: true }] };
    expect(linkOf(NO_LINK, { ...entry, data })).toEqual(linkOf(NO_LINK, entry));
  });

  it.each(Object.keys(entry) as Array<keyof ChainedEntry>)('covers %s', (field) => {
    expect(linkOf(NO_LINK, { ...entry, [field]: 'changed' })).not.toEqual(linkOf(NO_LINK, entry));
  });

  it('covers what came before', () => {
    expect(linkOf(linkOf(NO_LINK, entry), entry)).not.toEqual(linkOf(NO_LINK, entry));
  });
});

import { describe, expect, it } from '@jest/globals';
import { readAnswer } from './read-answer.ts';

const config = {
  url: 'https://hooks.example.org/',
  fields: [],
  signedBy: 'school' as const,
  statusInto: 'status',
  keep: [
    { path: 'order.items.1.id', into: 'second', type: 'text' as const },
    { path: 'paid', into: 'paid', type: 'boolean' as const },
    { path: 'constructor.name', into: 'odd', type: 'text' as const },
    { path: 'long', into: 'long', type: 'text' as const },
  ],
};

describe('what is kept of an answer', () => {
  it('is found by its path, if it is small and plain', () => {
    const body = JSON.stringify({
      order: { items: [{ id: 'a' }, { id: 'b' }] },
      paid: true,
      long: 'x'.repeat(501),
    });
    expect(readAnswer(config, { status: 201, body })).toEqual({ second: 'b', paid: true, status: 201 });
  });

  it.each(['', 'OK', 'null', '[]', '{"order":{"items":{"1":{"id":{"deep":1}}}}}'])(
    'is nothing of %j',
    (body) => expect(readAnswer(config, { status: 200, body })).toEqual({ status: 200 }),
  );
});

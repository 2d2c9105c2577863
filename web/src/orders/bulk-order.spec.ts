import { orderOf } from './bulk-order.ts';

const draft = { name: 'retry', to: null, effects: 'reuse', putOff: null, port: null } as const;

describe('an order to many', () => {
  it('is open while it does not say where to or until when', () => {
    expect(orderOf({ ...draft, name: 'move' })).toBeNull();
    expect(orderOf({ ...draft, name: 'postpone' })).toBeNull();
  });
  it('carries what it needs and no more', () => {
    expect(orderOf(draft)).toEqual({ name: 'retry', effects: 'reuse' });
    expect(orderOf({ ...draft, name: 'move', to: 'a', effects: 'again' })).toEqual({
      name: 'move',
      to: 'a',
      effects: 'again',
    });
    expect(orderOf({ ...draft, name: 'skip' })).toEqual({ name: 'skip' });
    expect(orderOf({ ...draft, name: 'skip', port: 'timeout' })).toEqual({ name: 'skip', port: 'timeout' });
    expect(orderOf({ ...draft, name: 'exit', to: 'a' })).toEqual({ name: 'exit' });
  });
});

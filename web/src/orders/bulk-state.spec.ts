import { describe, expect, it } from '@jest/globals';
import { sayState } from './bulk-state.ts';

const none = { waiting: 0, sent: 0, done: 0, refused: 0, skipped: 0, unanswered: 0 };

describe('how an order to many stands', () => {
  it.each([
    ['open' as const, { ...none, waiting: 4 }, 'Under way'],
    ['open' as const, { ...none, waiting: 2, refused: 2 }, 'Under way'],
    ['stopped' as const, { ...none, refused: 1, skipped: 3 }, 'Stopped'],
    ['done' as const, { ...none, done: 4 }, 'Done'],
    ['done' as const, { ...none, done: 3, refused: 1 }, 'Done in part'],
    ['done' as const, { ...none, refused: 4 }, 'Refused by all'],
  ])('%s, %j: %s', (state, items, word) => {
    expect(sayState({ state, items, total: 4 }).word).toBe(word);
  });

  it('is done when nobody was found', () => {
    expect(sayState({ state: 'done', items: none, total: 0 }).word).toBe('Done');
  });
});

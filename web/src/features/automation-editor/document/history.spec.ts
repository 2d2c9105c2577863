import { record, stepBack, stepForth } from './history.ts';
import type { History } from './history.ts';

const change = (name: string, at: number, group: string | null = null) => ({
  label: name,
  forward: [`do ${name}`],
  backward: [`undo ${name}`],
  group,
  at,
});
const empty: History<string> = { past: [], future: [] };

describe('history', () => {
  it('goes back and forth, and forgets the future when something new is done', () => {
    const two = record(record(empty, change('a', 0)), change('b', 10));
    const back = stepBack(two);
    expect(back?.change.backward).toEqual(['undo b']);
    expect(back && stepForth(back.history)?.change.forward).toEqual(['do b']);
    expect(back && record(back.history, change('c', 20)).future).toEqual([]);
  });

  it('takes back what was typed in one go as one, last letter first', () => {
    const typed = record(record(empty, change('h', 0, 'title')), change('i', 500, 'title'));
    expect(typed.past).toHaveLength(1);
    expect(stepBack(typed)?.change.backward).toEqual(['undo i', 'undo h']);
  });

  it('keeps changes apart that are far apart or about something else', () => {
    const late = record(record(empty, change('h', 0, 'title')), change('i', 5_000, 'title'));
    const other = record(record(empty, change('h', 0, 'title')), change('i', 500, 'note'));
    expect([late.past.length, other.past.length]).toEqual([2, 2]);
  });
});

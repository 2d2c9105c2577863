import { expect, it } from '@jest/globals';
import { matching, type Command } from './commands.ts';

const command = (title: string, hint?: string): Command => ({
  id: title,
  title,
  group: 'Steps',
  run: () => undefined,
  ...(hint ? { hint } : {}),
});
const all = [
  command('Open week 12', 'Open a week'),
  command('Week 1 is open', 'Send a mail'),
  command('Simulate'),
];
const titles = (typed: string) => matching(all, typed).map(({ title }) => title);

it('finds a command by what is said about it elsewhere', () => {
  const task = { ...command('Add: Give a task'), also: 'Somebody calls, writes, or sees to something' };
  expect(matching([...all, task], 'add calls')).toEqual([task]);
});

it('finds every word anywhere, titles that begin with the first word first', () => {
  expect(titles('')).toHaveLength(3);
  expect(titles('week open')).toEqual(['Week 1 is open', 'Open week 12']);
  expect(titles('MAIL')).toEqual(['Week 1 is open']);
  expect(titles('nothing')).toEqual([]);
});

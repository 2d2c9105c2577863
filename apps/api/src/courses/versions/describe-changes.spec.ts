import { expect, it } from '@jest/globals';
import { type ModuleContent, type VersionContent, describeChanges } from './describe-changes.ts';

const module = (key: string, position: number, change: Partial<ModuleContent> = {}): ModuleContent => ({
  key,
  title: key.toUpperCase(),
  position,
  phase: 'one',
  summary: 's',
  objectives: ['o'],
  lessons: [
    { key: `${key}-1`, title: 'First', minutes: 10, text: 'a' },
    { key: `${key}-2`, title: 'Second', minutes: 10, text: 'b' },
  ],
  assignment: { key: `${key}-a`, title: 'Do it', text: 'x', pass: 60, attempts: 3, words: 0 },
  ...change,
});
const content = (modules: ModuleContent[], about: VersionContent['about'] = null): VersionContent => ({
  about,
  phases: [{ key: 'one', title: 'One', summary: 's' }],
  modules,
});
const said = (before: VersionContent, after: VersionContent) =>
  describeChanges(before, after).map(({ change, what, text }) => `${change} ${what}: ${text}`);

it('says week by week what is added, changed, moved and gone', () => {
  const before = content([module('a', 1), module('b', 2), module('c', 3)]);
  const changed = module('c', 2, {
    title: 'Sea',
    lessons: [
      { key: 'c-2', title: 'Second', minutes: 12, text: 'b' },
      { key: 'c-1', title: 'First', minutes: 10, text: 'other' },
      { key: 'c-3', title: 'Third', minutes: 5, text: 'n' },
    ],
    assignment: null,
  });
  expect(said(before, content([module('a', 1), changed, module('d', 3)]))).toEqual([
    'removed module: Week 2, “B”, is gone.',
    'added module: Week 3, “D”, is new, with 2 lessons.',
    'moved module: “Sea” is week 2, was week 3.',
    'changed module: Week 2, “Sea”: title “C” → “Sea”.',
    'added lesson: Week 2: the lesson “Third” is new.',
    'changed lesson: Week 2: the lesson “Second”: minutes 10 → 12.',
    'changed lesson: Week 2: the lesson “First”: text changed.',
    'moved lesson: Week 2: its lessons come in another order.',
    'removed assignment: Week 2: the assignment “Do it” is gone.',
  ]);
});

it('says what the course itself says otherwise, and nothing about nothing', () => {
  const about = { title: 'Knots', price: { amount: '10.00', currency: 'EUR' }, description: 'd' };
  const dearer = { ...about, price: { amount: '12.00', currency: 'EUR' }, description: 'e' };
  expect(said(content([module('a', 1)], about), content([module('a', 1)], dearer))).toEqual([
    'changed course: The course: description is another.',
    'changed course: The course: price: 10.00 EUR → 12.00 EUR.',
  ]);
  expect(said(content([module('a', 1)], about), content([module('a', 1)], { ...about }))).toEqual([]);
});

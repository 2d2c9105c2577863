import { expect, it } from '@jest/globals';
import { TEMPLATES } from '@gradus/flow';
import { rowsOf, visible } from './rows.ts';

const catalogue = {
  courseTitle: 'Knots',
  modules: [{ key: 'a', title: 'A', position: 1, phase: 'one', hasAssessment: true }],
};
const { definition } = TEMPLATES.find(({ id }) => id === 'onboarding')!.draw(catalogue);
const words = (folded: string[] = []) =>
  visible(rowsOf(definition), new Set(folded)).map((row) => `${'  '.repeat(row.level - 1)}${row.key}`);

it('shows steps under steps, ways under the step they leave', () => {
  expect(words().slice(0, 6)).toEqual([
    'start',
    'welcome',
    'begun',
    '  begun:next',
    '  begun:timeout',
    '    nudge',
  ]);
});

it('hides what is under a folded row, and nothing else', () => {
  expect(words(['begun'])).toEqual(['start', 'welcome', 'begun', 'going']);
  expect(words(['begun:timeout'])).toHaveLength(6);
});

it('has a key of its own for every row', () => {
  const keys = rowsOf(definition).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

it('puts a note before the first step it is on, and one that stands alone at the end', () => {
  const note = { text: 'Why', tone: 'sand' as const };
  const noted = {
    ...definition,
    notes: { n: { ...note, steps: ['nudge', 'begun'] }, m: { ...note, steps: [] } },
  };
  const rows = rowsOf(noted);
  const keys = rows.map(({ key }) => key);
  expect(keys.slice(0, 4)).toEqual(['start', 'welcome', 'n', 'begun']);
  expect(keys.slice(-2)).toEqual(['notes', 'm']);
  const tones = rows.flatMap((row) => (row.kind === 'step' && row.tone ? [row.stepId] : []));
  expect(tones).toEqual(['begun', 'nudge']);
});

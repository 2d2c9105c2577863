import { TEMPLATES } from '@gradus/flow';
import { readyTexts } from './ready-texts.ts';

const catalogue = {
  courseTitle: 'Knots',
  modules: [{ key: 'a', title: 'A', position: 1, phase: 'one', hasAssessment: true }],
};
const drawing = (id: string) => TEMPLATES.find((one) => one.id === id)!.draw(catalogue).definition;

it('offers the other messages of the drawing first, then those of the templates, each once', () => {
  const texts = readyTexts(drawing('onboarding'), catalogue, 'welcome');
  expect(texts[0]).toMatchObject({ title: 'A small nudge', from: 'This drawing' });
  expect(texts.map(({ title }) => title)).not.toContain('Welcome');
  expect(texts.filter(({ title }) => title === 'We miss you')).toMatchObject([
    {
      from: 'Win back',
      letter: { category: 'marketing', subject: expect.stringContaining('{{course.title}}') },
    },
  ]);
  const bodies = texts.map(({ letter }) => letter.body);
  expect(new Set(bodies).size).toBe(bodies.length);
});

it('offers without a course only what does without one', () => {
  const bare = { modules: [], courseTitle: null };
  const froms = readyTexts(drawing('onboarding'), bare, 'welcome').map(({ from }) => from);
  const names = TEMPLATES.filter(({ needsCourse }) => needsCourse).map(({ name }) => name);
  expect(froms.filter((from) => names.includes(from))).toEqual([]);
});

import { expect, it } from '@jest/globals';
import { sayAudience } from './audience-words.ts';
import { CONDITION_KINDS, type About } from './condition-kinds.ts';

const places = {
  courses: [{ id: 'c', title: 'Knots', modules: [{ key: 'bowline', label: 'Week 1: The bowline' }] }],
  automations: [{ id: 'a', name: 'Rescue' }],
};
const fresh = (about: About) =>
  CONDITION_KINDS[about].fresh({ courseId: 'c', module: 'bowline', automationId: 'a' });

it('says a rule in one line', () => {
  const audience = {
    match: 'all' as const,
    conditions: [
      fresh('role'),
      { ...fresh('work'), not: true },
      { match: 'any' as const, conditions: [fresh('lastActive'), fresh('inside')] },
    ],
  };
  expect(sayAudience(audience, places)).toBe(
    'role is learner and not: the work of Week 1: The bowline is handed in and ' +
      '(last active in Knots longer ago than 14 days or inside “Rescue”)',
  );
  expect(sayAudience({ match: 'all', conditions: [] }, places)).toBe('everybody');
  expect(sayAudience({ match: 'any', conditions: [] }, places)).toBe('nobody');
});

it.each(Object.keys(CONDITION_KINDS) as About[])('has words for %s', (about) => {
  expect(sayAudience({ match: 'all', conditions: [fresh(about)] }, places)).not.toMatch(/undefined|gone/);
});

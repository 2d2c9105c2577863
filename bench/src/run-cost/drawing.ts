import type { Definition } from '@gradus/flow';

/** Weeks that a run lasts. */
export const WEEKS = 12;

/** A journey of twelve releases a week apart, a message after each, and the certificate. */
export function twelveWeeks(modules: readonly string[]): Definition {
  const steps: Definition['steps'] = {
    start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
  };
  const way = ['start'];
  for (const [index, module] of modules.slice(0, WEEKS).entries()) {
    const week = index + 1;
    const policy = { kind: 'afterEnrollment' as const, days: 7 * index };
    steps[`week-${week}-open`] = {
      kind: 'release',
      title: `Open week ${week}`,
      config: { module, policy, zone: 'school' },
    };
    steps[`week-${week}-mail`] = {
      kind: 'message',
      title: `Week ${week} is open`,
      config: {
        category: 'transactional',
        subject: `Week ${week} is open: {{module.title}}`,
        body: 'Hi {{person.name}},\n\nyour week is open: {{links.module}}',
        waitForDelivery: false,
      },
    };
    way.push(`week-${week}-open`, `week-${week}-mail`);
  }
  steps['certificate'] = { kind: 'certify', title: 'Issue the certificate', config: {} };
  steps['completed'] = { kind: 'end', title: 'Completed', config: { outcome: 'completed' } };
  way.push('certificate', 'completed');
  return {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [] },
    steps,
    edges: way.slice(1).map((to, at) => ({ from: way[at]!, port: 'next', to })),
  };
}

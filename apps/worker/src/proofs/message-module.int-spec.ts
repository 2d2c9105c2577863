import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import type { Definition } from '@gradus/flow';
import { claimMessage } from '../mailing/claim-message.ts';
import { twoWeeks } from '../testing/definitions.ts';
import { type School, command, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

let school: School;
beforeAll(async () => {
  school = await openSchool();
  await school.publishJourney(gateOnTheFirst());
});
afterAll(() => school.close());

it('a mail names the module that the engine says it is about: the one opened or assessed last on the way', async () => {
  const learner = await school.enrol({ ring: false });
  const turn = () => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  await turn();
  await command(school, learner, { name: 'skip', stepId: 'gate', visit: 1, port: 'missing' });
  await turn();
  const [module] = await school.dataSource.query<[{ title: string }]>(
    `SELECT title FROM modules WHERE key = 'prompt-foundations'`,
  );
  expect(await claimMessage(school.dataSource)).toMatchObject({ stepId: 'hello', moduleTitle: module.title });
});

/** Both weeks open at once; the mail comes behind the gate of the first. */
function gateOnTheFirst(): Definition {
  const { steps, ...drawing } = twoWeeks();
  const { start, week1, hello, week2, late } = steps;
  if (week2?.kind !== 'release') throw new Error('Week 2 is released.');
  const atOnce = {
    ...week2,
    config: { ...week2.config, policy: { kind: 'afterEnrollment' as const, days: 0 } },
  };
  const gate = {
    kind: 'assess' as const,
    title: 'Handed in?',
    config: {
      module: 'prompt-foundations',
      due: { amount: 2, unit: 'days' as const },
      zone: 'none' as const,
    },
  };
  return {
    ...drawing,
    steps: { start: start!, week1: week1!, week2: atOnce, gate, hello: hello!, late: late! },
    edges: [
      { from: 'start', port: 'next', to: 'week1' },
      { from: 'week1', port: 'next', to: 'week2' },
      { from: 'week2', port: 'next', to: 'gate' },
      { from: 'gate', port: 'passed', to: 'hello' },
      { from: 'gate', port: 'failed', to: 'hello' },
      { from: 'gate', port: 'missing', to: 'hello' },
      { from: 'hello', port: 'next', to: 'late' },
    ],
  };
}

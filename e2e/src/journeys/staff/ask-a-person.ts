import { randomUUID } from 'node:crypto';
import { must } from '../../product/until.ts';
import type { Visitor } from '../../browser/visitor.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import { addressOf, newcomer, staff } from '../people.ts';

const LEARNER = 'Noa Noticed';

/** A learner who waits for a person: a notice, a decision of the staff, another notice. */
export const askAPerson: Journey = {
  name: 'A person decides: a notice, a task, and the learner goes on',
  async play(stage) {
    const question = `May ${stage.mark} go on?`;
    let noa: Visitor | undefined;
    await stage.step('a campaign asks the instructors about whoever gets a tag', () =>
      campaign(stage, question),
    );
    await stage.step('the learner is told in-app, live', async () => {
      noa = await newcomer(stage, LEARNER);
      await noa.open('/courses');
      await noa.button('Notices').waitFor();
      await tag(stage);
      await noa.button('Notices, 1 unread').waitFor({ timeout: 30_000 });
      await noa.button('Notices, 1 unread').click();
      await noa.dialog('Notices').getByText('We have a look, Noa Noticed.').waitFor();
      await noa.look('notices');
      await noa.dialog('Notices').getByRole('button', { name: 'Mark all as read' }).click();
      await noa.dialog('Notices').getByRole('button', { name: 'Close' }).click();
      await noa.button('Notices').waitFor();
    });
    await stage.step('an instructor finds the task and approves it with a word', async () => {
      const ines = await staff(stage, 'instructor');
      await ines.link(/^Tasks/).click();
      await ines.choose('Whose', /^My role/);
      const card = ines.page.getByRole('listitem').filter({ hasText: question });
      await card.getByText('The learner waits').waitFor();
      await ines.look('tasks');
      await card.getByLabel('Comment').fill('Looks good.');
      await card.getByRole('button', { name: /^Approve/ }).click();
      await card.waitFor({ state: 'hidden' });
      await ines.choose('Show', 'Closed');
      await ines.page.getByRole('listitem').filter({ hasText: question }).getByText('Looks good.').waitFor();
      await ines.look('tasks-closed');
    });
    await stage.step('the learner goes on and is told so', async () => {
      must(noa, 'The learner is here.');
      await noa.button('Notices, 1 unread').waitFor({ timeout: 30_000 });
      await noa.button('Notices, 1 unread').click();
      await noa
        .dialog('Notices')
        .getByRole('heading', { name: /You may go on$/ })
        .waitFor();
    });
  },
};

async function campaign(stage: Stage, question: string): Promise<void> {
  const id = randomUUID();
  const notice = (subject: string, body: string) => ({
    kind: 'message',
    title: subject,
    config: { category: 'transactional', channel: 'inApp', subject, body, waitForDelivery: false },
  });
  const definition = {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [] },
    steps: {
      start: {
        kind: 'trigger',
        title: 'Tagged',
        config: { on: { kind: 'event', event: 'tag.added', where: `event.tag == "ask-${stage.mark}"` } },
      },
      look: notice('We have a look', 'We have a look, {{person.name}}.'),
      ask: {
        kind: 'approve',
        title: 'Let on?',
        config: {
          to: { kind: 'role', role: 'instructor' },
          title: question,
          due: { amount: 3, unit: 'days' },
          zone: 'school',
        },
      },
      yes: notice('You may go on', 'Somebody has had a look.'),
      end: { kind: 'end', title: 'End', config: { outcome: 'completed' } },
    },
    edges: [
      { from: 'start', port: 'next', to: 'look' },
      { from: 'look', port: 'next', to: 'ask' },
      { from: 'ask', port: 'approved', to: 'yes' },
      { from: 'ask', port: 'rejected', to: 'end' },
      { from: 'ask', port: 'timeout', to: 'end' },
      { from: 'yes', port: 'next', to: 'end' },
    ],
  };
  const made = await stage.api.send<{ draft: { revision: number } }>('POST', '/api/automations', {
    id,
    name: `Ask ${stage.mark}`,
    definition,
    layout: {},
  });
  await stage.api.send('POST', `/api/automations/${id}/publish`, { revision: made.draft.revision, note: '' });
}

/** As somebody of the staff would on the person's page. */
async function tag(stage: Stage): Promise<void> {
  const person = await stage.api.personId(addressOf(stage, LEARNER));
  await stage.api.send('PUT', `/api/people/${person}/tags/ask-${stage.mark}`);
}

import type { Visitor } from '../../browser/visitor.ts';
import { readAssignment } from '../../product/exemplars.ts';
import { parts } from '../../product/parts.ts';
import { aiReceipts } from '../../product/stand-ins.ts';
import { must } from '../../product/until.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import { newcomer, staff } from '../people.ts';
import { enrol, give } from '../learner/moves.ts';

const NAMES = ['Gita Grading', 'Gero Grading'];

/** The AI provider is away: grading is tried again, then blocks with a reason; back, all of the group is retried. */
export const graderOutage: Journey = {
  name: 'Operations: AI provider away',
  async play(stage) {
    const { grader, aiProvider } = stage.addresses;
    if (grader !== 'openai') return stage.skip('all of it', `the grader is ${grader}, not openai`);
    if (!(await parts.within())) return stage.skip('all of it', 'this copy cannot be handled from here');
    const omar = await staff(stage, 'ops');
    const before = await aiReceipts(aiProvider);
    await parts.stop('ai-provider');
    let learners: Visitor[] = [];
    try {
      await stage.step('two learners hand in; the work list says that grading is retried', async () => {
        learners = await Promise.all(NAMES.map((name) => handsIn(stage, name)));
        await omar.reads(/Retrying by itself/, 30_000);
        await omar.look('work-list-grading-retried');
      });
      await stage.step('then it blocks, and says why in plain words', async () => {
        await omar.page.getByText('Blocked', { exact: true }).first().waitFor({ timeout: 90_000 });
        await omar.button('Retry all 2').waitFor({ timeout: 30_000 });
        await omar.look('work-list-grading-blocked');
        await learners[0]?.look('assignment-grading-late');
      });
    } finally {
      await parts.start('ai-provider');
    }
    await stage.step('back: all of the group is retried', () => retryAll(omar));
    await stage.step('both learners get their grade without reloading', async () => {
      for (const learner of learners) await learner.reads(/^Passed with \d+%/, 40_000);
    });
    await stage.step('each submission was graded once', async () => {
      const after = await aiReceipts(aiProvider);
      const graded = after.succeeded - before.succeeded;
      must(graded === NAMES.length, `${graded} gradings for ${NAMES.length} submissions.`);
      must(after.duplicates === before.duplicates, 'A key came twice.');
    });
  },
};

async function handsIn(stage: Stage, name: string): Promise<Visitor> {
  const { title, fullAnswer } = await readAssignment('prompting-for-marketers', 1);
  const learner = await newcomer(stage, name);
  await enrol(learner);
  await learner.link(new RegExp(title)).click();
  await give(learner, fullAnswer);
  await learner.reads(/graded|grading/i);
  return learner;
}

async function retryAll(omar: Visitor): Promise<void> {
  await omar.button('Retry all 2').click();
  const dialog = omar.dialog(/^Retry all 2/);
  await dialog.getByLabel('Reason').fill('The provider answers again');
  await dialog.getByRole('button', { name: 'Retry 2' }).click();
  await omar.reads('2 are retried');
  await omar.reads('All is well', 40_000);
}

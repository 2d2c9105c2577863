import type { Journey } from '../../runner/journey.ts';
import type { Visitor } from '../../browser/visitor.ts';
import { CHEEKY_ANSWER, ODD_ANSWER, readAssignment } from '../../product/exemplars.ts';
import { must } from '../../product/until.ts';
import { newcomer, staff } from '../people.ts';
import { changesGrade, seesChangedGrade } from './changed-grade.ts';
import { enrol, give } from './moves.ts';

const NAME = 'Hanna Handin';
const WORD = 'Please look at the rubric once more.';

/** The assignment: draft, three attempts, the grader and the instructor. */
export const handIn: Journey = {
  name: 'Learner: hands in, instructor reviews',
  async play(stage) {
    const { title, criteria, fullAnswer } = await readAssignment('prompting-for-marketers', 1);
    const hanna = await newcomer(stage, NAME);
    const ines = await staff(stage, 'instructor');
    await stage.step('enrols and opens the assignment', () => openAssignment(hanna, title));
    await stage.step('a draft outlives a reload', () => keepDraft(hanna));
    await stage.step('an odd answer goes to the instructor, and the page says so by itself', async () => {
      await give(hanna, stage.addresses.grader === 'local' ? ODD_ANSWER : CHEEKY_ANSWER);
      await hanna.reads(/instructor is looking at it/i, 40_000);
      await hanna.look('assignment-in-review');
    });
    await stage.step('the instructor finds it in the review queue and decides', () => decide(ines, 'review'));
    await stage.step('the learner sees the decision without reloading', async () => {
      await hanna.reads(/Not passed, 0%/, 30_000);
      await hanna.reads(WORD);
      await hanna.reads(/Graded by your instructor/);
    });
    await stage.step('an exemplar answer is graded, with feedback for every criterion', async () => {
      await give(hanna, fullAnswer);
      await hanna.reads(/^Passed with \d+%/, 40_000);
      for (const criterion of criteria) await hanna.reads(criterion);
      await hanna.reads('Graded by the automatic grader');
      await hanna.reads('From your text');
      await hanna.look('assignment-graded');
    });
    await stage.step('may improve it once more, and after the third attempt no more', async () => {
      await hanna.button('Improve it and hand in again').click();
      await give(hanna, CHEEKY_ANSWER);
      await hanna.reads(/instructor is looking at it/i, 40_000);
      await decide(ines, null);
      await hanna.page.getByText('Attempt 3').waitFor();
      await hanna.page
        .getByText(/Not passed, 0%/)
        .nth(1)
        .waitFor({ timeout: 30_000 });
      must((await hanna.page.getByLabel('Your work').count()) === 0, 'A fourth attempt is offered.');
      await hanna.reads(/attempt/i);
      await hanna.look('assignment-all-attempts');
    });
    await stage.step('the instructor finds a grade wrong and changes it, with the reason', () =>
      changesGrade(stage, ines, NAME),
    );
    await stage.step('the learner sees the new grade and the reason without reloading, and has a mail', () =>
      seesChangedGrade(stage, hanna),
    );
  },
};

async function openAssignment(hanna: Visitor, title: string): Promise<void> {
  await enrol(hanna);
  await hanna.link(new RegExp(title)).click();
  await hanna.page.getByLabel('Your work').waitFor();
}

async function keepDraft(hanna: Visitor): Promise<void> {
  const area = hanna.page.getByLabel('Your work');
  await area.fill('A first thought that I want to keep.');
  await hanna.reads(/Draft saved/);
  await hanna.page.reload();
  await area.waitFor();
  must(
    (await area.inputValue()) === 'A first thought that I want to keep.',
    'The draft did not outlive the reload.',
  );
  await hanna.look('assignment-draft');
  await hanna.button('Hand in').click();
  await hanna.reads(/At least \d+ words are asked for/);
}

/** Nothing for any criterion, and a word to the learner. */
async function decide(ines: Visitor, screen: string | null): Promise<void> {
  await ines.open('/teach/review');
  await ines.page.getByRole('region', { name: 'The answer' }).waitFor();
  const next = ines.button('Next submission');
  while (!(await ines.page.getByText(new RegExp(`^${NAME}, attempt`)).isVisible())) await next.click();
  if (screen) await ines.look(screen);
  for (const group of await ines.page.getByRole('group', { name: 'Rating' }).all())
    await group.locator('label').last().click();
  await ines.page.getByLabel(/A word to the learner/).fill(WORD);
  await ines.reads('0 %');
  await ines.button(/^Decide/).click();
  await ines.reads(`Decided: ${NAME}`);
}

import type { Visitor } from '../../browser/visitor.ts';
import type { Stage } from '../../runner/journey.ts';
import { addressOf } from '../people.ts';
import { FREE_COURSE } from './moves.ts';

const DIALOG = '[role="dialog"]:not([aria-hidden])';
const REASON = 'The second part of the answer was overlooked.';

/** The last attempt of a learner was given nothing; now it is given all of the points, with the reason. */
export async function changesGrade(stage: Stage, ines: Visitor, name: string): Promise<void> {
  await ines.open(`/teach/courses/${await stage.api.courseId(FREE_COURSE)}`);
  await ines.page.getByLabel('Search by name or e-mail').fill(addressOf(stage, name));
  await ines.page
    .getByRole('row')
    .filter({ hasText: addressOf(stage, name) })
    .getByRole('button', { name: `More about ${name}` })
    .click();
  await ines.page.getByRole('menuitem', { name: 'Submissions and grades' }).click();
  await ines.heading(`Submissions of ${name}`).waitFor();
  await ines.button('Change the grade…').first().click();
  const dialog = ines.dialog(`Change the grade of ${name}`);
  for (const group of await dialog.getByRole('group', { name: 'Rating' }).all())
    await group.locator('label').first().click();
  await dialog.getByText(/^0 %, not passed becomes 100 %, passed/).waitFor();
  await dialog.getByLabel('Reason').fill(REASON);
  await ines.look('change-grade', { whole: false, within: DIALOG });
  await dialog.getByRole('button', { name: 'Change the grade' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await ines.reads('The grade is changed');
  await ines.heading('Grades before').waitFor();
  await ines.look('grade-history');
}

/** On the page of the assignment, which stood open meanwhile; and by mail. */
export async function seesChangedGrade(stage: Stage, hanna: Visitor): Promise<void> {
  await hanna.reads('Your instructor has changed this grade');
  await hanna.reads(`It was 0 %, not passed. The reason: “${REASON}”`);
  await hanna.reads('Passed with 100%');
  await hanna.look('assignment-grade-changed');
  await stage.inbox.await(addressOf(stage, hanna.name), /^Your grade for .+ was changed$/);
}

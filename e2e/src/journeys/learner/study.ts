import type { Journey, Stage } from '../../runner/journey.ts';
import type { Visitor } from '../../browser/visitor.ts';
import { must } from '../../product/until.ts';
import { addressOf, newcomer } from '../people.ts';
import { enrol, FREE_COURSE } from './moves.ts';

const NAME = 'Stella Study';

/** Enrolling in the free course, the weeks with their dates and reasons, reading. */
export const study: Journey = {
  name: 'Learner: studies the free course',
  async play(stage) {
    const stella = await newcomer(stage, NAME);
    await stage.step('looks inside the free course and enrols at once', () => lookAndEnrol(stella));
    await stage.step('sees week 1 open, and of week 2 the date and the reason', () => seeWeeks(stella));
    await stage.step('the welcome mail leads to week 1', () => followMail(stage, stella));
    await stage.step('reads a lesson and marks it as done', () => readLesson(stella));
    await stage.step('a locked week answers with when and why', () => knockAtLocked(stage, stella));
  },
};

async function lookAndEnrol(stella: Visitor): Promise<void> {
  await stella.open('/courses');
  await stella.link(new RegExp(FREE_COURSE)).click();
  await stella.button('Enrol now').waitFor();
  await stella.look('course-offer-free');
  await enrol(stella);
}

async function seeWeeks(stella: Visitor): Promise<void> {
  await stella.reads(/0 of 2 weeks done/);
  const week2 = stella.page.getByRole('button', { name: /Refine and Check/ });
  must(/Opens .*\d{1,2} \w+/.test(await week2.innerText()), 'Week 2 does not say on which day it opens.');
  await week2.click();
  const reasons = stella.page
    .getByRole('listitem')
    .filter({ hasText: 'Refine and Check' })
    .getByRole('listitem');
  await reasons.first().waitFor();
  const words = (await reasons.allInnerTexts()).join(' ');
  must(/week|day|open/i.test(words), `Week 2 gives no reason: "${words}"`);
  await stella.look('my-course');
}

async function followMail(stage: Stage, stella: Visitor): Promise<void> {
  const link = await stage.inbox.link(addressOf(stage, NAME), /week 1/i, /Go to week 1/);
  await stella.open(link);
  await stella.heading(FREE_COURSE).waitFor();
  await stella.look('my-course-from-mail', { whole: false });
}

async function readLesson(stella: Visitor): Promise<void> {
  await stella.open('/courses');
  await stella.look('courses-learner');
  await stella.link(new RegExp(FREE_COURSE)).click();
  await stella.link('Begin').click();
  await stella.heading('Anatomy of a Marketing Prompt').waitFor();
  await stella.look('lesson');
  await stella.button('Mark as done and go on').click();
  await stella.heading('Giving Context and Examples').waitFor();
  await stella.button(/^Mark as done/).click();
  await stella.link('On to the assignment').waitFor();
  await stella.look('lesson-done', { whole: false });
  await stella.page.goBack();
  await stella.reads(/^Done/);
  await stella.page
    .getByRole('link', { name: FREE_COURSE })
    .or(stella.link(/Week 1/))
    .first()
    .click();
  await stella.reads('2 of 2 lessons');
  must(!(await stella.page.getByText(/^0%$/).isVisible()), 'Two lessons are read and progress is still 0 %.');
}

async function knockAtLocked(stage: Stage, stella: Visitor): Promise<void> {
  const courseId = await stage.api.courseId(FREE_COURSE);
  const outline = await stage.api.get<{
    phases: Array<{ modules: Array<{ lessons: Array<{ id: string }> }> }>;
  }>(`/api/courses/${courseId}`);
  const locked = outline.phases[0]?.modules[1]?.lessons[0]?.id;
  await stella.open(`/courses/${courseId}/lessons/${locked}`);
  await stella.reads('This week is not open yet');
  await stella.reads(/It opens /);
  await stella.look('lesson-locked');
}

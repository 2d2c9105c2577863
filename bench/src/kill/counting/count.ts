import type { Accepted } from '../crowd.ts';
import { countMoney } from './count-money.ts';
import { earlyOf } from './early.ts';
import { type Count, expect, nothingYet } from './findings.ts';
import type { CourseNeeds, LearnerStory } from '../learner-story.ts';
import { type MailReceipt, type Received, stepOfMessageId } from './receivers.ts';
import { type Walk, completedAt, walk } from '../walk.ts';

/** Compares what had to happen with what the receivers have, learner by learner. */
export function countEffects(
  stories: readonly LearnerStory[],
  needs: CourseNeeds,
  received: Received,
  accepted: Accepted,
): Count {
  const total = nothingYet();
  const mails = mailsByRun(received.mails);
  const calls = callsBySubmission(received);
  for (const story of stories) {
    const own = mails.get(story.runId ?? '') ?? [];
    countSeat(total, story, received, accepted);
    const way = story.runId ? walk(story, needs) : null;
    if (way) countJourney(total, story, needs, own, way);
    countMoney(total, story, way?.visits ?? [], received, accepted);
    countStudies(total, story, needs, accepted, calls);
    total.early.push(...earlyOf(story, needs, own, received));
    const outcome = story.finished ? (story.outcome ?? 'finished') : 'not finished';
    total.outcomes[outcome] = (total.outcomes[outcome] ?? 0) + 1;
  }
  return total;
}

type StepMail = MailReceipt & { stepId: string };

function mailsByRun(mails: readonly MailReceipt[]): Map<string, StepMail[]> {
  const byRun = new Map<string, StepMail[]>();
  for (const mail of mails) {
    const step = stepOfMessageId(mail.messageId);
    if (!step) continue;
    byRun.set(step.runId, [...(byRun.get(step.runId) ?? []), { ...mail, stepId: step.stepId }]);
  }
  return byRun;
}

/** Keys of the answered calls, by submission: `grade:<submission>` and, after a refusal, `:<try>`. */
function callsBySubmission({ calls }: Received): Map<string, string[]> {
  const bySubmission = new Map<string, string[]>();
  for (const { key, status } of calls) {
    const [, submission] = /^grade:([0-9a-f-]{36})/.exec(key ?? '') ?? [];
    if (submission && status === 200)
      bySubmission.set(submission, [...(bySubmission.get(submission) ?? []), key!]);
  }
  return bySubmission;
}

const times = (most: number, name = 'one') => Array.from({ length: most }, (_, at) => `${name} ${at}`);

/** Paid once, enrolled once, one run. */
function countSeat(total: Count, story: LearnerStory, received: Received, accepted: Accepted): void {
  if (!accepted.enrolled.has(story.userId)) return;
  const isEnrolled = ['active', 'completed'].includes(story.enrollmentState ?? '');
  expect(total, 'enrolment', story.email, times(isEnrolled ? story.runs : 0, 'run'));
  if (story.orderId)
    expect(
      total,
      'charge at the checkout',
      story.email,
      received.taken.filter(({ key }) => key === story.orderId).map(({ id }) => id),
    );
}

/** Every module opened once, every mail on the way received under one Message-ID, nothing beside it. */
function countJourney(
  total: Count,
  story: LearnerStory,
  needs: CourseNeeds,
  mails: readonly StepMail[],
  way: Walk,
): void {
  total.lost.push(...way.missing);
  total.doubled.push(...way.doubled);
  total.misjudged.push(...way.misjudged);
  for (const module of needs.modules) {
    // The first week is opened by the enrol transaction; the run passes it by without a line in its story.
    const moves = Math.max(1, story.releases.filter((release) => release.module === module).length);
    const row = story.unlocks.find((unlock) => unlock.module === module);
    expect(total, 'unlock', `${story.email} ${module}`, times(row?.state === 'released' ? moves : 0, 'move'));
  }
  for (const stepId of way.messages) {
    const ids = mails.filter((mail) => mail.stepId === stepId).map(({ messageId }) => messageId);
    expect(total, 'mail', `${story.email} ${stepId}`, ids);
  }
  const subjects = new Map<string, Set<string>>();
  for (const { stepId, subject, messageId } of mails) {
    if (!way.messages.includes(stepId)) total.doubled.push(`${story.email}: a mail of ${stepId} too many`);
    subjects.set(subject, (subjects.get(subject) ?? new Set()).add(messageId));
  }
  for (const [subject, ids] of subjects)
    if (ids.size > 1) total.doubled.push(`${story.email}: "${subject}" came under ${ids.size} Message-IDs`);
}

/** What the API accepted is there; each submission was put to the grader once and has one grade; one credential. */
function countStudies(
  total: Count,
  story: LearnerStory,
  needs: CourseNeeds,
  accepted: Accepted,
  calls: ReadonlyMap<string, string[]>,
): void {
  const own = `${story.userId}:`;
  const lessons = new Set(story.lessons.map(({ lessonId }) => own + lessonId));
  for (const lesson of accepted.lessons)
    if (lesson.startsWith(own)) expect(total, 'lesson', story.email, lessons.has(lesson) ? ['row'] : []);
  for (const { id, grades } of story.submissions) {
    expect(total, 'grading call', `${story.email} submission ${id}`, calls.get(id) ?? []);
    expect(total, 'grade', `${story.email} submission ${id}`, times(grades, 'grade'));
  }
  if (story.outcome !== 'completed' && completedAt(story, needs, needs.modules) === null) return;
  if (story.outcome === 'ended') return;
  const issued = story.credentials.filter(({ state, signed }) => state === 'issued' && signed);
  expect(total, 'credential', story.email, times(issued.length, 'credential'));
}

/** Submissions that the API accepted and nobody has: checked apart, since they belong to no story any more. */
export function countVanished(total: Count, stories: readonly LearnerStory[], accepted: Accepted): void {
  const known = new Set(stories.flatMap(({ submissions }) => submissions.map(({ id }) => id)));
  for (const id of accepted.submissions)
    if (!known.has(id)) expect(total, 'grade', `accepted submission ${id}`, []);
}

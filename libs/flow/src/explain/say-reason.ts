import type { CompletionGap } from '../learner/completion-gaps.ts';
import type { AssessmentState } from '../learner/progress.ts';
import type { Addressee } from '../model/steps/asking.ts';
import type { Reason } from './reason.ts';
import { sayEvent } from './say-event.ts';
import { count, sayInstant, sayLength, type Speech } from './say-time.ts';

type ReasonOf<C extends Reason['code']> = Extract<Reason, { code: C }>;
type Sentence<C extends Reason['code']> = (reason: ReasonOf<C>, speech: Speech) => string;

const ASSESSMENT_WORDS: Record<AssessmentState, string | null> = {
  none: null,
  passed: null,
  open: 'the assignment is not handed in',
  submitted: 'the assignment is being graded',
  failed: 'the assignment is not passed yet',
};

function missing(lessons: number, assessment: AssessmentState): string {
  const parts = [
    lessons > 0 ? `${count(lessons, 'lesson')} to go` : null,
    ASSESSMENT_WORDS[assessment],
  ].filter((part) => part !== null);
  return parts.join(', ');
}

function sayGaps(gaps: CompletionGap[]): string {
  const said = gaps
    .slice(0, 2)
    .map((gap) => `“${gap.title}” (${missing(gap.lessonsMissing, gap.assessment)})`);
  const rest = gaps.length - said.length;
  if (rest > 0) said.push(`${count(rest, 'more module')}`);
  return said.join(', ');
}

function quotedList(titles: string[]): string {
  const said = titles.slice(0, 3).map((title) => `“${title}”`);
  const rest = titles.length - said.length;
  return [...said, ...(rest > 0 ? [count(rest, 'other')] : [])].join(', ');
}

function days(amount: number): string {
  return amount === 0 ? 'right' : count(amount, 'day');
}

const scheduled: Sentence<'release.scheduled'> = (reason, speech) => {
  const previous = reason.previous === null ? 'enrollment' : `“${reason.previous}”`;
  const origin = {
    enrollment: `${days(reason.days)} after enrollment`,
    previousRelease: `${days(reason.days)} after ${previous} opened`,
    previousCompletion: `${days(reason.days)} after ${previous} was completed`,
    date: 'on the date set for everyone',
  }[reason.from];
  const snapped = reason.snapped ? ', at the next time set for it' : '';
  const { stoodStill } = reason;
  const still = stoodStill === undefined ? '' : `, not counting the ${sayLength(stoodStill)} it stood still`;
  return `Opens ${sayInstant(reason.at, speech)}, ${origin}${still}${snapped}.`;
};

function until(at: number | null, speech: Speech): string {
  return at === null ? '' : `, until ${sayInstant(at, speech)} at the latest`;
}

/** After a sentence that has its own "until". */
function atTheLatest(at: number | null, speech: Speech): string {
  return at === null ? '' : `, at the latest until ${sayInstant(at, speech)}`;
}

const ROLES = { instructor: 'an instructor', ops: 'somebody of operations', admin: 'the school owner' };

const somebody = (to: Addressee) => (to.kind === 'role' ? ROLES[to.role] : 'a colleague');

const SENTENCES = {
  'release.scheduled': scheduled,
  'release.onArrival': (reason, speech) =>
    `Opens ${sayInstant(reason.at, speech)}, as soon as the steps before it are done.`,
  'release.afterCompletion': (reason) => {
    const when = reason.days === 0 ? 'as soon as' : `${count(reason.days, 'day')} after`;
    const gap = missing(reason.lessonsMissing, reason.assessment);
    return `Opens ${when} “${reason.previous}” is completed${gap === '' ? '' : ` (${gap})`}.`;
  },
  'wait.time': ({ at, past }, speech) =>
    `Waits until ${sayInstant(at, speech)}${past === undefined ? '' : `, the first day after “${past}”`}.`,
  'wait.opening': ({ title }) => `Waits for “${title}” to have a date on which it opens.`,
  'wait.event': (reason, speech) =>
    `Waits until ${sayEvent(reason.event)}${atTheLatest(reason.until, speech)}.`,
  'wait.facts': (reason, speech) => {
    const what = reason.gaps.length > 0 ? sayGaps(reason.gaps) : reason.condition;
    return `Waits for ${what}${until(reason.until, speech)}.`;
  },
  'wait.grade': (reason, speech) => {
    const state = ASSESSMENT_WORDS[reason.assessment] ?? 'it is graded';
    const due = reason.due === null ? '' : `; due ${sayInstant(reason.due, speech)}`;
    return `Waits for the grade of “${reason.title}”: ${state}${due}.`;
  },
  'wait.text': (reason, speech) => `Waits for the text to be written${until(reason.until, speech)}.`,
  'wait.textReview': (reason, speech) =>
    `Waits for a text to be written, and for ${somebody(reason.to)} to read it${until(reason.until, speech)}.`,
  'wait.grading': (reason, speech) =>
    `Waits for the grade of “${reason.title}”${until(reason.until, speech)}.`,
  'wait.decision': (reason, speech) =>
    `Waits for ${somebody(reason.to)} to decide${until(reason.until, speech)}.`,
  'wait.task': (reason, speech) =>
    `Waits for ${somebody(reason.to)} to do what is asked${until(reason.until, speech)}.`,
  'wait.notice': (reason, speech) =>
    `Waits for somebody to acknowledge the alert${until(reason.until, speech)}.`,
  'wait.goal': (reason) =>
    `Waits for the goal: ${reason.gaps.length > 0 ? sayGaps(reason.gaps) : reason.condition}.`,
  'wait.putOff': (reason, speech) => `Put off until ${sayInstant(reason.at, speech)}.`,
  'wait.ways': (reason) => {
    const still = reason.missing.length === 0 ? '' : `; still under way: ${quotedList(reason.missing)}`;
    return `Waits for the other ways: ${reason.arrived} of ${reason.needed} have come${still}.`;
  },
  'wait.delivery': () => 'Waits for the message to be delivered.',
  'wait.answer': ({ host }) => `Waits for ${host} to answer.`,
  'wait.called': (reason, speech) =>
    `Waits for the automation it has called to end${until(reason.until, speech)}.`,
  'wait.payment': () => 'Waits for the payment provider to take the money.',
  'wait.checkout': (reason, speech) =>
    `Waits for the learner to subscribe on the payment provider's page${until(reason.until, speech)}.`,
  'wait.refund': () => 'Waits for the payment provider to give the money back.',
  'wait.certificate': () => 'Waits for the certificate to be issued.',
  'left.underWay': ({ title }) => `“${title}” was left while it was being done; that is waited for.`,
  'left.unknown': ({ title }) =>
    `“${title}” was left, and nobody knows whether it happened. Find out, and say so on the step.`,
  blocked: ({ problem }) => problem.detail,
  held: (reason, speech) => {
    const left = reason.left === null ? '' : `; ${sayLength(reason.left)} left to wait when it goes on`;
    return `Paused since ${sayInstant(reason.since, speech)}${left}.`;
  },
  'held.effects': () => 'Paused: nothing is sent or done until it is resumed.',
  'ahead.step': (reason) => `“${reason.title}” comes first, and how long it takes is not settled.`,
  'ahead.ways': () => 'Which way leads there is decided later.',
  'ahead.goal': (reason) => `Reaching the goal “${reason.title}” may come in between.`,
  'ahead.loop': () => 'A part of the way is repeated first.',
  'zone.unknown': (reason) => `The time zone “${reason.zone}” is not known. Choose another one.`,
} satisfies { [C in Reason['code']]: Sentence<C> };

/**
 * The reason in one plain English sentence, e.g. "Opens Monday 1 December, 09:00 (Berlin), 7 days after enrollment."
 *
 * @throws ZoneUnknownError when `speech.zone` is no zone
 */
export function sayReason(reason: Reason, speech: Speech): string {
  const say = SENTENCES[reason.code] as (reason: Reason, speech: Speech) => string;
  return say(reason, speech);
}

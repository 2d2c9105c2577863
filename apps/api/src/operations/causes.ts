import type { WorkKind } from '@gradus/contracts';

/** What is wrong and what to do, for the causes we know. */
const CAUSES: Record<string, string> = {
  'grader.unreachable': 'The AI provider does not answer. Start it or check its address, then retry.',
  'grader.timeout': 'The AI provider answers too slowly. Wait for it to recover, then retry.',
  'grader.rate_limited': 'The AI provider asks us to slow down. It goes on by itself.',
  'grader.overloaded': 'The AI provider is overloaded. It goes on by itself, or retry later.',
  'grader.server_error': 'The AI provider has a fault of its own. Retry when it has recovered.',
  'grader.conflict': 'The AI provider was still busy with the same request. Retry.',
  'grader.model_missing':
    "The local grader's language model is not there. Install the packages again, then retry.",
  'grader.unauthorized':
    'The AI provider does not accept our key. Put in a valid one, restart the worker, then retry.',
  'grader.unknown_model':
    'The AI provider does not know the model. Choose another, restart the worker, then retry.',
  'grader.quota': 'The account at the AI provider is used up. Top it up, then retry.',
  'grader.refusal': 'The AI provider declined to grade this text. Grade it by hand, or retry.',
  'grader.truncated': 'The AI provider broke off its answer. Retry.',
  'grader.malformed_answer': 'The AI provider answered something that is no grade. Retry.',
  'payments.unreachable': 'The payment provider does not answer. Start it or check its address, then retry.',
  'payments.rate_limited': 'The payment provider asks us to slow down. It goes on by itself.',
  'payments.server_error': 'The payment provider has a fault of its own. Retry when it has recovered.',
  'payments.unauthorized': 'The payment provider does not accept our key. Put in a valid one, then retry.',
  'payments.declined': 'The payment was declined.',
  'mail.unreachable':
    'The mail server does not answer. Start it or check its address; mail goes out by itself then, or on retry.',
  'mail.timeout': 'The mail server answers too slowly. Mail waits and goes out by itself.',
  'mail.deferred': 'The mail server asks us to come back later. Mail waits and goes out by itself.',
  'mail.unauthorized': 'The mail server does not accept our sign-in. Put in a valid one, then retry.',
  'mail.recipient_refused': 'The mail server says that these addresses do not exist or do not take mail.',
  'mail.message_refused': 'The mail server did not take these messages. Look at what they say, then retry.',
  'mail.bad_address': 'These are not complete e-mail addresses. Correct them, then retry.',
  'flow.effect-refused':
    'What the step wanted was refused. Put the reason right, then retry or skip the step.',
  'flow.effect-unknown':
    'It is not known whether the step did its work. Look at the learner, then retry or skip.',
  'flow.condition-failed': 'A condition could not be worked out. Correct the drawing or skip the step.',
  'flow.module-missing': "The learner's course version lacks a module that the journey names. Skip the step.",
  'flow.step-missing': 'The step is no longer in the drawing. Exit the run.',
  'flow.input-failed':
    'Something that was to move the run could not be digested. Look at the run, then retry.',
  'effect.late':
    'It was done after its step had been skipped or the run ended, and stands. See whether it should, then note it.',
  'effect.unsettled':
    'A step was left, and nobody knows whether it happened. Find out, and say so on the page of the run.',
  'effect.retries-spent': 'It was tried again and again without success. Put the reason right, then retry.',
  'event.routing-failed':
    'Something that happened could not be passed on to the runs. It is tried again by itself.',
  'refund.returned':
    'The bank sent back what was refunded: the person does not have the money. Refund the payment again, or settle it with them otherwise, then note it.',
  'webhook.unprocessed':
    'A notice of the payment provider has not been looked at yet. Retry asks the provider now.',
};

const AREAS: Record<string, string> = {
  grader: 'Grading does not go on',
  payments: 'A payment does not go on',
  mail: 'Mail does not go out',
};

const KINDS: Record<WorkKind, string> = {
  run: 'Runs do not go on',
  message: 'Mail does not go out',
  process: 'Work in the background does not go on',
  event: 'Events are not passed on',
  webhook: 'Notices are not looked at',
};

/** A cause in plain words: what we know of it, else the area and what was said last. */
export function sayCause(kind: WorkKind, cause: string, lastDetail: string): string {
  const known = CAUSES[cause];
  if (known) return known;
  const area = AREAS[cause.split('.')[0]!] ?? KINDS[kind];
  return lastDetail ? `${area}: ${lastDetail}` : `${area} (${cause}).`;
}

/**
 * Past-tense facts, written to the outbox in the transaction that made them true. The names are also what `waitFor`
 * steps and triggers listen to.
 */
export const DOMAIN_EVENT_TYPES = [
  'enrollment.started',
  'enrollment.activated',
  'enrollment.cancelled',
  'enrollment.completed',
  'lesson.completed',
  'module.completed',
  'requirements.met',
  'submission.made',
  'submission.graded',
  'submission.review.requested',
  'payment.succeeded',
  'payment.cancelled',
  'credential.issued',
  'credential.failed',
  'message.delivered',
  'message.undelivered',
] as const;
export type DomainEventType = (typeof DOMAIN_EVENT_TYPES)[number];

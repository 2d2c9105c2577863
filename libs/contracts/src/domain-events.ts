/**
 * Past-tense facts, written to the outbox in the transaction that made them true. The names are also what `waitFor`
 * steps and triggers listen to.
 */
export const DOMAIN_EVENT_TYPES = [
  'enrollment.started',
  'enrollment.activated',
  'enrollment.cancelled',
  'enrollment.completed',
  'enrollment.revoked',
  'lesson.completed',
  'module.completed',
  'requirements.met',
  'submission.made',
  'submission.graded',
  'submission.review.requested',
  'payment.succeeded',
  'payment.failed',
  'payment.cancelled',
  'payment.refunded',
  'subscription.changed',
  'credential.issued',
  'credential.failed',
  'credential.revoked',
  'learner.zone.changed',
  'message.delivered',
  'message.undelivered',
  'tag.added',
  'tag.removed',
  'field.changed',
  'segment.entered',
  'segment.left',
  'webhook.received',
  'task.decided',
] as const;
export type DomainEventType = (typeof DOMAIN_EVENT_TYPES)[number];

/** A small value that an event carries. */
export type EventFieldKind = 'text' | 'number' | 'yesNo';

/** `of`: `order`, `charge` or `subscription`. `amount` in the currency's minor unit. */
const MONEY = { of: 'text', amount: 'number', currency: 'text' } as const;
const ASSIGNMENT = { module: 'text', attempt: 'number' } as const;

/** What each event carries beside whom and which course it is about: what a where-clause may read as `event.…`. */
export const EVENT_FIELDS: Record<DomainEventType, Record<string, EventFieldKind>> = {
  'enrollment.started': {},
  'enrollment.activated': {},
  'enrollment.cancelled': {},
  'enrollment.completed': {},
  'enrollment.revoked': { reason: 'text' },
  'lesson.completed': { module: 'text', lesson: 'text' },
  'module.completed': { module: 'text' },
  'requirements.met': {},
  'submission.made': ASSIGNMENT,
  'submission.graded': { ...ASSIGNMENT, passed: 'yesNo', percentage: 'number', changed: 'yesNo' },
  'submission.review.requested': ASSIGNMENT,
  'payment.succeeded': MONEY,
  'payment.failed': { ...MONEY, reason: 'text' },
  'payment.cancelled': {},
  'payment.refunded': { ...MONEY, full: 'yesNo' },
  'subscription.changed': { state: 'text' },
  'credential.issued': {},
  'credential.failed': {},
  'credential.revoked': {},
  'learner.zone.changed': { from: 'text', to: 'text' },
  'message.delivered': { message: 'text' },
  'message.undelivered': { message: 'text' },
  'tag.added': { tag: 'text' },
  'tag.removed': { tag: 'text' },
  'field.changed': { field: 'text' },
  'segment.entered': { segment: 'text' },
  'segment.left': { segment: 'text' },
  'webhook.received': { automation: 'text' },
  'task.decided': { step: 'text', decision: 'text' },
};

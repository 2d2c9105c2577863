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

/**
 * What each event carries beside whom and which course it is about: what a where-clause may read as `event.…`.
 *
 * `submission.graded` is about the grade of one attempt: `passed` and `percentage` are that grade's. A `changed` one takes the
 * place of an earlier grade of the same attempt, which need not be the last one: somebody whose first attempt is corrected from
 * 40 to 45 may have passed by the second. Whether the assignment is passed, `facts.modules[event.module].passed` says.
 */
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

/** Fields that an event got later than the rest, and what it means that one written before has none. */
const FIELDS_SINCE: Partial<Record<DomainEventType, Record<string, string | number | boolean>>> = {
  'submission.graded': { changed: false },
};

/** The data of an event with all the fields of today, also of one that was written before they were. */
export function eventDataOf<Data extends Record<string, string | number | boolean>>(
  type: string,
  data: Data,
): Data {
  return { ...FIELDS_SINCE[type as DomainEventType], ...data };
}

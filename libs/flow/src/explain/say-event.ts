import type { DomainEventType } from '@gradus/contracts';

const CLAUSES = {
  'enrollment.started': 'an enrollment is started',
  'enrollment.activated': 'a learner is enrolled',
  'enrollment.cancelled': 'an enrollment is cancelled',
  'enrollment.completed': 'the course is completed',
  'enrollment.revoked': 'access to the course ends',
  'lesson.completed': 'a lesson is done',
  'module.completed': 'a week is completed',
  'requirements.met': 'all required work is done',
  'submission.made': 'work is handed in',
  'submission.graded': 'work is graded',
  'submission.review.requested': 'a review is requested',
  'payment.succeeded': 'a payment succeeds',
  'payment.failed': 'a payment fails',
  'payment.cancelled': 'a payment is cancelled',
  'payment.refunded': 'a payment is given back',
  'subscription.changed': 'a subscription changes',
  'credential.issued': 'the certificate is issued',
  'credential.failed': 'the certificate cannot be issued',
  'credential.revoked': 'the certificate is revoked',
  'learner.zone.changed': 'the learner moves to another time zone',
  'message.delivered': 'a message is delivered',
  'message.undelivered': 'a message cannot be delivered',
  'tag.added': 'a tag is added',
  'tag.removed': 'a tag is removed',
  'field.changed': 'a field of the person changes',
  'segment.entered': 'somebody comes to belong to a segment',
  'segment.left': 'somebody no longer belongs to a segment',
  'webhook.received': 'another system tells of somebody',
  'task.decided': 'somebody decides about a task',
} satisfies Record<DomainEventType, string>;

const isKnown = (type: string): type is DomainEventType => Object.hasOwn(CLAUSES, type);

/** A domain event as a clause after "when" or "until": "work is graded". One that is not known is named. */
export function sayEvent(type: string): string {
  return isKnown(type) ? CLAUSES[type] : `“${type}” happens`;
}

/** Why a run has ended, as a clause, without a full stop: an event that ends it by its own, anything else as it was written. */
export function sayEndReason(reason: string): string {
  return isKnown(reason) ? CLAUSES[reason] : reason.replace(/\.$/, '');
}

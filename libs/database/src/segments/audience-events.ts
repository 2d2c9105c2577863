import { type Audience, type AudienceCondition, type DomainEventType, conditionsOf } from '@gradus/contracts';

const ENROLLMENT: DomainEventType[] = [
  'enrollment.started',
  'enrollment.activated',
  'enrollment.cancelled',
  'enrollment.completed',
];
const PROGRESS: DomainEventType[] = ['lesson.completed', 'module.completed', 'submission.graded'];

/**
 * The events after which each condition may answer anew. What time alone or nobody's event changes (days, an opened
 * module, a role) is found when everybody is worked out, at night.
 */
const EVENTS: Record<AudienceCondition['about'], readonly DomainEventType[]> = {
  enrollment: ENROLLMENT,
  daysEnrolled: ['enrollment.activated'],
  progress: [...PROGRESS, 'enrollment.activated'],
  module: [...PROGRESS, 'enrollment.activated'],
  work: ['submission.made', 'submission.graded'],
  lastActive: ['lesson.completed', 'submission.made'],
  certificate: ['credential.issued'],
  order: ['payment.succeeded', 'payment.cancelled', 'enrollment.started'],
  inside: [],
  tag: ['tag.added', 'tag.removed'],
  field: ['field.changed'],
  role: [],
  marketing: [],
  joined: [],
  simulated: [],
};

/** The types of events that may bring somebody into the audience or out of it, sorted. */
export function eventsOfAudience(audience: Audience): DomainEventType[] {
  return [...new Set(conditionsOf(audience).flatMap(({ about }) => EVENTS[about]))].sort();
}

import { type Audience, type AudienceCondition, type DomainEventType, conditionsOf } from '@gradus/contracts';

const ENROLLMENT: DomainEventType[] = [
  'enrollment.started',
  'enrollment.activated',
  'enrollment.cancelled',
  'enrollment.completed',
  'enrollment.revoked',
];
/** Who takes part in a course is asked about it: from the activation on, until access ends. */
const PARTAKING: DomainEventType[] = ['enrollment.activated', 'enrollment.revoked'];
const PROGRESS: DomainEventType[] = [
  'lesson.completed',
  'module.completed',
  'submission.graded',
  ...PARTAKING,
];

/**
 * The events after which each condition may answer anew. What time alone or nobody's event changes (days, an opened
 * module, a role) is found when everybody is worked out, at night.
 */
const EVENTS: Record<AudienceCondition['about'], readonly DomainEventType[]> = {
  enrollment: ENROLLMENT,
  daysEnrolled: PARTAKING,
  progress: PROGRESS,
  module: PROGRESS,
  work: ['submission.made', 'submission.graded'],
  lastActive: ['lesson.completed', 'submission.made'],
  certificate: ['credential.issued', 'credential.revoked'],
  order: ['payment.succeeded', 'payment.cancelled', 'payment.refunded', 'enrollment.started'],
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

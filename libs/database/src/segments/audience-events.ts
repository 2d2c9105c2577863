import { type Audience, type AudienceCondition, type DomainEventType, conditionsOf } from '@gradus/contracts';

/** What brings somebody into a segment or out of it: an event, or what triggers of the database note without one. */
export type SegmentOccasion =
  DomainEventType | 'person.joined' | 'role.changed' | 'consent.changed' | 'run.started' | 'run.ended';

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
 * The occasions on which each condition may answer anew. What time alone changes (days, an opened module) is found when
 * everybody is worked out, at night.
 */
const OCCASIONS: Record<AudienceCondition['about'], readonly SegmentOccasion[]> = {
  enrollment: ENROLLMENT,
  daysEnrolled: PARTAKING,
  progress: PROGRESS,
  module: PROGRESS,
  work: ['submission.made', 'submission.graded'],
  lastActive: ['lesson.completed', 'submission.made'],
  certificate: ['credential.issued', 'credential.revoked'],
  order: ['payment.succeeded', 'payment.cancelled', 'payment.refunded', 'enrollment.started'],
  inside: ['run.started', 'run.ended'],
  tag: ['tag.added', 'tag.removed'],
  field: ['field.changed'],
  role: ['role.changed', 'person.joined'],
  marketing: ['consent.changed', 'person.joined'],
  joined: ['person.joined'],
  simulated: ['person.joined'],
};

/** The occasions on which somebody may come into the audience or go out of it, sorted. */
export function occasionsOf(audience: Audience): SegmentOccasion[] {
  return [...new Set(conditionsOf(audience).flatMap(({ about }) => OCCASIONS[about]))].sort();
}

import { z } from 'zod';
import { Id } from './primitives.ts';

const EnrollmentStates = z
  .array(z.enum(['pending', 'active', 'paused', 'completed', 'expired', 'withdrawn', 'revoked']))
  .min(1)
  .max(7);
const days = z.number().int().min(0).max(3_650);
/** Null: any course of the school. */
const course = Id.nullable();
/** A module's key in the version of the course that the learner is on. */
const module = z.string().min(1).max(120);

/** One thing that is so, or with `not` is not so, of a person. Every comparison takes in its bound. */
const condition = <A extends string, Shape extends z.core.$ZodLooseShape>(about: A, shape: Shape) =>
  z.strictObject({ about: z.literal(about), ...shape, not: z.boolean().optional() });

/** What can be asked about a person of the school. Nothing else ever reaches the database. */
export const AudienceCondition = z.discriminatedUnion('about', [
  condition('enrollment', { course, states: EnrollmentStates }),
  condition('daysEnrolled', { course, compare: z.enum(['atLeast', 'atMost']), days }),
  condition('progress', {
    course: Id,
    compare: z.enum(['atLeast', 'atMost']),
    percent: z.number().min(0).max(100),
  }),
  condition('module', { course: Id, module, is: z.enum(['open', 'completed']) }),
  condition('work', { course: Id, module, is: z.enum(['handedIn', 'graded', 'passed']) }),
  /** The last lesson done or work handed in; in no course: never. */
  condition('lastActive', { course, compare: z.enum(['within', 'before']), days }),
  condition('certificate', { course }),
  condition('order', {
    course,
    states: z.array(z.enum(['pending', 'paid', 'cancelled', 'refunded'])).min(1),
  }),
  condition('inside', { automation: Id }),
  condition('tag', { tag: z.string().min(1).max(40) }),
  /** A field of the person is a text; one that was never set is none. */
  condition('field', {
    field: z.string().min(1).max(40),
    is: z.union([z.string().max(200), z.number(), z.boolean()]),
  }),
  condition('role', { roles: z.array(z.enum(['learner', 'instructor', 'ops', 'admin'])).min(1) }),
  /** Has not said no to marketing mail. */
  condition('marketing', {}),
  condition('joined', { compare: z.enum(['within', 'before']), days }),
  condition('simulated', {}),
]);
export type AudienceCondition = z.infer<typeof AudienceCondition>;

/** Conditions that all hold, or any of them; groups within groups. */
export interface AudienceGroup {
  match: 'all' | 'any';
  conditions: Array<AudienceCondition | AudienceGroup>;
}

const MOST_CONDITIONS = 40;
const DEEPEST = 3;

const Group: z.ZodType<AudienceGroup> = z.lazy(() =>
  z.strictObject({
    match: z.enum(['all', 'any']),
    conditions: z.array(z.union([AudienceCondition, Group])).max(MOST_CONDITIONS),
  }),
);

/** Who belongs to a segment: a typed condition over people, enrollments, progress and payments, compiled to SQL. */
export const Audience = Group.refine((audience) => depthOf(audience) <= DEEPEST, {
  message: `groups go at most ${DEEPEST} deep`,
}).refine((audience) => conditionsOf(audience).length <= MOST_CONDITIONS, {
  message: `at most ${MOST_CONDITIONS} conditions`,
});
export type Audience = AudienceGroup;

const isGroup = (one: AudienceCondition | AudienceGroup): one is AudienceGroup => 'match' in one;

function depthOf(group: AudienceGroup): number {
  return 1 + Math.max(0, ...group.conditions.map((one) => (isGroup(one) ? depthOf(one) : 0)));
}

/** Every condition in it, at whatever depth. */
export function conditionsOf(audience: Audience): AudienceCondition[] {
  return audience.conditions.flatMap((one) => (isGroup(one) ? conditionsOf(one) : [one]));
}

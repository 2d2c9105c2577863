import type { Audience, AudienceCondition } from '@gradus/contracts';
import * as fc from 'fast-check';

/** As much of a person as conditions ask about. */
export interface Life {
  role: 'learner' | 'instructor';
  marketing: boolean;
  enrollment: null | {
    state: 'pending' | 'active' | 'completed' | 'revoked';
    daysAgo: number;
    progress: number;
    lessonDaysAgo: number | null;
    certified: boolean;
  };
}

/** What each condition means, said a second time in plain code over the imagined life. */
function holds(condition: AudienceCondition, life: Life): boolean {
  const answer = (): boolean => {
    const { enrollment } = life;
    const partakes = enrollment !== null && ['active', 'completed'].includes(enrollment.state);
    switch (condition.about) {
      case 'enrollment':
        return enrollment !== null && condition.states.includes(enrollment.state);
      case 'daysEnrolled':
        return partakes && condition.compare === 'atLeast'
          ? enrollment.daysAgo >= condition.days
          : partakes && enrollment.daysAgo < condition.days;
      case 'progress':
        return (
          partakes &&
          (condition.compare === 'atLeast'
            ? enrollment.progress >= condition.percent
            : enrollment.progress <= condition.percent)
        );
      case 'lastActive': {
        const last = enrollment?.lessonDaysAgo ?? null;
        if (last === null) return false;
        return condition.compare === 'before' ? last >= condition.days : last < condition.days;
      }
      case 'certificate':
        return enrollment?.certified === true;
      case 'role':
        return condition.roles.includes(life.role);
      case 'marketing':
        return life.marketing;
      default:
        throw new Error(`not imagined: ${condition.about}`);
    }
  };
  return condition.not === true ? !answer() : answer();
}
/** Whether the audience takes this life in. */
export const belongs = (audience: Audience, life: Life): boolean => {
  const each = (one: Audience['conditions'][number]) =>
    'match' in one ? belongs(one, life) : holds(one, life);
  return audience.match === 'all' ? audience.conditions.every(each) : audience.conditions.some(each);
};

const days = fc.integer({ min: 1, max: 60 });
const anyCourse = fc.constantFrom('this', null);
/** Any life. */
export const lives: fc.Arbitrary<Life> = fc.record({
  role: fc.constantFrom('learner' as const, 'instructor' as const),
  marketing: fc.boolean(),
  enrollment: fc.option(
    fc.record({
      state: fc.constantFrom('pending' as const, 'active' as const, 'completed' as const, 'revoked' as const),
      daysAgo: days,
      progress: fc.constantFrom(0, 25, 50, 99.99, 100),
      lessonDaysAgo: fc.option(days),
      certified: fc.boolean(),
    }),
  ),
});

function conditions(courseId: string): fc.Arbitrary<AudienceCondition> {
  const here = () => courseId;
  const where = anyCourse.map((which) => (which === null ? null : here()));
  const not = fc.constantFrom({}, { not: true });
  const kinds: Array<fc.Arbitrary<AudienceCondition>> = [
    fc.record({
      about: fc.constant('enrollment' as const),
      course: where,
      states: fc.uniqueArray(
        fc.constantFrom('pending' as const, 'active' as const, 'completed' as const, 'revoked' as const),
        { minLength: 1 },
      ),
    }),
    fc.record({
      about: fc.constant('daysEnrolled' as const),
      course: where,
      compare: fc.constantFrom('atLeast' as const, 'atMost' as const),
      days,
    }),
    fc.record({
      about: fc.constant('progress' as const),
      course: fc.constant(null).map(here),
      compare: fc.constantFrom('atLeast' as const, 'atMost' as const),
      percent: fc.constantFrom(0, 25, 50, 99.99, 100),
    }),
    fc.record({
      about: fc.constant('lastActive' as const),
      course: where,
      compare: fc.constantFrom('within' as const, 'before' as const),
      days,
    }),
    fc.record({ about: fc.constant('certificate' as const), course: where }),
    fc.record({
      about: fc.constant('role' as const),
      roles: fc.uniqueArray(fc.constantFrom('learner' as const, 'instructor' as const), { minLength: 1 }),
    }),
    fc.constant({ about: 'marketing' as const }),
  ];
  return fc.tuple(fc.oneof(...kinds), not).map(([condition, more]) => ({ ...condition, ...more }));
}

/** Any rule over the course and the school. */
export function audiences(courseId: string): fc.Arbitrary<Audience> {
  const match = fc.constantFrom('all' as const, 'any' as const);
  const inner = fc.record({ match, conditions: fc.array(conditions(courseId), { maxLength: 3 }) });
  return fc.record({ match, conditions: fc.array(fc.oneof(conditions(courseId), inner), { maxLength: 4 }) });
}

import type { Audience, AudienceCondition } from '@gradus/contracts';
import { type About, type ConditionOf, isGroup } from './condition-kinds.ts';
import type { KnownPlaces } from './use-places.ts';

type Say<A extends About> = (condition: ConditionOf<A>, places: KnownPlaces) => string;

const courseOf = (id: string | null, { courses }: KnownPlaces) =>
  id === null ? 'any course' : (courses.find((course) => course.id === id)?.title ?? 'a course that is gone');

const weekOf = (courseId: string, module: string, { courses }: KnownPlaces) =>
  courses.find(({ id }) => id === courseId)?.modules.find(({ key }) => key === module)?.label ?? module;

const oneOf = (words: string[]) => words.join(' or ');
const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);

export const ENROLLMENT_WORDS = {
  pending: 'not paid yet',
  active: 'taking part',
  paused: 'paused',
  completed: 'completed',
  expired: 'expired',
  withdrawn: 'withdrawn',
  revoked: 'revoked',
} as const;

const WORK_WORDS = { handedIn: 'handed in', graded: 'graded', passed: 'passed' } as const;

const SAY: { [A in About]: Say<A> } = {
  enrollment: ({ course, states }, places) =>
    `${courseOf(course, places)} is ${oneOf(states.map((state) => ENROLLMENT_WORDS[state]))}`,
  daysEnrolled: ({ course, compare, days: count }, places) =>
    `enrolled in ${courseOf(course, places)} for ${compare === 'atLeast' ? 'at least' : 'at most'} ${days(count)}`,
  progress: ({ course, compare, percent }, places) =>
    `progress in ${courseOf(course, places)} is ${compare === 'atLeast' ? 'at least' : 'at most'} ${percent} %`,
  module: ({ course, module, is }, places) => `${weekOf(course, module, places)} is ${is}`,
  work: ({ course, module, is }, places) =>
    `the work of ${weekOf(course, module, places)} is ${WORK_WORDS[is]}`,
  lastActive: ({ course, compare, days: count }, places) =>
    `last active in ${courseOf(course, places)} ${compare === 'within' ? 'within' : 'longer ago than'} ${days(count)}`,
  certificate: ({ course }, places) => `has the certificate of ${courseOf(course, places)}`,
  order: ({ course, states }, places) => `the payment for ${courseOf(course, places)} is ${oneOf(states)}`,
  inside: ({ automation }, { automations }) =>
    `inside “${automations.find(({ id }) => id === automation)?.name ?? 'an automation that is gone'}”`,
  tag: ({ tag }) => `is tagged “${tag}”`,
  field: ({ field, is }) => `“${field}” is ${JSON.stringify(is)}`,
  role: ({ roles }) => `role is ${oneOf(roles)}`,
  marketing: () => 'takes marketing mail',
  joined: ({ compare, days: count }) =>
    `joined the school ${compare === 'within' ? 'within' : 'longer ago than'} ${days(count)}`,
  simulated: () => 'is simulated',
};

function sayOne(condition: AudienceCondition, places: KnownPlaces): string {
  const say = SAY[condition.about] as Say<About>;
  const said = say(condition, places);
  return condition.not === true ? `not: ${said}` : said;
}

/** The rule in one line: "role is learner and (progress … or …)". */
export function sayAudience(audience: Audience, places: KnownPlaces): string {
  if (audience.conditions.length === 0) return audience.match === 'all' ? 'everybody' : 'nobody';
  const parts = audience.conditions.map((one) =>
    isGroup(one) ? `(${sayAudience(one, places)})` : sayOne(one, places),
  );
  return parts.join(audience.match === 'all' ? ' and ' : ' or ');
}

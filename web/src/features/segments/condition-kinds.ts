import type { Audience, AudienceCondition } from '@gradus/contracts';

export type About = AudienceCondition['about'];
export type ConditionOf<A extends About> = Extract<AudienceCondition, { about: A }>;

/** What a fresh condition is made from. */
export interface Places {
  courseId: string;
  module: string;
  automationId: string;
}

interface Kind<A extends About> {
  label: string;
  fresh(places: Places): ConditionOf<A>;
}

/** Every kind of condition: how it is called, and as what it begins. A new kind does not compile until it is here. */
export const CONDITION_KINDS: { [A in About]: Kind<A> } = {
  enrollment: {
    label: 'Enrollment',
    fresh: ({ courseId }) => ({ about: 'enrollment', course: courseId, states: ['active'] }),
  },
  daysEnrolled: {
    label: 'Days since enrollment',
    fresh: ({ courseId }) => ({ about: 'daysEnrolled', course: courseId, compare: 'atLeast', days: 7 }),
  },
  progress: {
    label: 'Progress in a course',
    fresh: ({ courseId }) => ({ about: 'progress', course: courseId, compare: 'atLeast', percent: 50 }),
  },
  module: {
    label: 'A week',
    fresh: ({ courseId, module }) => ({ about: 'module', course: courseId, module, is: 'completed' }),
  },
  work: {
    label: 'A week’s work',
    fresh: ({ courseId, module }) => ({ about: 'work', course: courseId, module, is: 'handedIn' }),
  },
  lastActive: {
    label: 'Last active',
    fresh: ({ courseId }) => ({ about: 'lastActive', course: courseId, compare: 'before', days: 14 }),
  },
  certificate: {
    label: 'Certificate',
    fresh: ({ courseId }) => ({ about: 'certificate', course: courseId }),
  },
  order: {
    label: 'Payment',
    fresh: ({ courseId }) => ({ about: 'order', course: courseId, states: ['paid'] }),
  },
  inside: {
    label: 'Inside an automation',
    fresh: ({ automationId }) => ({ about: 'inside', automation: automationId }),
  },
  tag: { label: 'Tag', fresh: () => ({ about: 'tag', tag: 'vip' }) },
  field: { label: 'Field of the person', fresh: () => ({ about: 'field', field: 'plan', is: 'gold' }) },
  role: { label: 'Role', fresh: () => ({ about: 'role', roles: ['learner'] }) },
  marketing: { label: 'Takes marketing mail', fresh: () => ({ about: 'marketing' }) },
  joined: { label: 'Joined the school', fresh: () => ({ about: 'joined', compare: 'within', days: 30 }) },
  simulated: { label: 'Simulated person', fresh: () => ({ about: 'simulated' }) },
};

export const conditionChoices = (Object.keys(CONDITION_KINDS) as About[]).map((value) => ({
  value,
  label: CONDITION_KINDS[value].label,
}));

export const NEW_AUDIENCE: Audience = { match: 'all', conditions: [{ about: 'role', roles: ['learner'] }] };

export const isGroup = (one: AudienceCondition | Audience): one is Audience => 'match' in one;

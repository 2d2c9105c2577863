import {
  BEHAVIOURS,
  type CrowdCourse,
  type DrawnCrowd,
  type ForecastQuestion,
  type Plan,
  compile,
  generateJourney,
} from '@gradus/flow';

/** The journey that is generated for a course of three phases and twelve weeks, three lessons and a task in each. */
const phases = ['foundation', 'implementation', 'business'].map((key, phase) => ({
  key,
  title: key,
  modules: [1, 2, 3, 4].map((week) => ({
    key: `week-${phase * 4 + week}`,
    title: `Week ${phase * 4 + week}`,
    position: phase * 4 + week,
    hasAssessment: true,
  })),
}));
export const LESSONS = 3;
export const course: CrowdCourse = {
  schoolZone: 'Europe/Berlin',
  modules: phases.flatMap(({ key, modules }) =>
    modules.map((module) => ({ ...module, phase: key, lessonCount: LESSONS })),
  ),
};

export function journeyPlan(): Plan {
  const { definition } = generateJourney({ courseTitle: 'Bench', durationWeeks: 12, phases });
  const compiled = compile(definition, { courseTitle: 'Bench', modules: [...course.modules] }, 'bench');
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  return compiled.plan;
}

/** Half of them diligent, a quarter late, the rest failing once or silent; five zones; enrolling all through a year. */
export function crowdOf(size: number): DrawnCrowd {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Sydney',
    'America/Los_Angeles',
  ];
  return {
    kind: 'drawn',
    size,
    behaviours: [
      { share: 50, behaviour: BEHAVIOURS.diligent },
      { share: 25, behaviour: BEHAVIOURS.late },
      { share: 15, behaviour: BEHAVIOURS['fails-once'] },
      { share: 10, behaviour: BEHAVIOURS.silent },
    ],
    zones: zones.map((zone) => ({ share: 1, zone })),
    enrolled: { from: Date.parse('2026-01-01T00:00:00Z'), until: Date.parse('2027-01-01T00:00:00Z') },
  };
}

export const HORIZON_DAYS = 200;

export const questionOf = (size: number): ForecastQuestion => ({
  crowd: crowdOf(size),
  course,
  horizonDays: HORIZON_DAYS,
});

import type { ForecastReport } from '@gradus/contracts';

/** How many are inside on each Monday: enrolled, and neither through nor out. */
export function insideOn({ learners, mondays, notEnrolled, finished }: ForecastReport): number[] {
  return mondays.map((_, index) => {
    const out = Object.values(finished).reduce((sum, list) => sum + (list[index] ?? 0), 0);
    return learners - (notEnrolled[index] ?? 0) - out;
  });
}

const MOST = 6;

/** The fullest steps of a Monday, the fullest first. */
export function fullestSteps(
  { steps }: ForecastReport,
  monday: number,
): { stepId: string; title: string; people: number }[] {
  return steps
    .map(({ stepId, title, standing }) => ({ stepId, title, people: standing[monday] ?? 0 }))
    .filter(({ people }) => people > 0)
    .sort((a, b) => b.people - a.people)
    .slice(0, MOST);
}

const HOUR = 3_600_000;
const HOURS_OF_A_WEEK = 168;

/** The busiest hour of each week from the first mail on. */
export function busiestHours({ messages }: ForecastReport): { at: string; count: number }[] {
  const { from, perHour } = messages;
  const weeks = Math.ceil(perHour.length / HOURS_OF_A_WEEK);
  return Array.from({ length: weeks }, (_, week) => {
    const hours = perHour.slice(week * HOURS_OF_A_WEEK, (week + 1) * HOURS_OF_A_WEEK);
    const count = Math.max(0, ...hours);
    const hour = week * HOURS_OF_A_WEEK + Math.max(0, hours.indexOf(count));
    return { at: new Date(Date.parse(from) + hour * HOUR).toISOString(), count };
  });
}

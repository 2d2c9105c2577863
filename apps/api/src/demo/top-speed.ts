import { BEHAVIOURS, type CrowdCourse, type Plan, simulate } from '@gradus/flow';

/** What the program that plays a learner needs at most, in real seconds, however fast its clock runs. */
const TO_BEGIN_AND_END = 10;
const FOR_A_LESSON = 1;
/** Its grading included. */
const FOR_A_HAND_IN = 6;

/** Further than any journey waits for somebody who does nothing. */
const HORIZON_DAYS = 1_500;

/**
 * How fast the clock of a simulated learner may run in this journey, in virtual seconds a real one. Reading, handing in and
 * grading take real time; faster, and the journey has given its learner up before they can be done. Null: it gives
 * nobody up, so that any speed will do.
 */
export function topSpeed(plan: Plan, course: CrowdCourse, now: number): number | null {
  const { finished } = simulate(plan, {
    enrolledAt: now,
    learnerZone: course.schoolZone,
    schoolZone: course.schoolZone,
    modules: course.modules,
    behaviour: BEHAVIOURS.silent,
    horizonDays: HORIZON_DAYS,
  }).state;
  if (finished === null || finished.outcome === 'completed') return null;
  const seconds = (finished.at - now) / 1_000;
  return Math.floor(seconds / secondsToPlay(course));
}

function secondsToPlay({ modules }: CrowdCourse): number {
  return modules.reduce(
    (sum, { lessonCount, hasAssessment }) =>
      sum + lessonCount * FOR_A_LESSON + (hasAssessment ? FOR_A_HAND_IN : 0),
    TO_BEGIN_AND_END,
  );
}

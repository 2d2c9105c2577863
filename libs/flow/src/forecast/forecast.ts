import type { StepId } from '../model/definition.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunOutcome } from '../model/state.ts';
import { openedElsewhere } from '../simulate/scenario.ts';
import { Walk } from '../simulate/walk.ts';
import { DAY } from '../time/durations.ts';
import { nextWeekdayTime } from '../time/local-time.ts';
import { enrollmentSpan, memberOf, sizeOf, type Crowd, type CrowdCourse } from './crowd.ts';
import { Tally } from './tally.ts';

/** What a forecast is asked. */
export interface ForecastQuestion {
  crowd: Crowd;
  course: CrowdCourse;
  /** How long each learner is followed from their enrollment. */
  horizonDays: number;
}

/** One step of a forecast. */
export interface StepForecast {
  /** How often somebody came to it, and by which port they left. */
  entered: number;
  ports: Record<string, number>;
  /** How often a way ended here: at an end, at an exit, where ways part or come together. */
  ended: number;
  /** How many stand there on each Monday. */
  standing: number[];
}

/** What becomes of a crowd. All lists that say nothing else have one number for each Monday. */
export interface Forecast {
  learners: number;
  /** Each Monday, 00:00 by the school's clock, from the first enrollment until the last learner is no longer followed. */
  mondays: Instant[];
  steps: Record<StepId, StepForecast>;
  notEnrolled: number[];
  finished: Record<RunOutcome, number[]>;
  /**
   * Messages as they leave, hour by hour from `from` on, after the quiet hours. `unsent`: called off when a run ended early,
   * out of date by then, or too many for the frequency cap.
   */
  messages: { from: Instant; perHour: number[]; total: number; unsent: number };
  /** Work handed in, each to be graded once: in the week that begins on that Monday, and before the first. */
  submissions: { perWeek: number[]; before: number; total: number };
  /** Still inside when they were followed no longer, and stopped because a loop came round far too often. */
  open: number;
  cutShort: number;
}

/** The Mondays that a crowd is looked at. */
export function mondaysOf({ crowd, course, horizonDays }: ForecastQuestion): Instant[] {
  const span = enrollmentSpan(crowd);
  if (span === null) return [];
  const until = span.until + horizonDays * DAY;
  const rule = { weekdays: [1], time: '00:00' };
  const mondays: Instant[] = [];
  for (let at = span.from; ; at = (mondays.at(-1) ?? at) + 1) {
    const monday = nextWeekdayTime(at, rule, course.schoolZone);
    if (monday > until) return mondays;
    mondays.push(monday);
  }
}

/**
 * Takes the learners numbered `first` to `last` (not included) through the plan, each with the engine of the live runs, and
 * adds up where they stand. Parts of one question may be computed anywhere and put together by {@link addForecasts}. No two
 * learners are taken for one: a week later is another calendar, with other changes of the clocks.
 */
export function forecastPart(plan: Plan, question: ForecastQuestion, first: number, last: number): Forecast {
  const tally = new Tally(plan, mondaysOf(question), enrollmentSpan(question.crowd)?.from ?? 0);
  for (let index = first; index < last; index += 1) {
    const member = memberOf(question.crowd, index);
    const { course, horizonDays } = question;
    const opened = openedElsewhere(plan, { ...course, ...member });
    const scenario = { ...member, ...course, opened, horizonDays };
    tally.begin(member.enrolledAt);
    const walk = Walk.begin(plan, scenario, tally);
    tally.end(walk.toEnd(), walk.state.finished !== null);
  }
  return tally.result();
}

/** The whole crowd at once, on this thread. */
export function forecast(plan: Plan, question: ForecastQuestion): Forecast {
  return forecastPart(plan, question, 0, sizeOf(question.crowd));
}

import type { CrowdCourse } from '../../forecast/crowd.ts';
import { wayOf } from '../../kinds/ways/split.ts';
import type { Instant } from '../../model/instant.ts';
import type { Plan } from '../../model/plan.ts';
import { BEHAVIOURS, openedElsewhere, type Scenario } from '../../simulate/scenario.ts';
import { DAY } from '../../time/durations.ts';

/** What the learners have in common that a drawing is looked at with. */
export interface Imagined {
  course: CrowdCourse;
  /** When the learners enrol who are looked at. */
  enrolledAt: Instant;
  learnerZone?: string;
}

/** Longer than any wait that anybody has ever drawn. */
const HORIZON_DAYS = 1_000;

/** Whoever no split needs to tell from others. */
const IMAGINED = 'imagined';
/** Ways of all splits together that are looked for; a share too small to find anybody for is left out. */
const MOST_PEOPLE = 400;

/** Imagined people so different that between them they go every way of every split. */
function peopleFor({ steps }: Plan): string[] {
  const splits = Object.values(steps).flatMap(({ id, step }) =>
    step.kind === 'split' ? [{ id, step }] : [],
  );
  const missing = new Set(
    splits.flatMap(({ id, step }) =>
      step.config.ways.flatMap((way) => (way.percent > 0 ? [`${id}:${way.id}`] : [])),
    ),
  );
  const people: string[] = [];
  for (let number = 0; number < MOST_PEOPLE && missing.size > 0; number += 1) {
    const person = number === 0 ? IMAGINED : `${IMAGINED}-${number}`;
    const ways = splits.map(({ id, step }) => `${id}:${wayOf(step.config, id, person)}`);
    if (ways.filter((way) => missing.delete(way)).length > 0) people.push(person);
  }
  return people.length > 0 ? people : [IMAGINED];
}

/** Days after the enrollment at which learners enter: at once, or whenever in their course the event comes that starts it. */
function beginnings({ definition, steps }: Plan): number[] {
  const start = steps[definition.trigger]?.step;
  const atOnce = start?.kind !== 'trigger' || start.config.on.kind === 'enrolled';
  return atOnce ? [0] : [0, 25, 120];
}

/** A learner who enrols at `at`, and enters so many milliseconds later. */
export function learnerOf(
  plan: Plan,
  { course, learnerZone }: Imagined,
  { at, startsAfter = 0, personId = IMAGINED }: { at: Instant; startsAfter?: number; personId?: string },
): Scenario {
  return {
    personId,
    enrolledAt: at,
    startedAt: at + startsAfter,
    learnerZone: learnerZone ?? course.schoolZone,
    ...course,
    behaviour: BEHAVIOURS.diligent,
    opened: openedElsewhere(plan, { modules: course.modules, enrolledAt: at }),
    horizonDays: HORIZON_DAYS,
  };
}

/** Learners who between them enter whenever they can, and go every way of every split. */
export function learnersOf(plan: Plan, imagined: Imagined): Scenario[] {
  const at = imagined.enrolledAt;
  return beginnings(plan).flatMap((days) =>
    peopleFor(plan).map((personId) => learnerOf(plan, imagined, { at, startsAfter: days * DAY, personId })),
  );
}

import { type CrowdMember, memberOf } from '@gradus/flow';
import { HORIZON_DAYS, LESSONS, course, crowdOf } from './journey.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a program of a hundred lines that knows this one journey by heart makes of the same crowd. */
export interface ByHand {
  messages: number;
  submissions: number;
  completed: number;
}

type Happening = [
  at: number,
  what: 'open' | 'lesson' | 'submitted' | 'graded' | 'look',
  week: number,
  passed: boolean,
];

function workIn(week: number, from: number, { behaviour }: CrowdMember): Happening[] {
  const { lessonsAfterDays, handsInAfterDays, gradedAfterHours, result, retriesAfterDays } = behaviour;
  const work: Happening[] = [];
  if (lessonsAfterDays !== null) {
    for (let lesson = 1; lesson <= LESSONS; lesson += 1)
      work.push([from + (lesson / LESSONS) * lessonsAfterDays * DAY, 'lesson', week, true]);
  }
  if (handsInAfterDays === null) return work;
  const handedIn = from + handsInAfterDays * DAY;
  const graded = handedIn + gradedAfterHours * HOUR;
  work.push([handedIn, 'submitted', week, true], [graded, 'graded', week, result === 'passed']);
  if (result === 'passed' || retriesAfterDays === undefined) return work;
  const again = graded + retriesAfterDays * DAY;
  work.push([again, 'submitted', week, true], [again + gradedAfterHours * HOUR, 'graded', week, true]);
  return work;
}

/** Weeks by days of twenty-four hours, no zones, no drawing, no facts, no words: the least that could count the same. */
function oneLearner(member: CrowdMember, sums: ByHand): void {
  const weeks = course.modules.length;
  const happenings: Happening[] = [];
  for (let week = 0; week < weeks; week += 1) {
    const opens = member.enrolledAt + week * 7 * DAY;
    happenings.push([opens, 'open', week, true], ...workIn(week, opens, member));
    if (week % 4 === 3) happenings.push([opens + 6 * DAY, 'look', week, true]);
  }
  happenings.sort((a, b) => a[0] - b[0]);
  const lessons = course.modules.map(() => 0);
  const passed = course.modules.map(() => false);
  const complete = (week: number) => lessons[week] === LESSONS && passed[week] === true;
  let done = 0;
  let doneAt: number | null = null;
  for (const [at, what, week, good] of happenings) {
    if (what === 'open') sums.messages += 1;
    else if (what === 'submitted') sums.submissions += 1;
    else if (what === 'look') {
      const phase = [week - 3, week - 2, week - 1, week];
      if (!phase.every(complete)) sums.messages += 1;
    } else {
      const before = complete(week);
      if (what === 'lesson') lessons[week] = (lessons[week] ?? 0) + 1;
      else passed[week] = passed[week] === true || good;
      if (!before && complete(week)) done += 1;
      if (done === weeks) doneAt ??= at;
    }
  }
  const looked = member.enrolledAt + ((weeks - 1) * 7 + 6) * DAY;
  const reminded = doneAt === null || doneAt > looked + 14 * DAY;
  if (doneAt !== null && doneAt < member.enrolledAt + HORIZON_DAYS * DAY) sums.completed += 1;
  sums.messages += (reminded ? 1 : 0) + (doneAt === null ? 1 : 2);
}

/** The floor of a forecast on one thread: how long it takes when nothing has to be known but this journey. */
export function byHand(size: number): ByHand {
  const crowd = crowdOf(size);
  const sums: ByHand = { messages: 0, submissions: 0, completed: 0 };
  for (let index = 0; index < size; index += 1) oneLearner(memberOf(crowd, index), sums);
  return sums;
}

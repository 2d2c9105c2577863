import type { SimulatedVisit, TimelineEntry } from '@gradus/contracts';
import type { StepMark } from '../../../canvas/marks.ts';

/** Somebody's way through a drawing, day by day. */
export interface Playback {
  /** Whose way it is, as the end of a sentence: "a diligent learner". */
  whose: string;
  /** By whose clock days are counted. */
  zone: string;
  entries: readonly TimelineEntry[];
  visits: readonly SimulatedVisit[];
}

/** The same, with the day on which each thing happens, counted from the first one as day 1. */
export interface DayByDay extends Playback {
  /** The first day, as a date at noon in UTC: for naming the days. */
  firstDay: Date;
  days: number;
  entryDays: readonly number[];
  /** When each visit begins and ends; `Infinity`: not within what was looked at. */
  visitDays: ReadonlyArray<{ from: number; until: number }>;
}

const DAY = 86_400_000;

function calendarIn(zone: string): (at: string) => number {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  const known = new Map<string, number>();
  return (at) => {
    let day = known.get(at);
    if (day === undefined)
      known.set(at, (day = Date.parse(`${format.format(new Date(at))}T12:00:00Z`) / DAY));
    return day;
  };
}

/** Counts the days of a way on its own calendar. */
export function dayByDay(playback: Playback): DayByDay {
  const { entries, visits, zone } = playback;
  const dayOf = calendarIn(zone);
  const all = [
    ...entries.map(({ at }) => dayOf(at)),
    ...visits.flatMap(({ enteredAt, leftAt }) => [enteredAt, ...(leftAt ? [leftAt] : [])].map(dayOf)),
  ];
  const first = all.length === 0 ? dayOf(new Date().toISOString()) : Math.min(...all);
  const numbered = (at: string) => dayOf(at) - first + 1;
  return {
    ...playback,
    firstDay: new Date(first * DAY),
    days: all.length === 0 ? 1 : Math.max(...all) - first + 1,
    entryDays: entries.map(({ at }) => numbered(at)),
    visitDays: visits.map(({ enteredAt, leftAt }) => ({
      from: numbered(enteredAt),
      until: leftAt === null ? Number.POSITIVE_INFINITY : numbered(leftAt),
    })),
  };
}

/** What has happened by the evening of a day. */
export function entriesUntil({ entries, entryDays }: DayByDay, day: number): TimelineEntry[] {
  return entries.filter((_, index) => (entryDays[index] ?? 0) <= day);
}

/** Where they stand on the evening of a day. */
export function standingOn({ visits, visitDays }: DayByDay, day: number): SimulatedVisit[] {
  return visits.filter((_, index) => {
    const { from = Infinity, until = 0 } = visitDays[index] ?? {};
    return from <= day && until > day;
  });
}

/** The way up to the evening of a day, step by step: passed, standing here, blocked here, or not reached. */
export function marksOn(way: DayByDay, day: number, stepIds: readonly string[]): Map<string, StepMark> {
  const marks = new Map<string, Extract<StepMark, { kind: 'place' }>>();
  for (const stepId of stepIds) marks.set(stepId, { kind: 'place', state: 'never', visits: 0, ports: [] });
  const blocked = new Set(
    entriesUntil(way, day).flatMap(({ kind, stepId }) => (kind === 'blocked' && stepId ? [stepId] : [])),
  );
  for (const [index, { stepId, port }] of way.visits.entries()) {
    const { from, until } = way.visitDays[index] ?? { from: Infinity, until: 0 };
    const mark = marks.get(stepId);
    if (mark === undefined || from > day) continue;
    mark.visits += 1;
    if (until > day) mark.state = blocked.has(stepId) ? 'blocked' : 'waiting';
    else if (mark.state === 'never') mark.state = 'left';
    if (until <= day && port !== null && !mark.ports.includes(port)) mark.ports.push(port);
  }
  return marks;
}

const long = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "Day 23, week 4: Wed, 23 Dec 2026". */
export function sayDay({ firstDay }: DayByDay, day: number): string {
  const date = new Date(firstDay.getTime() + (day - 1) * DAY);
  return `Day ${day}, week ${Math.ceil(day / 7)}: ${long.format(date)}`;
}

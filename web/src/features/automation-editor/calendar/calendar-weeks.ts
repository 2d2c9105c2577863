import type { SimulationEntry } from '@gradus/flow';

/** What a teaching calendar shows: what opens, what is sent, how it ends. Who waits, or branches, is for the canvas. */
const SHOWN = new Set<SimulationEntry['kind']>([
  'released',
  'relocked',
  'message',
  'certificate',
  'finished',
  'blocked',
]);

export interface CalendarDay {
  /** `YYYY-MM-DD` in the learners' zone. */
  date: string;
  entries: SimulationEntry[];
}

export interface CalendarWeek {
  /** The Monday, `YYYY-MM-DD`. */
  monday: string;
  /** From 1, counted from the week the cohort begins in; weeks in which nothing happens are there, too. */
  number: number;
  days: CalendarDay[];
}

const DAY = 86_400_000;

/** The entries as weeks from Monday to Sunday, by the calendar of a zone. */
export function weeksOf(entries: readonly SimulationEntry[], zone: string): CalendarWeek[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  const days = new Map<string, SimulationEntry[]>();
  for (const entry of entries.filter(({ kind }) => SHOWN.has(kind))) {
    const date = format.format(entry.at);
    days.set(date, [...(days.get(date) ?? []), entry]);
  }
  const dates = [...days.keys()].sort();
  const [first] = dates;
  const last = dates.at(-1);
  if (first === undefined || last === undefined) return [];
  const weeks: CalendarWeek[] = [];
  for (let monday = mondayOf(first); monday <= last; monday = plusDays(monday, 7)) {
    const until = plusDays(monday, 7);
    const inside = dates.filter((date) => date >= monday && date < until);
    weeks.push({
      monday,
      number: weeks.length + 1,
      days: inside.map((date) => ({ date, entries: days.get(date) ?? [] })),
    });
  }
  return weeks;
}

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** From its Monday to its Sunday: "23 – 29 Nov 2026". */
export function sayWeek(monday: string): string {
  return day.formatRange(Date.parse(monday), Date.parse(plusDays(monday, 6)));
}

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

function mondayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return plusDays(date, -((weekday + 6) % 7));
}

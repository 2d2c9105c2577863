import { expect, it } from '@jest/globals';
import type { SimulationEntry } from '@gradus/flow';
import { sayWeek, weeksOf } from './calendar-weeks.ts';

const entry = (at: string, kind: SimulationEntry['kind'] = 'message'): SimulationEntry => ({
  at: Date.parse(at),
  kind,
  stepId: null,
  title: at,
  detail: '',
  port: null,
});

it('puts entries into weeks from Monday on, by the calendar of the zone, quiet weeks included', () => {
  // 22:30 in London is Monday half past midnight in Helsinki.
  const weeks = weeksOf([entry('2026-03-01T22:30:00Z'), entry('2026-03-18T08:00:00Z')], 'Europe/Helsinki');
  expect(weeks.map(({ monday, number, days }) => [number, monday, days.map(({ date }) => date)])).toEqual([
    [1, '2026-03-02', ['2026-03-02']],
    [2, '2026-03-09', []],
    [3, '2026-03-16', ['2026-03-18']],
  ]);
});

it('leaves out what is no date of the course', () => {
  expect(
    weeksOf([entry('2026-03-02T08:00:00Z', 'waiting'), entry('2026-03-02T08:00:00Z', 'branch')], 'UTC'),
  ).toEqual([]);
});

it('says a week by its first and its last day, so that a cohort that begins on a Thursday finds itself', () => {
  expect(sayWeek('2026-11-23').replace(/[\u2009\s]+/g, ' ')).toBe('23 – 29 Nov 2026');
  expect(sayWeek('2026-12-28').replace(/[\u2009\s]+/g, ' ')).toBe('28 Dec 2026 – 3 Jan 2027');
});

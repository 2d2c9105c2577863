import { describe, expect, it } from '@jest/globals';
import type { Catalogue } from '../model/plan.ts';
import { chain, mailStep, planOf, releaseStep, waitStep, weekdayStep } from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { newcomer } from '../testing/learner.ts';
import { DAY, HOUR } from './durations.ts';
import { localDateTime } from './local-time.ts';

/** Whole hours and half ones, clocks changed at midnight, in either half of the year, and never. */
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Kolkata',
];

const at = (iso: string) => Date.parse(iso);
const WEEKS = 104;
/** A Monday in every zone, at a different time of day in each. */
const BEGIN = at('2026-01-05T12:00:00Z');

/** What a clock on the wall shows, asked of the platform and not of the engine: "Mon 07:00". */
function shows(moment: number, zone: string, withDay = true): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${withDay ? `${of('weekday')} ` : ''}${of('hour')}:${of('minute')}`;
}

const school: Catalogue = {
  courseTitle: 'Two years',
  modules: Array.from({ length: WEEKS }, (_, week) => ({
    key: `week-${week}`,
    title: `Week ${week}`,
    position: week + 1,
    phase: 'all',
    hasAssessment: false,
  })),
};
const learnerIn = (zone: string) =>
  newcomer({
    learnerZone: zone,
    enrolledAt: BEGIN,
    modules: school.modules.map(({ key, title, position, phase }) => ({
      key,
      title,
      position,
      phase,
      releasedAt: null,
      requiredLessons: 0,
      lessonCompletions: [],
      assessment: null,
    })),
  });

describe.each(ZONES)('two years in %s', (zone) => {
  it('every weekly release keeps the hour on the wall, a week after the last', () => {
    const snap = { weekdays: [1], time: '07:00' };
    const weeks = Object.fromEntries(
      school.modules.map(({ key }, week) => [key, releaseStep(key, 7 * week, { snap })]),
    );
    const run = new Driver(planOf(chain(weeks), school), learnerIn(zone), BEGIN);
    run.advance(BEGIN + (WEEKS + 2) * 7 * DAY);
    const moments = run.only('release').map((release) => release.at);
    expect(moments).toHaveLength(WEEKS);
    expect(new Set(moments.map((moment) => shows(moment, zone)))).toEqual(new Set(['Mon 07:00']));
    const apart = moments.slice(1).map((moment, index) => moment - moments[index]!);
    expect(Math.max(...apart)).toBeLessThanOrEqual(7 * DAY + HOUR);
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(7 * DAY - HOUR);
  });

  it('every wait until a weekday and time ends there', () => {
    const waits = Object.fromEntries(
      Array.from({ length: WEEKS }, (_, week) => [
        [`wait-${week}`, weekdayStep([4], '16:30')],
        [`gap-${week}`, waitStep(1)],
      ]).flat(),
    );
    const run = new Driver(planOf(chain(waits)), learnerIn(zone), BEGIN);
    run.advance(BEGIN + (WEEKS + 2) * 7 * DAY);
    const ended = run.only('left').filter(({ stepId }) => stepId.startsWith('wait-'));
    expect(ended).toHaveLength(WEEKS);
    expect(new Set(ended.map((left) => shows(left.at, zone)))).toEqual(new Set(['Thu 16:30']));
  });

  it('quiet hours end at their hour on every morning', () => {
    const plan = planOf({
      ...chain({ mail: mailStep() }),
      settings: { exitOn: [], quietHours: { from: '21:00', to: '08:00', zone: 'learner' } },
    });
    const kept = Array.from({ length: 730 }, (_, day) => {
      const evening = localDateTime(new Date(BEGIN + day * DAY).toISOString().slice(0, 10), '22:30', zone);
      const [mail] = new Driver(plan, learnerIn(zone), evening).only('message');
      return mail?.notBefore ?? 0;
    });
    expect(new Set(kept.map((moment) => shows(moment, zone, false)))).toEqual(new Set(['08:00']));
  });

  it('a run of 400 days ends at the hour at which it began, and in exact time to the millisecond', () => {
    const learner = planOf(
      chain({ wait: { ...waitStep(400), config: { ...waitStep(400).config, zone: 'learner' } } }),
    );
    const begun = localDateTime('2026-01-12', '10:15', zone);
    const run = new Driver(learner, learnerIn(zone), begun);
    run.advance(begun + 402 * DAY);
    expect(shows(run.state.finished!.at, zone, false)).toBe('10:15');
    const exact = new Driver(planOf(chain({ wait: waitStep(400) })), learnerIn(zone), begun);
    exact.advance(begun + 402 * DAY);
    expect(exact.state.finished!.at).toBe(begun + 400 * DAY);
  });
});

describe('a time that the clock skips is the first moment after the gap', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:00:00Z'],
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30:00Z'],
    ['America/Santiago', '2026-09-06', '00:00', '2026-09-06T04:00:00Z'],
  ])('%s %s %s', (zone, date, time, moment) => {
    expect(localDateTime(date, time, zone)).toBe(at(moment));
  });
});

describe('a time that the clock shows twice is the earlier one', () => {
  it.each([
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00Z'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00Z'],
    ['America/Santiago', '2026-04-04', '23:30', '2026-04-05T02:30:00Z'],
  ])('%s %s %s', (zone, date, time, moment) => {
    expect(localDateTime(date, time, zone)).toBe(at(moment));
  });
});

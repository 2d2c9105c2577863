import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { generateJourney } from '../journey/generate-journey.ts';
import type { Definition } from '../model/definition.ts';
import { BEHAVIOURS } from '../simulate/scenario.ts';
import { simulate } from '../simulate/simulate.ts';
import { CATALOGUE, chain, mailStep, planOf, waitStep } from '../testing/drawings.ts';
import { definitions } from '../testing/generated.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY, HOUR } from '../time/durations.ts';
import { addForecasts } from './add-forecasts.ts';
import { memberOf, type DrawnCrowd } from './crowd.ts';
import { forecast, forecastPart, type Forecast, type ForecastQuestion } from './forecast.ts';

jest.setTimeout(60_000);

const modules = CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 3 }));
const JOURNEY = planOf(
  generateJourney({
    courseTitle: 'Knots',
    durationWeeks: 3,
    phases: ['basics', 'mastery'].map((key) => ({
      key,
      title: key,
      modules: CATALOGUE.modules.filter(({ phase }) => phase === key),
    })),
  }).definition,
);
const CROWD: DrawnCrowd = {
  kind: 'drawn',
  size: 200,
  behaviours: [
    { share: 6, behaviour: BEHAVIOURS.diligent },
    { share: 3, behaviour: BEHAVIOURS.late },
    { share: 1, behaviour: BEHAVIOURS.silent },
  ],
  zones: [
    { share: 1, zone: 'Europe/Berlin' },
    { share: 1, zone: 'America/New_York' },
  ],
  enrolled: { from: ENROLLED, until: ENROLLED + 30 * DAY },
};
const question = (change: Partial<DrawnCrowd> = {}, horizonDays = 200): ForecastQuestion => ({
  crowd: { ...CROWD, ...change },
  course: { schoolZone: 'Europe/Berlin', modules },
  horizonDays,
});

/** On every Monday each learner is in exactly one place, as long as nothing is drawn in parallel. */
function expectToAddUp(result: Forecast): void {
  for (const [index] of result.mondays.entries()) {
    const inside = Object.values(result.steps).reduce((sum, step) => sum + (step.standing[index] ?? 0), 0);
    const finished = Object.values(result.finished).reduce((sum, list) => sum + (list[index] ?? 0), 0);
    expect(inside + finished + (result.notEnrolled[index] ?? 0)).toBe(result.learners);
  }
}

describe('a crowd', () => {
  it('is the same people each time, in the shares asked for, spread over the days', () => {
    const members = Array.from({ length: CROWD.size }, (_, index) => memberOf(CROWD, index));
    expect(members.map((_, index) => memberOf(CROWD, index))).toEqual(members);
    const share = (holds: (member: (typeof members)[number]) => boolean) =>
      members.filter(holds).length / members.length;
    expect(share(({ behaviour }) => behaviour === BEHAVIOURS.diligent)).toBeCloseTo(0.6, 1);
    expect(share(({ behaviour }) => behaviour === BEHAVIOURS.silent)).toBeCloseTo(0.1, 1);
    expect(share(({ learnerZone }) => learnerZone === 'Europe/Berlin')).toBeCloseTo(0.5, 1);
    expect(share(({ enrolledAt }) => enrolledAt < ENROLLED + 10 * DAY)).toBeCloseTo(1 / 3, 1);
    const newYork = members.filter(({ learnerZone }) => learnerZone === 'America/New_York');
    const late = newYork.filter(({ behaviour }) => behaviour === BEHAVIOURS.late).length / newYork.length;
    expect(late).toBeCloseTo(0.3, 1);
  });

  it('may be the people of a roster', () => {
    const [first, second] = [memberOf(CROWD, 0), memberOf(CROWD, 1)];
    const crowd = { kind: 'listed' as const, members: [first, second] };
    const result = forecast(JOURNEY, { ...question(), crowd });
    expect(result.learners).toBe(2);
    expectToAddUp(result);
  });

  it('of nobody is a forecast of nothing', () => {
    const crowd = { kind: 'listed' as const, members: [] };
    const result = forecast(JOURNEY, { ...question(), crowd });
    expect(result).toMatchObject({ learners: 0, mondays: [], messages: { total: 0 } });
  });
});

describe('forecast', () => {
  const result = forecast(JOURNEY, question());

  it('has everybody somewhere on every Monday', () => {
    expect(result.learners).toBe(200);
    expect(result.notEnrolled[0]).toBeGreaterThan(150);
    expect(result.notEnrolled.at(-1)).toBe(0);
    expectToAddUp(result);
  });

  it('begins its weeks on Mondays at midnight of the school, through the change of the clocks', () => {
    const times = result.mondays.map((at) =>
      new Date(at).toLocaleString('en', {
        timeZone: 'Europe/Berlin',
        weekday: 'short',
        hour: 'numeric',
        hourCycle: 'h23',
      }),
    );
    expect(new Set(times)).toEqual(new Set(['Mon, 00']));
    expect(result.mondays).toContain(Date.parse('2025-03-31T00:00:00+02:00'));
  });

  it('counts what one simulation after the other counts', () => {
    const runs = Array.from({ length: CROWD.size }, (_, index) =>
      simulate(JOURNEY, {
        ...memberOf(CROWD, index),
        schoolZone: 'Europe/Berlin',
        modules,
        horizonDays: 200,
      }),
    );
    const messages = runs.flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'message'));
    expect(result.messages.total).toBe(messages.length);
    expect(result.messages.perHour.reduce((sum, count) => sum + count)).toBe(messages.length);
    const [first] = messages.map(({ at }) => at).toSorted((a, b) => a - b);
    const firstHour = result.messages.perHour.findIndex((count) => count > 0);
    expect(result.messages.from + firstHour * HOUR).toBe(Math.floor((first ?? 0) / HOUR) * HOUR);
    const completed = runs.filter(({ state }) => state.finished?.outcome === 'completed');
    expect(result.finished.completed.at(-1)).toBe(completed.length);
    const handedIn = runs.flatMap(({ facts }) =>
      facts.modules.flatMap((module) =>
        (module.assessment?.history ?? []).filter((fact) => fact.kind === 'submitted'),
      ),
    );
    expect(result.submissions.total).toBe(handedIn.length);
  });

  it('keeps messages back in the quiet hours, and leaves out what is over the frequency cap', () => {
    const mail = mailStep();
    const offer = { ...mail, config: { ...mail.config, category: 'marketing' as const } };
    const plan = planOf({
      ...chain({ first: offer, second: offer, rest: waitStep(2), third: offer }),
      settings: {
        exitOn: [],
        quietHours: { from: '00:00', to: '18:00', zone: 'school' },
        frequencyCap: { messages: 1, per: { amount: 1, unit: 'days' } },
      },
    });
    const day = { from: ENROLLED, until: ENROLLED };
    const zones = [{ share: 1, zone: 'Europe/Berlin' }];
    const { messages: sent } = forecast(plan, question({ size: 10, enrolled: day, zones }));
    expect(sent).toMatchObject({ total: 20, unsent: 10 });
    const hours = sent.perHour.flatMap((count, hour) =>
      count > 0 ? [[count, sent.from + hour * HOUR]] : [],
    );
    expect(hours.map(([count]) => count)).toEqual([10, 10]);
    for (const [, at] of hours)
      expect(new Date(at ?? 0).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' })).toBe('18:00:00');
  });

  it('is the sum of its parts, wherever they are cut', () => {
    fc.assert(
      fc.property(fc.nat(200), (cut) => {
        const parts = [
          forecastPart(JOURNEY, question(), 0, cut),
          forecastPart(JOURNEY, question(), cut, 200),
        ];
        const [a, b] = parts as [Forecast, Forecast];
        expect(addForecasts(a, b)).toEqual(result);
        expect(addForecasts(b, a)).toEqual(result);
      }),
      { numRuns: 5 },
    );
  });

  it('adds up for any drawing that keeps a person in one place', () => {
    fc.assert(
      // Whoever is on several ways at once stands at several steps: those drawings add up in tokens, not in people.
      fc.property(definitions(true).filter(inOnePlace), (definition) => {
        const forecasted = forecast(planOf(definition), question({ size: 8 }, 100));
        expectToAddUp(forecasted);
        const inside = Object.values(forecasted.steps).map(({ entered, ports, ended }) => {
          const left = Object.values(ports).reduce((sum, count) => sum + count, 0);
          return entered - left - ended;
        });
        expect(inside.every((count) => count >= 0)).toBe(true);
        expect(inside.reduce((sum, count) => sum + count)).toBe(forecasted.open);
      }),
      { numRuns: 100 },
    );
  });
});

function inOnePlace({ steps }: Definition): boolean {
  return Object.values(steps).every(({ kind }) => kind !== 'parallel');
}

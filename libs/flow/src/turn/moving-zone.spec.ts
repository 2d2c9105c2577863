import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { compile } from '../compile/compile.ts';
import type { Facts } from '../model/facts.ts';
import type { Input } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import { project } from '../project/project.ts';
import { firstOpenings, openedWhileOpen } from '../testing/openings.ts';
import {
  CATALOGUE,
  chain,
  draw,
  DONE,
  mailStep,
  planOf,
  releaseStep,
  START,
  untilEvent,
  weekdayStep,
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { definitions, eventsOf, lives } from '../testing/generated.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY, HOUR } from '../time/durations.ts';
import { sleepUntil } from './next-input.ts';

jest.setTimeout(60_000);

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Pacific/Auckland', 'Pacific/Honolulu'];

/** What the profile's change does: a dated fact, and the input that announces it. */
function move(run: Driver, zone: string, at: Instant): void {
  const from = run.facts.learnerZone;
  const zoneChanges = [...(run.facts.zoneChanges ?? []), { at, from }];
  run.facts = { ...run.facts, learnerZone: zone, zoneChanges };
  run.queue({ kind: 'zone', at, id: `move-${at}`, from, to: zone });
}

const iso = (at: Instant | null | undefined) => (at == null ? null : new Date(at).toISOString());
const left = (run: Driver, stepId: string) =>
  run.only('left').flatMap((one) => (one.stepId === stepId ? [iso(one.at)] : []));
const days = (amount: number, whose: 'learner' | 'school' | 'none' = 'learner') => ({
  kind: 'wait' as const,
  title: 'Days',
  config: { for: { kind: 'duration' as const, duration: { amount, unit: 'days' as const } }, zone: whose },
});
const until = (date: string, whose: 'learner' | 'school' = 'learner') => ({
  kind: 'wait' as const,
  title: 'Until',
  config: { for: { kind: 'until' as const, date, time: '09:00' }, zone: whose },
});
const friday = {
  ...weekdayStep([5], '09:00'),
  config: { ...weekdayStep([5], '09:00').config, zone: 'learner' as const },
};

/** Enrolled on Monday 3 March 2025, 09:00 in Berlin; the learner moves at noon of the next day. */
const MOVED = ENROLLED + DAY + 3 * HOUR;
function movedTo(zone: string, steps: Parameters<typeof chain>[0]): Driver {
  const run = new Driver(planOf(chain(steps)));
  move(run, zone, MOVED);
  run.advance(MOVED);
  return run;
}

describe('a learner who moves to another zone while waiting', () => {
  it('waits for the same date and time of day, on the new wall clock', () => {
    expect(iso(sleepUntil(movedTo('America/New_York', { friday }).state))).toBe('2025-03-07T14:00:00.000Z');
    expect(iso(sleepUntil(movedTo('Asia/Tokyo', { friday }).state))).toBe('2025-03-07T00:00:00.000Z');
    expect(iso(sleepUntil(movedTo('Asia/Tokyo', { until: until('2025-03-20') }).state))).toBe(
      '2025-03-20T00:00:00.000Z',
    );
  });

  it.each([
    ['in the moment of the move', MOVED],
    ['before the run hears of the move', MOVED + HOUR],
  ])('has a date by the new clock, once, when they come to the step %s', (_, at) => {
    const run = new Driver(planOf(chain({ pay: untilEvent('payment.succeeded'), friday })));
    const from = run.facts.learnerZone;
    run.facts = {
      ...run.facts,
      learnerZone: 'America/New_York',
      zoneChanges: [{ at: MOVED, from }],
    };
    run.event('payment.succeeded', at);
    run.queue({ kind: 'zone', at: MOVED, id: 'move', from, to: 'America/New_York' });
    run.advance(at);
    expect(iso(sleepUntil(run.state))).toBe('2025-03-07T14:00:00.000Z');
  });

  it('goes on at once when that has passed there, and once', () => {
    const run = new Driver(planOf(chain({ friday, rest: days(9) })));
    const at = Date.parse('2025-03-07T02:00:00Z');
    move(run, 'Pacific/Auckland', at);
    run.advance(at + 30 * DAY);
    expect(left(run, 'friday')).toEqual([iso(at)]);
    expect(run.place).toBe('completed');
  });

  it('keeps the time already served of a number of days', () => {
    const run = movedTo('America/New_York', { days: days(3) });
    expect(iso(sleepUntil(run.state))).toBe('2025-03-06T08:00:00.000Z');
  });

  it('is not touched by it where the school’s clock counts, or none', () => {
    for (const step of [until('2025-03-20', 'school'), days(3, 'none'), days(3, 'school')]) {
      const still = new Driver(planOf(chain({ step })));
      const run = movedTo('Asia/Tokyo', { step });
      expect(sleepUntil(run.state)).toBe(sleepUntil(still.state));
      expect(run.only('changed')).toHaveLength(1);
    }
  });

  it('sees a week open on the day that was said, by the new clock: never a week later', () => {
    const monday = { kind: 'afterEnrollment' as const, days: 7 };
    const open = releaseStep('bowline', monday, { snap: { weekdays: [1], time: '09:30' }, zone: 'learner' });
    const run = movedTo('Asia/Tokyo', { open });
    expect(iso(sleepUntil(run.state))).toBe('2025-03-10T00:30:00.000Z');
    expect(project(run.plan, run.state, run.facts, MOVED)[0]?.at).toBe(sleepUntil(run.state));
    run.advance(ENROLLED + 8 * DAY);
    expect(iso(run.only('release')[0]?.at)).toBe('2025-03-10T00:30:00.000Z');
  });

  it('comes round once a week also when Friday comes twice', () => {
    const drawing = draw({ start: START, friday, mail: mailStep(), done: DONE, check: ENOUGH }, [
      ['start', 'next', 'friday'],
      ['friday', 'next', 'mail'],
      ['mail', 'next', 'check'],
      ['check', 'otherwise', 'friday', 'back'],
      ['check', 'yes', 'done'],
    ]);
    const run = new Driver(planOf(drawing));
    run.advance(Date.parse('2025-03-07T08:00:00Z'));
    const after = Date.parse('2025-03-07T09:00:00Z');
    move(run, 'America/New_York', after);
    run.advance(after + 20 * DAY);
    expect(left(run, 'friday').slice(0, 2)).toEqual(['2025-03-07T08:00:00.000Z', '2025-03-14T13:00:00.000Z']);
  });

  it('finds the date moved when a pause is over, and a weekday still once', () => {
    const paused = new Driver(planOf(chain({ friday })));
    paused.command({ name: 'pause' }, ENROLLED + HOUR);
    move(paused, 'America/New_York', MOVED);
    paused.advance(MOVED);
    paused.command({ name: 'resume' }, MOVED + DAY);
    expect(iso(sleepUntil(paused.state))).toBe('2025-03-07T14:00:00.000Z');
    const counting = new Driver(planOf(chain({ days: days(3) })));
    counting.command({ name: 'pause' }, ENROLLED + HOUR);
    move(counting, 'America/New_York', MOVED);
    counting.command({ name: 'resume' }, MOVED + DAY);
    expect(sleepUntil(counting.state)).toBe(ENROLLED + 3 * DAY + (MOVED + DAY - ENROLLED - HOUR));
  });

  it('decides what was due before the move as it would have been decided then', () => {
    const late = new Driver(planOf(chain({ friday, next: friday })));
    const move1 = Date.parse('2025-03-08T12:00:00Z');
    move(late, 'America/New_York', move1);
    late.advance(ENROLLED + 20 * DAY);
    expect(left(late, 'friday')).toEqual(['2025-03-07T08:00:00.000Z']);
  });
});

const ENOUGH = {
  kind: 'branch' as const,
  title: 'Enough?',
  config: { branches: [{ id: 'yes', title: 'Yes', condition: 'facts.daysSinceEnrollment > 20' }] },
};

const moves = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 60 * 24 }), fc.constantFrom(...ZONES)), {
    minLength: 1,
    maxLength: 4,
  })
  .map((list) => list.toSorted(([a], [b]) => a - b));

function planFor(definition: unknown): Plan {
  const compiled = compile(definition, CATALOGUE, 'v1');
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
}

/** The life with its moves, known from the beginning: whoever looks sees only what has happened by then. */
function restless(plan: Plan, life: Facts, hops: Array<[number, string]>) {
  const zones = [life.learnerZone, ...hops.map(([, zone]) => zone)];
  const zoneChanges = hops.map(([hours], index) => ({
    at: ENROLLED + hours * HOUR,
    from: zones[index] ?? life.learnerZone,
  }));
  const facts = { ...life, zoneChanges, learnerZone: zones.at(-1) ?? life.learnerZone };
  const moved = zoneChanges.map(({ at, from }, index) => {
    return { kind: 'zone' as const, at, id: `z${index}`, from, to: zones[index + 1] ?? from };
  });
  let ahead: Input[] = [...eventsOf(facts), ...moved];
  const run = new Driver(plan, facts);
  return {
    run,
    until(now: Instant) {
      for (const input of ahead.filter(({ at }) => at <= now)) run.queue(input);
      ahead = ahead.filter(({ at }) => at > now);
      run.advance(now);
    },
  };
}

describe('any drawing, any life, any moves', () => {
  it('goes the same way however seldom anyone looks', () => {
    fc.assert(
      fc.property(
        definitions(),
        lives,
        moves,
        fc.array(fc.nat(90), { maxLength: 3 }),
        (drawn, facts, hops, looks) => {
          const plan = planFor(drawn);
          const punctual = restless(plan, facts, hops);
          for (let hour = 0; hour <= 120 * 24; hour += 6) punctual.until(ENROLLED + hour * HOUR);
          const seldom = restless(plan, facts, hops);
          for (const day of looks.toSorted((a, b) => a - b)) seldom.until(ENROLLED + day * DAY);
          seldom.until(ENROLLED + 120 * DAY);
          expect(seldom.run.trail).toEqual(punctual.run.trail);
          expect(seldom.run.state.tokens).toEqual(punctual.run.state.tokens);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('promises after a move what it keeps, and stands nowhere by an old date', () => {
    let compared = 0;
    fc.assert(
      fc.property(definitions(true), lives, moves, (drawn, facts, hops) => {
        const { run, until: live } = restless(planFor(drawn), facts, hops);
        const last = ENROLLED + (hops.at(-1)?.[0] ?? 0) * HOUR;
        live(last);
        const projections = project(run.plan, run.state, run.facts, last);
        for (const token of run.state.tokens) {
          const step = run.plan.steps[token.stepId]?.step;
          if (step?.kind !== 'release' || token.deadline === null) continue;
          const said = projections.find(({ module }) => module === step.config.module)?.at ?? null;
          compared += said === null ? 0 : 1;
          expect(said === null || said === token.deadline).toBe(true);
        }
        live(ENROLLED + 400 * DAY);
        const opened = firstOpenings(run.commands, last);
        for (const { module, at } of projections) expect(at === null || opened.get(module) === at).toBe(true);
        expect(openedWhileOpen(run.commands)).toEqual([]);
      }),
      { numRuns: 250 },
    );
    expect(compared).toBeGreaterThan(5);
  });
});

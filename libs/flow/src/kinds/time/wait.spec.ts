import { describe, expect, it } from '@jest/globals';
import { explain } from '../../explain/explain.ts';
import { sayReason } from '../../explain/say-reason.ts';
import type { Definition, Step, StepOf } from '../../model/definition.ts';
import { project } from '../../project/project.ts';
import {
  chain,
  mailStep,
  planOf,
  problemsOf,
  releaseStep,
  untilFacts,
  waitStep,
} from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, newcomer, withCompleted, withModule } from '../../testing/learner.ts';
import { DAY, HOUR } from '../../time/durations.ts';

type Config = StepOf<'wait'>['config'];

const waitFor = (config: Partial<Config> & Pick<Config, 'for'>): Step => ({
  kind: 'wait',
  title: 'Until then',
  config: { zone: 'learner', ...config },
});
const opening = (module: string, days: number, more: object = {}): Config['for'] => ({
  kind: 'courseDate',
  from: { kind: 'module', module },
  direction: days < 0 ? 'before' : 'after',
  offset: { amount: Math.abs(days), unit: 'days' },
  ...more,
});
const settings = (drawn: Record<string, unknown>, more: Partial<Definition['settings']>) => ({
  ...drawn,
  settings: { exitOn: [], ...more },
});
const until = (run: Driver) => {
  const { deadline } = run.state.tokens[0] ?? { deadline: null };
  return deadline === null ? null : new Date(deadline).toISOString().slice(0, 16);
};
const said = (run: Driver, now: number) =>
  explain(run.plan, run.state, run.facts, now).flatMap(({ reasons }) =>
    reasons.map((reason) => sayReason(reason, { zone: 'Europe/Berlin' })),
  );

/** Monday 3 March 2025, 09:00 in Berlin, is the enrollment; summer time begins on 30 March. */
describe('a wait by a date of the course', () => {
  it('counts from the opening that a release behind it will bring, and nothing else moves', () => {
    const plan = planOf(
      chain({
        wait: waitFor({ for: opening('splice', -2) }),
        mail: mailStep(),
        week: releaseStep('splice', 30),
      }),
    );
    const run = new Driver(plan);
    expect(until(run)).toBe('2025-03-31T07:00');
    const [week] = project(plan, run.state, run.facts, ENROLLED);
    expect(week).toMatchObject({ module: 'splice', at: Date.parse('2025-04-02T07:00:00Z') });
    run.advance(ENROLLED + 60 * DAY);
    expect(run.trail).toContain(`wait:next@${Date.parse('2025-03-31T07:00:00Z')}`);
    expect(run.only('release')[0]?.at).toBe(week?.at);
  });

  it('counts after an opening that is past, and at a time of that day', () => {
    const steps = {
      week: releaseStep('bowline', 0),
      wait: waitFor({ for: opening('bowline', 3, { time: '18:00' }) }),
    };
    expect(until(new Driver(planOf(chain(steps))))).toBe('2025-03-06T17:00');
  });

  it('follows a chain of releases that count from one another', () => {
    const next = releaseStep('sheet-bend', { kind: 'afterPreviousRelease', days: 7 });
    const last = releaseStep('splice', { kind: 'afterPreviousRelease', days: 7 });
    const wait = waitFor({ for: opening('splice', -1) });
    const plan = planOf(chain({ one: releaseStep('bowline', 0), next, wait, last }));
    const run = new Driver(plan);
    const dates = project(plan, run.state, run.facts, ENROLLED).map(({ at }) => at);
    expect(dates).toEqual([ENROLLED + 7 * DAY, ENROLLED + 14 * DAY]);
    run.advance(ENROLLED + 7 * DAY);
    expect(until(run)).toBe('2025-03-16T08:00');
    run.advance(ENROLLED + 40 * DAY);
    expect(
      run
        .only('release')
        .slice(1)
        .map(({ at }) => at),
    ).toEqual(dates);
  });

  it('is only expected where the release it counts from may still come later than its rule says', () => {
    const next = releaseStep('sheet-bend', { kind: 'afterPreviousRelease', days: 7 });
    const last = releaseStep('splice', { kind: 'afterPreviousRelease', days: 7 });
    const wait = waitFor({ for: opening('splice', -1) });
    const plan = planOf(chain({ one: releaseStep('bowline', 0), wait, next, last }));
    const run = new Driver(plan);
    expect(until(run)).toBe('2025-03-16T08:00');
    const [sheetBend] = project(plan, run.state, run.facts, ENROLLED);
    expect(sheetBend).toMatchObject({ at: null, expectedAt: Date.parse('2025-03-16T08:00:00Z') });
  });

  it('goes on at once when the moment is past', () => {
    const run = new Driver(
      planOf(chain({ wait: waitFor({ for: opening('splice', -30) }), week: releaseStep('splice', 7) })),
    );
    expect(run.place).toBe('week');
  });

  it('waits for an opening that hangs on work, says so, and takes its date when it is known', () => {
    const plan = planOf(
      chain({
        one: releaseStep('bowline', 0),
        wait: waitFor({ for: opening('sheet-bend', -2) }),
        two: releaseStep('sheet-bend', { kind: 'afterPreviousCompletion', days: 5 }),
      }),
    );
    const run = new Driver(plan);
    expect(until(run)).toBeNull();
    expect(said(run, ENROLLED)).toEqual(['Waits for “The sheet bend” to have a date on which it opens.']);
    expect(project(plan, run.state, run.facts, ENROLLED)[0]).toMatchObject({
      module: 'sheet-bend',
      at: null,
    });
    const done = ENROLLED + 2 * DAY;
    run.facts = withCompleted(run.facts, 'bowline', done);
    run.event('module.completed', done, { module: 'bowline' });
    expect(until(run)).toBe('2025-03-08T08:00');
    run.advance(ENROLLED + 30 * DAY);
    expect(run.only('release').at(-1)).toMatchObject({ module: 'sheet-bend', at: done + 5 * DAY });
  });

  it('asks again for a date that another automation gives', () => {
    const run = new Driver(
      planOf(chain({ wait: waitFor({ for: opening('splice', -2) }), mail: mailStep() })),
    );
    expect(run.state.tokens[0]?.deadline).toBe(ENROLLED + 6 * HOUR);
    run.facts = withModule(newcomer(), 'splice', { opensAt: ENROLLED + 20 * DAY });
    run.advance(ENROLLED + 6 * HOUR);
    expect(run.state.tokens[0]?.deadline).toBe(ENROLLED + 18 * DAY);
    run.facts = withModule(newcomer(), 'splice', { opensAt: ENROLLED + 25 * DAY });
    run.advance(ENROLLED + 18 * DAY);
    expect(run.state.tokens[0]?.deadline).toBe(ENROLLED + 23 * DAY);
    run.advance(ENROLLED + 23 * DAY);
    expect(run.place).toBe('completed');
  });

  it('keeps its date through a pause', () => {
    const run = new Driver(
      planOf(chain({ wait: waitFor({ for: opening('bowline', 10) }), week: releaseStep('bowline', 0) })),
    );
    run.command({ name: 'pause', hold: 'freeze' }, ENROLLED + DAY);
    run.command({ name: 'resume' }, ENROLLED + 3 * DAY);
    // The opening itself counts from the enrollment, and the pause moved that.
    expect(run.state.tokens[0]?.deadline).toBe(ENROLLED + 12 * DAY);
  });

  it('is refused for a module the course does not have, and warned of where nothing opens it', () => {
    const codes = (steps: Record<string, Step>) =>
      problemsOf(chain(steps)).map(({ code, field }) => `${code} ${field}`);
    expect(codes({ wait: waitFor({ for: opening('nowhere', 1) }) })).toContain(
      'flow.module-unknown for.from.module',
    );
    expect(
      codes({ wait: waitFor({ for: opening('splice', 1) }), week: releaseStep('bowline', 0) }),
    ).toContain('flow.wait-opening-undrawn for.from.module');
  });
});

const BREAK = { title: 'Spring break', from: '2025-03-10', to: '2025-03-16' };

describe('blackout dates', () => {
  const drawn = settings(chain({ wait: waitStep(8), week: releaseStep('bowline', 0) }), {
    blackoutDates: [BREAK],
  });

  it('move the end of a wait, and what lies behind it, and are told as the reason', () => {
    const plan = planOf(drawn);
    const run = new Driver(plan);
    // A wait by no clock goes by the school's calendar: New York.
    expect(until(run)).toBe('2025-03-17T04:00');
    expect(said(run, ENROLLED)).toEqual([
      'Waits until Monday 17 March, 05:00 (Berlin), the first day after “Spring break”.',
    ]);
    expect(project(plan, run.state, run.facts, ENROLLED)[0]?.at).toBe(Date.parse('2025-03-17T04:00:00Z'));
  });

  it('keep the time of day of a wait that has one', () => {
    const weekly = waitFor({ for: { kind: 'weekday', at: { weekdays: [3], time: '09:00' } } });
    const plan = planOf(settings(chain({ days: waitStep(3), weekly }), { blackoutDates: [BREAK] }));
    const run = new Driver(plan);
    run.advance(ENROLLED + 3 * DAY);
    expect(until(run)).toBe('2025-03-17T08:00');
  });

  it('move time-outs, too', () => {
    const until9 = untilFacts('facts.certified', 9);
    const timed = chain({ wait: until9 });
    const lines = [...(timed['edges'] as object[]), { from: 'wait', port: 'timeout', to: 'done' }];
    const run = new Driver(planOf(settings({ ...timed, edges: lines }, { blackoutDates: [BREAK] })));
    expect(until(run)).toBe('2025-03-17T04:00');
    run.advance(Date.parse('2025-03-17T04:00:00Z'));
    expect(run.trail).toContain(`wait:timeout@${Date.parse('2025-03-17T04:00:00Z')}`);
  });

  it('have to be dates, in order, and no longer than a year', () => {
    const codes = (from: string, to: string) =>
      problemsOf(settings(drawn, { blackoutDates: [{ title: 'Off', from, to }] })).flatMap(
        ({ code, field }) => (field?.startsWith('settings') === true ? [`${code} ${field}`] : []),
      );
    expect(codes('2025-02-30', '2025-03-01')).toEqual(['flow.date-unreal settings.blackoutDates.0.from']);
    expect(codes('2025-03-02', '2025-03-01')).toEqual([
      'flow.blackout-backwards settings.blackoutDates.0.to',
    ]);
    expect(codes('2025-03-02', '2026-05-01')).toEqual(['flow.blackout-too-long settings.blackoutDates.0.to']);
    expect(codes('2025-03-02', '2025-03-02')).toEqual([]);
  });
});

describe('hours and business days', () => {
  const office = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };

  it('let a wait of no length pass inside of them, and hold it outside', () => {
    const now = waitFor({ for: { kind: 'duration', duration: { amount: 0, unit: 'days' } }, within: office });
    expect(problemsOf(chain({ now }))).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ stepId: 'now' })]),
    );
    expect(new Driver(planOf(chain({ now }))).place).toBe('completed');
    const run = new Driver(planOf(chain({ days: waitStep(5), now })));
    run.advance(ENROLLED + 5 * DAY);
    expect(until(run)).toBe('2025-03-10T08:00');
  });

  it('go by the clock the learner lives by when the time comes', () => {
    const step = waitFor({ for: { kind: 'businessDays', days: 2, time: '09:00' } });
    const run = new Driver(planOf(chain({ step })));
    expect(until(run)).toBe('2025-03-05T08:00');
    run.facts = { ...run.facts, learnerZone: 'America/New_York' };
    run.queue({ kind: 'zone', at: ENROLLED + DAY, id: 'z', from: 'Europe/Berlin', to: 'America/New_York' });
    run.advance(ENROLLED + DAY);
    expect(until(run)).toBe('2025-03-05T14:00');
  });

  it('need a clock', () => {
    const step = waitFor({ for: { kind: 'businessDays', days: 2, time: '09:00' }, zone: 'none' });
    expect(problemsOf(chain({ step })).map(({ code }) => code)).toContain('flow.zone-needed');
  });
});

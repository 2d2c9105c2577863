import { describe, expect, it } from '@jest/globals';
import { explain } from '../explain/explain.ts';
import type { OperatorCommand } from '../model/inputs.ts';
import { CERTIFY, chain, mailStep, planOf, releaseStep, waitStep } from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY, HOUR, MINUTE } from '../time/durations.ts';

const day = (n: number) => ENROLLED + n * DAY;
const HOLD: OperatorCommand = { name: 'pause', hold: 'holdEffects' };

/** A mail on each of days 2, 4 and 6, and a module on day 3; effects held from day 1 on. */
function held(): Driver {
  const run = new Driver(
    planOf(
      chain({
        a: waitStep(2),
        'mail-a': mailStep(),
        open: releaseStep('bowline', 3),
        b: waitStep(1),
        'mail-b': mailStep(),
        c: waitStep(2),
        'mail-c': mailStep(),
        rest: waitStep(20),
      }),
    ),
  );
  run.command(HOLD, day(1));
  return run;
}

const fates = (run: Driver) =>
  run.commands.flatMap((command) => {
    if (command.type === 'drop') return [`${command.stepId} ${command.because}`];
    return command.type === 'unhold' && command.key !== null ? [`${command.key.split(':')[1]} goes`] : [];
  });

describe('a pause that holds effects', () => {
  it('lets clocks run and modules open, and holds what would go out', () => {
    const run = held();
    run.advance(day(9));
    expect(run.place).toBe('rest');
    expect(run.only('hold')).toHaveLength(1);
    expect(run.only('release')).toHaveLength(1);
    expect(run.only('message').map(({ held: back }) => back)).toEqual([true, true, true]);
    expect(run.state.holding).toHaveLength(3);
  });

  it('spreads them on resuming, in their order, within the window', () => {
    const run = held();
    run.advance(day(9));
    run.command({ name: 'resume', overdue: 'spread', spreadMinutes: 120 }, day(9));
    const moments = run
      .only('unhold')
      .flatMap(({ key, notBefore }) => (key === null ? [] : [notBefore ?? 0]));
    expect(moments).toHaveLength(3);
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(day(9));
    expect(Math.max(...moments)).toBeLessThanOrEqual(day(9) + 120 * MINUTE + 3_000);
    expect(run.state).toMatchObject({ holding: null, pausedBy: null });
  });

  it('sends only the latest, or none that is stale, as the policy says', () => {
    const latest = held();
    latest.advance(day(9));
    latest.command({ name: 'resume', overdue: 'latestOnly' }, day(9));
    expect(fates(latest)).toEqual(['mail-a superseded', 'mail-b superseded', 'mail-c goes']);
    const fresh = held();
    fresh.advance(day(6) + HOUR);
    fresh.command({ name: 'resume', overdue: 'skipStale' }, day(6) + HOUR);
    expect(fates(fresh)).toEqual(['mail-a stale', 'mail-b stale', 'mail-c goes']);
  });

  it('follows the automation when the operator does not say how', () => {
    const drawing = chain({ 'mail-a': mailStep(), rest: waitStep(9) });
    const plan = planOf({
      ...drawing,
      settings: { exitOn: [], pause: 'holdEffects', overdue: 'latestOnly' },
    });
    const run = new Driver(plan);
    run.command({ name: 'pause' }, day(1));
    expect(run.state).toMatchObject({ paused: false, holding: [], pausedBy: 'run' });
  });

  it('never leaves out what somebody waits for', () => {
    const run = new Driver(planOf(chain({ a: waitStep(2), certify: CERTIFY })));
    run.command(HOLD, day(1));
    run.advance(day(5));
    expect(run.only('effect')).toEqual([expect.objectContaining({ key: 'run:certify:1', held: true })]);
    expect(explain(run.plan, run.state, run.facts, day(5))[0]?.reasons).toEqual([{ code: 'held.effects' }]);
    run.command({ name: 'resume', overdue: 'latestOnly' }, day(6));
    expect(fates(run)).toEqual(['certify goes']);
  });

  it('does not let the run end while something is held', () => {
    const run = new Driver(planOf(chain({ a: waitStep(2), mail: mailStep() })));
    run.command(HOLD, day(1));
    run.advance(day(9));
    expect(run.place).toBe('done held');
    run.command({ name: 'resume' }, day(9));
    expect(run.place).toBe('completed');
  });

  it('is one pause: a second is refused, and one of the automation does not end one of the run', () => {
    const run = held();
    const answers = () => run.only('answered').at(-1);
    run.command({ name: 'pause' }, day(2));
    expect(answers()).toMatchObject({ accepted: false });
    run.command({ name: 'resume', of: 'automation' }, day(2));
    expect(answers()).toMatchObject({ accepted: false, detail: expect.stringMatching(/on its own/) });
    const whole = new Driver(planOf(chain({ a: waitStep(2) })));
    whole.command({ name: 'pause', of: 'automation' }, day(1));
    expect(whole.state.pausedBy).toBe('automation');
    whole.command({ name: 'resume', of: 'automation' }, day(2));
    expect(whole.state).toMatchObject({ paused: false, pausedBy: null });
  });

  it('holds what is retried meanwhile only once', () => {
    const run = new Driver(planOf(chain({ mail: mailStep(true) })));
    run.command(HOLD, day(1));
    run.effect('run:mail:1', 'refused', day(2));
    run.command({ name: 'retry', stepId: 'mail', visit: 1 }, day(3));
    run.effect('run:mail:1', 'refused', day(4));
    run.command({ name: 'retry', stepId: 'mail', visit: 1 }, day(5));
    expect(run.state.holding).toHaveLength(1);
  });
});

describe('a pause that freezes', () => {
  const dates = (...days: number[]) =>
    Object.fromEntries(
      days.flatMap((n) => [
        [
          `until${n}`,
          {
            kind: 'wait',
            title: `Until ${n}`,
            config: { for: { kind: 'until', date: `2025-03-${n}`, time: '09:00' }, zone: 'learner' },
          },
        ],
        [`mail${n}`, mailStep()],
      ]),
    ) as Parameters<typeof chain>[0];

  it('treats what its calendar has passed as the policy says', () => {
    const frozen = (resume: OperatorCommand) => {
      const run = new Driver(planOf(chain({ ...dates(10, 12, 14), rest: waitStep(40) })));
      run.command({ name: 'pause' }, day(1));
      run.command(resume, day(20));
      return run;
    };
    const spread = frozen({ name: 'resume', overdue: 'spread', spreadMinutes: 60 });
    expect(spread.only('message').map(({ notBefore }) => notBefore)).toEqual([
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
    ]);
    const latest = frozen({ name: 'resume', overdue: 'latestOnly' });
    expect(latest.only('message').map(({ stepId }) => stepId)).toEqual(['mail14']);
    expect(fates(latest)).toEqual(['mail10 superseded', 'mail12 superseded']);
    const none = frozen({ name: 'resume', overdue: 'skipStale' });
    expect(none.only('message')).toEqual([]);
    expect(none.place).toBe('rest');
  });

  it('lets a run that began meanwhile begin when it is over', () => {
    const run = new Driver(planOf(chain({ mail: mailStep(), rest: waitStep(5) })));
    const paused = {
      ...run.state,
      tokens: [],
      nextTokenId: 1,
      visits: {},
      paused: true,
      pausedBy: 'automation' as const,
    };
    run.state = { ...paused, pauses: [{ from: ENROLLED, until: null }] };
    run.queue({ kind: 'started', at: ENROLLED });
    run.advance(day(1));
    expect(run.place).toBe('start held');
    run.command({ name: 'resume', of: 'automation' }, day(3));
    expect(run.place).toBe('rest');
    expect(run.state.tokens[0]).toMatchObject({ deadline: day(8) });
  });
});

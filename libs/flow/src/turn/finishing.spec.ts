import { describe, expect, it } from '@jest/globals';
import { explain } from '../explain/explain.ts';
import { sayReason } from '../explain/say-reason.ts';
import { CATALOGUE, CERTIFY, chain, mailStep, planOf, waitStep } from '../testing/drawings.ts';
import { versionsOf } from '../model/versions.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY } from '../time/durations.ts';

const day = (n: number) => ENROLLED + n * DAY;
const certifying = () => new Driver(planOf(chain({ certify: CERTIFY })));
const CERTIFIED = 'run:certify:1';
const skip = { name: 'skip' as const, stepId: 'certify', visit: 1 };
const exit = { name: 'exit' as const, reason: 'asked to' };
const types = (run: Driver) => run.commands.map(({ type }) => type);
const whyOf = (run: Driver) =>
  explain(run.plan, run.state, run.facts, run.state.clock).flatMap(({ reasons }) =>
    reasons.map((reason) => sayReason(reason, { zone: 'Europe/Berlin' })),
  );

describe('a run whose step is left while its effect is under way', () => {
  it('is not finished before the effect is settled, and says what it waits for', () => {
    const run = certifying();
    run.command(skip, day(1));
    expect(run.state.finished).toBeNull();
    expect(run.state.tokens).toEqual([]);
    expect(types(run)).not.toContain('finished');
    expect(run.only('ending')).toMatchObject([{ outcome: 'completed' }]);
    expect(whyOf(run)).toEqual(['“Certify” was left while it was being done; that is waited for.']);
    run.effect(CERTIFIED, 'refused', day(2));
    expect(run.state.finished).toEqual({ at: day(2), outcome: 'completed', reason: null });
    expect(run.only('late')).toEqual([]);
    expect(whyOf(run)).toEqual([]);
  });

  it('says so when it was done after all', () => {
    const run = certifying();
    run.command(skip, day(1));
    run.effect(CERTIFIED, 'done', day(2));
    expect(run.only('late')).toEqual([
      { type: 'late', at: day(2), key: CERTIFIED, stepId: 'certify', visit: 1 },
    ]);
    expect(run.place).toBe('completed');
  });

  it('says so too while it goes on elsewhere, and is not held up there', () => {
    const run = new Driver(planOf(chain({ certify: CERTIFY, pause: waitStep(5) })));
    run.command(skip, day(1));
    run.effect(CERTIFIED, 'done', day(2));
    expect(run.only('late')).toHaveLength(1);
    run.advance(day(6));
    expect(run.place).toBe('completed');
    expect(run.state.finished?.at).toBe(day(6));
  });

  it('takes no alarm at a success that came in another way', () => {
    const run = certifying();
    run.event('credential.issued', day(1));
    expect(run.state.finished).toBeNull();
    run.effect(CERTIFIED, 'done', day(2));
    expect(run.only('late')).toEqual([]);
    expect(run.place).toBe('completed');
  });

  it('is finished at once when nobody had begun it', () => {
    const run = certifying();
    run.command(exit, day(1));
    expect(run.only('cancel')).toMatchObject([{ key: CERTIFIED }]);
    run.queue({ kind: 'effect', at: day(1), key: CERTIFIED, outcome: 'cancelled', detail: null });
    run.advance(day(1));
    expect(run.state.finished).toEqual({ at: day(1), outcome: 'exited', reason: 'asked to' });
  });

  it('hears nothing else while it ends', () => {
    const run = certifying();
    run.command(exit, day(1));
    const told = run.command({ name: 'pause' }, day(2));
    expect(told).toMatchObject([{ type: 'answered', accepted: false }]);
    expect(run.event('requirements.met', day(2))).toEqual([]);
    expect(run.command(exit, day(2))).toMatchObject([{ type: 'answered', accepted: false }]);
    expect(run.state.ending).toEqual({ outcome: 'exited', reason: 'asked to' });
  });

  it('does not wait for a mail that nobody waits for', () => {
    const run = new Driver(planOf(chain({ mail: mailStep(), pause: waitStep(5) })));
    run.command(exit, day(1));
    expect(run.place).toBe('exited');
  });

  it('knows an outcome that came while a pause held it', () => {
    const run = certifying();
    run.command({ name: 'pause' }, day(1));
    run.effect(CERTIFIED, 'done', day(2));
    run.command(exit, day(3));
    expect(run.place).toBe('exited');
    expect(run.only('late')).toEqual([]);
  });
});

describe('an effect of which nobody knows whether it happened', () => {
  const unsure = () => {
    const run = certifying();
    run.effect(CERTIFIED, 'unknown', day(1));
    return run;
  };
  const settle = (happened: boolean) => ({ name: 'settle' as const, stepId: 'certify', visit: 1, happened });

  it('keeps the run from being finished until a person has said', () => {
    const run = unsure();
    run.command(exit, day(2));
    expect(run.only('unsettled')).toHaveLength(1);
    expect(run.only('cancel')).toEqual([]);
    expect(run.state.finished).toBeNull();
    expect(whyOf(run)).toEqual([
      '“Certify” was left, and nobody knows whether it happened. Find out, and say so on the step.',
    ]);
    const told = run.command(settle(true), day(3));
    expect(told.map(({ type }) => type)).toEqual(['settled', 'finished', 'answered']);
    expect(run.place).toBe('exited');
  });

  it('that becomes unknown after its step was left does so, too', () => {
    const run = certifying();
    run.command(skip, day(1));
    run.effect(CERTIFIED, 'unknown', day(2));
    run.effect(CERTIFIED, 'unknown', day(2));
    expect(run.only('unsettled')).toHaveLength(1);
    expect(run.state.finished).toBeNull();
    run.effect(CERTIFIED, 'done', day(3));
    expect(run.only('late')).toHaveLength(1);
    expect(run.place).toBe('completed');
  });

  it('lets the step go on when a person has found that it happened', () => {
    const run = new Driver(planOf(chain({ mail: mailStep(true), pause: waitStep(1) })));
    run.effect('run:mail:1', 'unknown', day(1));
    expect(run.place).toBe('mail blocked');
    run.command({ name: 'settle', stepId: 'mail', visit: 1, happened: true }, day(2));
    expect(run.place).toBe('pause');
  });

  const paying = () => {
    const config = { of: 'order' as const, part: { kind: 'all' as const }, reason: 'You asked.' };
    const pay = { kind: 'refund' as const, title: 'Pay back', config };
    const run = new Driver(planOf(chain({ pay, pause: waitStep(1) })));
    run.effect('run:pay:1', 'unknown', day(1));
    return run;
  };
  const paid = { name: 'settle' as const, stepId: 'pay', visit: 1, happened: true, reference: 'pi_1' };

  it('and that moves money is asked for at the provider: the step goes on with what is found there', () => {
    const run = paying();
    run.command(paid, day(2));
    expect(run.only('effect').at(-1)).toMatchObject({ key: 'run:pay:1', try: 1 });
    expect(run.only('confirm')).toMatchObject([{ key: 'run:pay:1', reference: 'pi_1' }]);
    expect(run.only('settled')).toEqual([]);
    expect(run.place).toBe('pay');
    run.effect('run:pay:1', 'unknown', day(3));
    expect(run.place).toBe('pay blocked');
    run.command(paid, day(4));
    run.effect('run:pay:1', 'done', day(5));
    expect(run.place).toBe('pause');
  });

  it('and that moves money is asked for although its step was left, and comes late then', () => {
    const run = paying();
    run.command(exit, day(2));
    run.command(paid, day(3));
    expect(run.only('confirm')).toHaveLength(1);
    expect(run.only('settled')).toEqual([]);
    expect(run.state.finished).toBeNull();
    run.effect('run:pay:1', 'unknown', day(4));
    expect(run.only('unsettled')).toHaveLength(2);
    run.command(paid, day(5));
    run.effect('run:pay:1', 'done', day(6));
    expect(run.only('late')).toHaveLength(1);
    expect(run.place).toBe('exited');
  });

  const not = { name: 'settle' as const, stepId: 'pay', visit: 1, happened: false };

  it('and that moves money is asked for at the provider, too, when a person says that it did not', () => {
    const run = paying();
    run.command(not, day(2));
    expect(run.only('effect').at(-1)).toMatchObject({ key: 'run:pay:1', try: 1 });
    expect(run.only('confirm')).toMatchObject([{ key: 'run:pay:1', reference: null, happened: false }]);
    expect(run.only('settled')).toEqual([]);
    run.effect('run:pay:1', 'done', day(3));
    expect(run.place).toBe('pause');
  });

  it('and that moves money is refused once the provider knows nothing of it either; a new try has a new key', () => {
    const run = paying();
    run.command(not, day(2));
    run.effect('run:pay:1', 'refused', day(3));
    expect(run.place).toBe('pay blocked');
    run.command({ name: 'retry', stepId: 'pay', visit: 1 }, day(4));
    expect(run.only('effect').at(-1)).toMatchObject({ key: 'run:pay:1', try: 2 });
  });

  it('and that moves money, of a step that was left, is asked for whatever a person says', () => {
    const run = paying();
    run.command(exit, day(2));
    run.command(not, day(3));
    expect(run.only('confirm')).toMatchObject([{ happened: false }]);
    expect(run.state.finished).toBeNull();
    run.effect('run:pay:1', 'refused', day(4));
    expect(run.place).toBe('exited');
  });

  it('and that moves money is asked for, too, when the automation has its step no longer', () => {
    const without = planOf(chain({ pause: waitStep(1), rest: waitStep(9) }), CATALOGUE, 'later');
    const skipped = paying();
    skipped.command({ name: 'skip', stepId: 'pay', visit: 1, port: 'next' }, day(1));
    skipped.migrate(without, {}, day(1));
    // A turn reads the versions that the run stands on, and no other.
    expect(versionsOf(skipped.state)).toEqual(['later']);
    skipped.plan = without;
    expect(skipped.state.leftEffects).toMatchObject([{ key: 'run:pay:1', unknown: true }]);
    skipped.command(paid, day(2));
    expect(skipped.only('settled')).toEqual([]);
    expect(skipped.only('confirm')).toMatchObject([{ key: 'run:pay:1', reference: 'pi_1' }]);
    skipped.effect('run:pay:1', 'done', day(3));
    expect(skipped.only('late')).toHaveLength(1);
  });

  it('and that moves money keeps its step until it is settled, also from where a new version leads elsewhere', () => {
    const without = planOf(chain({ pause: waitStep(1), rest: waitStep(9) }), CATALOGUE, 'later');
    const redirected = paying();
    redirected.migrate(without, { steps: { pay: { do: 'redirect', to: 'rest' } } }, day(1));
    expect(versionsOf(redirected.state)).toEqual(['v1', 'later']);
    redirected.command(paid, day(2));
    expect(redirected.only('settled')).toEqual([]);
    expect(redirected.only('confirm')).toMatchObject([{ key: 'run:pay:1', reference: 'pi_1' }]);
    redirected.effect('run:pay:1', 'done', day(3));
    expect(redirected.place).toBe('rest');
  });

  it('is tried with a new key once a person has found that it did not', () => {
    const run = unsure();
    run.command(settle(false), day(2));
    expect(run.state.tokens[0]).toMatchObject({
      status: 'blocked',
      problem: { code: 'flow.effect-refused' },
    });
    run.command({ name: 'retry', stepId: 'certify', visit: 1 }, day(3));
    expect(run.only('effect').at(-1)).toMatchObject({ key: CERTIFIED, try: 2 });
  });

  it('is the only thing that can be settled', () => {
    const run = certifying();
    const told = run.command(settle(true), day(1));
    expect(told).toMatchObject([
      { type: 'answered', accepted: false, detail: expect.stringMatching(/in doubt/) },
    ]);
  });
});

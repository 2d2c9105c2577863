import { describe, expect, it } from '@jest/globals';
import { previewCommand } from '../../commands/preview-command.ts';
import { startOver } from '../../commands/start-over.ts';
import { explain } from '../../explain/explain.ts';
import { sayReason } from '../../explain/say-reason.ts';
import type { StepOf } from '../../model/definition.ts';
import type { CallFact } from '../../model/facts.ts';
import type { OperatorCommand } from '../../model/inputs.ts';
import { chain, DONE, draw, planOf, START, STOPPED, waitStep } from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED } from '../../testing/learner.ts';
import { DAY } from '../../time/durations.ts';

const CALLED = '6d1c5ff2-6b3c-4d53-9a51-2f0b3a1a9b01';
const day = (days: number) => ENROLLED + days * DAY;

function callStep(more: Partial<StepOf<'callAutomation'>['config']> = {}): StepOf<'callAutomation'> {
  return {
    kind: 'callAutomation',
    title: 'Onboard',
    config: { automation: CALLED, values: [], wait: true, zone: 'learner', detached: false, ...more },
  };
}

type Ways = Record<string, string>;

/** start -> call, and its ways to these ends. */
function calling(step: StepOf<'callAutomation'>, ways: Ways = {}) {
  const steps = { start: START, call: step, done: DONE, stopped: STOPPED, later: waitStep(30) };
  const used = new Set(['next', ...Object.keys(ways)]);
  const lines = [...used].map((port): [string, string, string] => ['call', port, ways[port] ?? 'done']);
  const reached = new Set(lines.map(([, , to]) => to));
  if (reached.has('later')) lines.push(['later', 'next', 'done']);
  const kept = Object.entries(steps).filter(
    ([id]) => id === 'start' || id === 'call' || reached.has(id) || (id === 'done' && reached.has('later')),
  );
  return planOf(draw(Object.fromEntries(kept), [['start', 'next', 'call'], ...lines]));
}

function ends(run: Driver, at: number, outcome: CallFact['outcome'], visit = 1): void {
  const ended = { stepId: 'call', visit, at, outcome };
  run.facts = { ...run.facts, calls: [...(run.facts.calls ?? []), ended] };
  run.event('run.ended', at, { outcome });
}

function begun(step = callStep(), ways: Ways = {}): Driver {
  const run = new Driver(calling(step, ways));
  run.effect('run:call:1', 'done', day(0));
  return run;
}

describe('calling an automation', () => {
  it('asks for the run once, with what is handed over, as of the moment of the call', () => {
    const values = [
      { name: 'source', value: { kind: 'text' as const, text: 'journey' } },
      { name: 'again', value: { kind: 'yesNo' as const, yes: false } },
      { name: 'unknown', value: { kind: 'variable' as const, variable: 'nowhere' } },
    ];
    const run = new Driver(calling(callStep({ values })));
    expect(run.only('effect')).toMatchObject([
      { key: 'run:call:1', kind: 'callAutomation', given: { source: 'journey', again: false, $at: day(0) } },
    ]);
    expect(run.place).toBe('call');
  });

  it('waits for its end and goes on by how that was', () => {
    const done = begun();
    expect(done.place).toBe('call');
    const [reason] = explain(done.plan, done.state, done.facts, day(1))[0]?.reasons ?? [];
    expect(sayReason(reason!, { zone: 'Europe/Berlin' })).toBe(
      'Waits for the automation it has called to end.',
    );
    ends(done, day(3), 'completed');
    expect(done.trail).toContain(`call:next@${day(3)}`);

    const otherwise = begun(callStep(), { ended: 'stopped' });
    ends(otherwise, day(3), 'exited');
    expect(otherwise.place).toBe('ended');
    const undrawn = begun();
    ends(undrawn, day(3), 'ended');
    expect(undrawn.trail).toContain(`call:next@${day(3)}`);
  });

  it('does not take the end of another call for its own', () => {
    const run = begun();
    run.event('run.ended', day(1), { outcome: 'completed' });
    ends(run, day(2), 'completed', 7);
    expect(run.place).toBe('call');
  });

  it('goes on at once when nobody waits for the end', () => {
    const run = begun(callStep({ wait: false }));
    expect(run.place).toBe('completed');
    expect(run.only('endCalled')).toEqual([]);
  });

  it('goes on when the time is up, and takes the learner out of the called run, unless it was let go', () => {
    const timeout = { amount: 5, unit: 'days' as const };
    const run = begun(callStep({ timeout }), { timeout: 'stopped' });
    run.advance(day(5));
    expect(run.place).toBe('ended');
    expect(run.only('endCalled')).toMatchObject([{ stepId: 'call', visit: 1 }]);
    const detached = begun(callStep({ timeout, detached: true }), { timeout: 'stopped' });
    detached.advance(day(5));
    expect(detached.only('endCalled')).toEqual([]);
  });

  it('says beforehand that the called run ends with it', () => {
    const told = (detached: boolean, command: OperatorCommand) => {
      const { plan, state, facts } = begun(callStep({ detached }), { ended: 'stopped' });
      return previewCommand({ plan, state, facts, ledger: new Map(), now: day(1) }, command).endsCalled;
    };
    const { title } = callStep();
    const skip = { name: 'skip', stepId: 'call', visit: 1 } as const;
    expect([told(false, skip), told(false, { name: 'exit', reason: 'Asked for.' })]).toEqual([
      [title],
      [title],
    ]);
    expect([told(true, skip), told(false, { name: 'pause' })]).toEqual([[], []]);
  });

  it('decides by the end that was in time, however late it looks', () => {
    const run = begun(callStep({ timeout: { amount: 5, unit: 'days' } }), { timeout: 'stopped' });
    run.facts = { ...run.facts, calls: [{ stepId: 'call', visit: 1, at: day(4), outcome: 'completed' }] };
    run.advance(day(9));
    expect(run.place).toBe('completed');
  });

  it('has a way for whom the entry rules keep out, and stops for an operator where none is drawn', () => {
    const refuse = (run: Driver, code: string) => {
      const detail = { code, message: 'The learner is inside already.' };
      run.queue({ kind: 'effect', at: day(0), key: 'run:call:1', outcome: 'refused', detail });
      run.advance(day(0));
    };
    const drawn = new Driver(calling(callStep(), { 'not-started': 'stopped' }));
    refuse(drawn, 'call.inside');
    expect(drawn.place).toBe('ended');
    const unfit = new Driver(calling(callStep(), { 'not-started': 'stopped' }));
    refuse(unfit, 'call.unfit');
    expect(unfit.place).toBe('call blocked');
    const undrawn = new Driver(calling(callStep()));
    refuse(undrawn, 'call.suppressed');
    expect(undrawn.place).toBe('call blocked');
    expect(undrawn.state.tokens[0]?.problem).toMatchObject({ cause: 'call.suppressed' });
    undrawn.command({ name: 'retry', stepId: 'call', visit: 1 }, day(1));
    expect(undrawn.only('effect').map((effect) => effect.try)).toEqual([1, 2]);
  });

  it('stays blocked until somebody decides, whatever is announced after its time', () => {
    const refused = () => {
      const run = new Driver(
        calling(callStep({ timeout: { amount: 5, unit: 'days' } }), { timeout: 'stopped' }),
      );
      run.effect('run:call:1', 'refused', day(1));
      return run;
    };
    const open = refused();
    open.event('run.ended', day(9), { outcome: 'completed' });
    expect(open.place).toBe('call blocked');
    const paused = refused();
    paused.advance(day(6));
    paused.command({ name: 'pause' }, day(6));
    paused.event('run.ended', day(7), { outcome: 'completed' });
    paused.command({ name: 'resume' }, day(8));
    expect(paused.place).toBe('call blocked');
  });

  it('cannot be said to have happened: the run it would have begun is not there', () => {
    const run = new Driver(calling(callStep()));
    run.effect('run:call:1', 'unknown', day(0));
    run.command({ name: 'settle', stepId: 'call', visit: 1, happened: true }, day(1));
    expect(run.only('answered').at(-1)).toMatchObject({ accepted: false });
    expect(run.place).toBe('call blocked');
    run.command({ name: 'settle', stepId: 'call', visit: 1, happened: false }, day(1));
    run.command({ name: 'retry', stepId: 'call', visit: 1 }, day(1));
    expect(run.only('effect').map((effect) => effect.try)).toEqual([1, 2]);
  });

  it('ends what it has called when an operator takes the learner elsewhere', () => {
    const run = begun();
    run.command({ name: 'skip', stepId: 'call', visit: 1 }, day(1));
    expect(run.only('endCalled')).toHaveLength(1);
  });

  it('goes on with the run it has called when an operator sets the learner back and nothing is done again', () => {
    const plan = planOf(
      draw({ start: START, w: waitStep(1), call: callStep(), done: DONE }, [
        ['start', 'next', 'w'],
        ['w', 'next', 'call'],
        ['call', 'next', 'done'],
      ]),
    );
    const back = (effects: 'reuse' | 'again') => {
      const run = new Driver(plan);
      run.advance(day(1));
      run.effect('run:call:1', 'done', day(1));
      run.command({ name: 'move', stepId: 'call', visit: 1, to: 'w', effects }, day(2));
      return run;
    };
    const kept = back('reuse');
    expect(kept.only('endCalled')).toEqual([]);
    kept.advance(day(3));
    expect(kept.only('effect').map(({ key }) => key)).toEqual(['run:call:1', 'run:call:1']);
    kept.effect('run:call:1', 'done', day(3));
    ends(kept, day(4), 'completed', 2);
    expect(kept.place).toBe('completed');
    const fresh = back('again');
    expect(fresh.only('endCalled')).toHaveLength(1);
    fresh.advance(day(3));
    expect(fresh.only('effect').map(({ key }) => key)).toEqual(['run:call:1', 'run:call:2']);
  });

  it('calls anew, whatever is kept, where the called run was taken out', () => {
    const run = begun(callStep(), { ended: 'later' });
    ends(run, day(1), 'exited');
    expect(run.place).toBe('later');
    run.command({ name: 'move', stepId: 'later', visit: 1, to: 'call' }, day(2));
    expect(run.only('effect').map(({ key }) => key)).toEqual(['run:call:1', 'run:call:2']);
    expect(run.place).toBe('call');
  });

  it('is foreseen to be made anew further on, where the called run was taken out', () => {
    const plan = planOf(chain({ w: waitStep(1), call: callStep(), later: waitStep(30) }));
    const told = (outcome: CallFact['outcome']) => {
      const run = new Driver(plan);
      run.advance(day(1));
      run.effect('run:call:1', 'done', day(1));
      ends(run, day(2), outcome);
      expect(run.place).toBe('later');
      const { state, facts } = run;
      const ledger = new Map([['run:call:1', 'done']] as const);
      const back = { name: 'move', stepId: 'later', visit: 1, to: 'w' } as const;
      const { effects } = previewCommand({ plan, state, facts, ledger, now: day(3) }, back);
      run.command(back, day(3));
      run.advance(day(4));
      return [effects.map(({ when, fate }) => `${when} ${fate}`), run.only('effect').at(-1)?.key];
    };
    expect(told('completed')).toEqual([['later done'], 'run:call:1']);
    expect(told('exited')).toEqual([['later again'], 'run:call:2']);
  });

  it('is made anew by a run that is started over, where the called run was taken out', () => {
    const run = begun();
    run.command({ name: 'exit', reason: 'Enough' }, day(1));
    const again = { runId: 'second', at: day(2), stepId: null, effects: 'reuse' as const };
    expect(startOver(run.plan, run.state, again).carried).toMatchObject({ call: { runId: 'run', visit: 1 } });
    const calledOff = [{ stepId: 'call', visit: 1 }];
    expect(startOver(run.plan, run.state, { ...again, calledOff }).carried).toEqual({});
  });

  it('leaves ending it to the end of the run when that is taken out', () => {
    const run = begun();
    run.command({ name: 'exit', reason: 'Enough' }, day(1));
    expect(run.only('endCalled')).toEqual([]);
    expect(run.only('finished')).toMatchObject([{ outcome: 'exited' }]);
  });

  it('hears of the end while it is paused', () => {
    const run = begun();
    run.command({ name: 'pause' }, day(1));
    ends(run, day(2), 'completed');
    expect(run.place).toBe('call held');
    run.command({ name: 'resume' }, day(4));
    expect(run.place).toBe('completed');
  });
});

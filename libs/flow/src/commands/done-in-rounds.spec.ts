import { describe, expect, it } from '@jest/globals';
import type { StepOf } from '../model/definition.ts';
import { DONE, draw, mailStep, planOf, START, waitStep } from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED } from '../testing/learner.ts';
import { eachStep, goToStep, joinStep } from '../testing/way-drawings.ts';
import { DAY } from '../time/durations.ts';
import { previewCommand, type CommandPreview, type LedgerState } from './preview-command.ts';
import { previewStartOver } from './preview-start-over.ts';
import { sayEffects } from './say-effects.ts';
import { startOver } from './start-over.ts';

const day = (n: number) => ENROLLED + n * DAY;
const fee: StepOf<'message'> = { ...mailStep(), title: 'Fee' };

/** before -> for each of these weeks: so many days, the fee, a day -> join -> rest. */
const weeks = (modules?: string[], week = 0) =>
  planOf(
    draw(
      {
        start: START,
        before: waitStep(1),
        each: eachStep(modules),
        ...(week > 0 ? { week: waitStep(week) } : {}),
        fee,
        free: waitStep(1),
        meet: joinStep(),
        rest: waitStep(30),
        done: DONE,
      },
      [
        ['start', 'next', 'before'],
        ['before', 'next', 'each'],
        ['each', 'each', week > 0 ? 'week' : 'fee'],
        ...(week > 0 ? ([['week', 'next', 'fee']] as Array<[string, string, string]>) : []),
        ['fee', 'next', 'free'],
        ['free', 'next', 'meet'],
        ['meet', 'next', 'rest'],
        ['rest', 'next', 'done'],
      ],
    ),
  );

const looped = () =>
  planOf(
    draw(
      {
        start: START,
        before: waitStep(1),
        fee,
        free: waitStep(1),
        turn: goToStep(2),
        rest: waitStep(30),
        done: DONE,
      },
      [
        ['start', 'next', 'before'],
        ['before', 'next', 'fee'],
        ['fee', 'next', 'free'],
        ['free', 'next', 'turn'],
        ['turn', 'again', 'fee', 'back'],
        ['turn', 'done', 'rest'],
        ['rest', 'next', 'done'],
      ],
    ),
  );

const ledgerOf = (run: Driver) =>
  new Map(run.only('message').map(({ key }): [string, LedgerState] => [key, 'done']));
const keys = (run: Driver) => run.only('message').map(({ key }) => key);
const told = ({ effects }: CommandPreview) =>
  effects.map(({ stepId, when, fate }) => `${stepId} ${when} ${fate}`);
const back = (to: string) => ({ name: 'move', stepId: 'rest', visit: 1, to, effects: 'reuse' }) as const;
const look = (run: Driver, to: string) => {
  const { plan, state, facts } = run;
  return previewCommand({ plan, state, facts, ledger: ledgerOf(run), now: state.clock }, back(to));
};

/** Driven to the rest behind it all. */
function through(plan = weeks()): Driver {
  const run = new Driver(plan);
  run.advance(day(8));
  expect(run.place).toBe('rest');
  return run;
}

describe('going through the weeks a second time, with what was done reused,', () => {
  const FIRST = ['run:fee:1', 'run:fee:2', 'run:fee:3'];

  it.each(['before', 'each'])('does it again for each week and says so: from “%s”', (to) => {
    const run = through();
    expect(told(look(run, to))).toEqual([`fee ${to === 'each' ? 'now' : 'later'} again`]);
    run.command(back(to), day(8));
    run.advance(day(16));
    expect(keys(run)).toEqual([...FIRST, 'run:fee:4', 'run:fee:5', 'run:fee:6']);
  });

  it('says so where the last week alone was not done', () => {
    const run = through();
    const { plan, state, facts } = run;
    const ledger = ledgerOf(run).set('run:fee:3', 'refused');
    const asked = { plan, state, facts, ledger, now: state.clock };
    expect(told(previewCommand(asked, back('before')))).toEqual(['fee later again']);
  });

  it('has what was to stand for a week that was then left stand for none of the next round', () => {
    const run = new Driver(weeks(['bowline'], 1));
    run.advance(day(2));
    expect(run.place).toBe('free');
    run.command({ name: 'move', stepId: 'free', visit: 1, to: 'week' }, day(2));
    run.command({ name: 'move', stepId: 'week', visit: 2, to: 'meet' }, day(2));
    expect(run.place).toBe('rest');
    expect(told(look(run, 'before'))).toEqual(['fee later again']);
    run.command(back('before'), day(2));
    run.advance(day(9));
    expect(keys(run)).toEqual(['run:fee:1', 'run:fee:2']);
  });

  it('tells nothing of a week that is still to come for the first time', () => {
    const run = new Driver(weeks(undefined, 1));
    run.advance(day(2));
    const { plan, state, facts } = run;
    const asked = { plan, state, facts, ledger: ledgerOf(run), now: day(2) };
    const on = { name: 'move', stepId: 'free', visit: 1, to: 'meet' } as const;
    expect(told(previewCommand(asked, on))).toEqual([]);
  });

  it.each([[undefined], [['splice']]])('starts over without the key of a week: %j', (chosen) => {
    const run = through();
    run.advance(day(60));
    const plan = weeks(chosen);
    const { state, facts } = run;
    const ended = { plan, state, facts, ledger: ledgerOf(run), now: day(60) };
    for (const [stepId, when] of [
      [null, 'later'],
      ['each', 'now'],
    ] as const) {
      expect(told(previewStartOver(ended, { stepId, effects: 'reuse' }))).toEqual([`fee ${when} again`]);
      const begun = startOver(plan, state, { runId: 'second', at: day(60), stepId, effects: 'reuse' });
      const next = new Driver(plan, facts, day(60));
      next.state = begun;
      next.commands.length = 0;
      next.queue({ kind: 'started', at: day(60) });
      next.advance(day(68));
      const expected = (chosen ?? FIRST).map((_, at) => `second:fee:${at + 1}`);
      expect(keys(next)).toEqual(expected);
    }
  });
});

describe('going round a loop a second time, with what was done reused,', () => {
  it('reuses it for the next round alone, and says so', () => {
    const run = through(looped());
    const first = keys(run);
    expect(told(look(run, 'before'))).toEqual(['fee later doneOnce']);
    expect(told(look(run, 'fee'))).toEqual(['fee now doneOnce']);
    expect(sayEffects(look(run, 'before').effects.map((one) => ({ ...one, count: 1 })))).toEqual([
      '1 effect is done already and will not run again in the next round, but in every round after it: “Fee”.',
    ]);
    run.command(back('before'), day(8));
    run.advance(day(16));
    const [reused, ...later] = keys(run).slice(first.length);
    expect(reused).toBe(first.at(-1));
    expect(later.length).toBeGreaterThan(0);
    expect(later.filter((key) => first.includes(key))).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Command } from '../model/commands.ts';
import type { OperatorCommand } from '../model/inputs.ts';
import {
  CERTIFY,
  chain,
  DONE,
  draw,
  mailStep,
  planOf,
  releaseStep,
  START,
  STOPPED,
  untilFacts,
  waitStep,
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY } from '../time/durations.ts';

const day = (n: number) => ENROLLED + n * DAY;

function answer(commands: Command[]): { accepted: boolean; detail: string } {
  const answers = commands.filter((command) => command.type === 'answered');
  expect(answers).toHaveLength(1);
  const [{ accepted, detail }] = answers as [(typeof answers)[0]];
  return { accepted, detail };
}

const waiting = () => new Driver(planOf(chain({ pause: waitStep(5), open: releaseStep('bowline', 9) })));
const forked = draw({ start: START, until: untilFacts('facts.certified', 9), done: DONE, stop: STOPPED }, [
  ['start', 'next', 'until'],
  ['until', 'next', 'done'],
  ['until', 'timeout', 'stop'],
]);

describe('skip', () => {
  it('leaves by the first way out that is no error', () => {
    const run = new Driver(planOf(forked));
    expect(answer(run.command({ name: 'skip', stepId: 'until', visit: 1 }, day(1))).accepted).toBe(true);
    expect(run.only('left').at(-2)).toMatchObject({ stepId: 'until', port: 'next', reason: 'skipped' });
    expect(run.place).toBe('completed');
  });

  it('leaves by the way it is told', () => {
    const run = new Driver(planOf(forked));
    const told = run.command({ name: 'skip', stepId: 'until', visit: 1, port: 'timeout' }, day(1));
    expect(answer(told).detail).toBe('Went on from “Until” by “time ran out”.');
    expect(run.place).toBe('ended');
  });

  it('says which ways there are when there is no such', () => {
    const run = new Driver(planOf(forked));
    expect(answer(run.command({ name: 'skip', stepId: 'until', visit: 1, port: 'error' }, day(1)))).toEqual({
      accepted: false,
      detail: 'This step has no way out called “error”. It has: next, timeout.',
    });
    const certify = new Driver(planOf(chain({ certify: CERTIFY })));
    expect(
      answer(certify.command({ name: 'skip', stepId: 'certify', visit: 1, port: 'error' }, day(1))).detail,
    ).toMatch(/Nothing is connected/);
  });
});

describe('release now', () => {
  it('opens the module at once and goes on', () => {
    const run = new Driver(planOf(chain({ open: releaseStep('bowline', 9) })));
    expect(answer(run.command({ name: 'releaseNow', stepId: 'open', visit: 1 }, day(2))).accepted).toBe(true);
    expect(run.only('release')).toEqual([expect.objectContaining({ module: 'bowline', at: day(2) })]);
    expect(run.place).toBe('completed');
  });

  it('ends a wait', () => {
    const run = waiting();
    run.command({ name: 'releaseNow', stepId: 'pause', visit: 1 }, day(2));
    expect(run.place).toBe('open');
  });

  it('fits nothing else', () => {
    const run = new Driver(planOf(forked));
    expect(answer(run.command({ name: 'releaseNow', stepId: 'until', visit: 1 }, day(1))).accepted).toBe(
      false,
    );
  });
});

describe('a command that does not fit', () => {
  it.each<[OperatorCommand, RegExp]>([
    [{ name: 'retry', stepId: 'pause', visit: 1 }, /Only a blocked step can be retried; this one is waiting/],
    [{ name: 'skip', stepId: 'pause', visit: 2 }, /no longer at that step/],
    [{ name: 'skip', stepId: 'open', visit: 1 }, /no longer at that step/],
    [{ name: 'resume' }, /not paused/],
  ])('%j is refused with a sentence and changes nothing', (command, detail) => {
    const run = waiting();
    const before = run.state;
    const refused = answer(run.command(command, day(1)));
    expect(refused).toMatchObject({ accepted: false, detail: expect.stringMatching(detail) });
    expect(run.state).toEqual({ ...before, clock: day(1) });
  });

  it('is refused after the end', () => {
    const run = waiting();
    expect(answer(run.command({ name: 'exit', reason: 'Refunded.' }, day(1))).accepted).toBe(true);
    expect(run.state.finished).toEqual({ at: day(1), outcome: 'exited', reason: 'Refunded.' });
    expect(answer(run.command({ name: 'exit', reason: 'Again.' }, day(2)))).toMatchObject({
      accepted: false,
    });
    expect(run.only('finished')).toHaveLength(1);
  });

  it('is refused for a token held by a pause', () => {
    const run = waiting();
    run.command({ name: 'pause' }, day(1));
    expect(answer(run.command({ name: 'pause' }, day(1))).accepted).toBe(false);
    expect(answer(run.command({ name: 'skip', stepId: 'pause', visit: 1 }, day(1))).detail).toMatch(/paused/);
  });
});

describe('retry', () => {
  it('goes on from where too many steps were taken', () => {
    const plan = planOf(chain({ a: mailStep(), b: waitStep(1) }));
    const run = new Driver(plan);
    const [token] = run.state.tokens;
    const problem = { code: 'flow.too-many-steps', detail: 'Too many.' };
    run.state = { ...run.state, tokens: [{ ...token!, status: 'blocked', deadline: null, problem }] };
    expect(answer(run.command({ name: 'retry', stepId: 'b', visit: 1 }, day(3))).accepted).toBe(true);
    expect(run.state.tokens[0]).toMatchObject({
      status: 'waiting',
      deadline: day(4),
      visit: 1,
      try: 2,
      problem: null,
    });
  });
});

describe('a run whose learner was erased', () => {
  const variable = {
    name: 'changeVariable',
    stepId: 'pause',
    visit: 1,
    variable: 'street',
    value: 'Here',
  } as const;
  const erased = { name: 'exit', reason: 'erased', forget: true } as const;

  it('forgets what it remembers of them when it is ended, and also when it had ended by itself', () => {
    const run = waiting();
    run.command(variable, day(1));
    expect(run.state.vars).toEqual({ street: 'Here' });
    run.command(erased, day(2));
    expect(run.state).toMatchObject({ vars: {}, finished: { outcome: 'exited', reason: 'erased' } });

    const over = waiting();
    over.command(variable, day(1));
    over.advance(day(20));
    expect(over.state).toMatchObject({ vars: { street: 'Here' }, finished: { outcome: 'completed' } });
    over.command(erased, day(21));
    expect(over.state).toMatchObject({ vars: {}, finished: { outcome: 'completed' } });
  });

  it('is the only one that forgets', () => {
    const run = waiting();
    run.command(variable, day(1));
    run.command({ name: 'exit', reason: 'Enough' }, day(2));
    expect(run.state.vars).toEqual({ street: 'Here' });
  });
});

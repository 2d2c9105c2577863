import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { OperatorCommand } from '../model/inputs.ts';
import { CERTIFY, chain, mailStep, planOf, releaseStep, waitStep } from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { commands, definitions, eventsOf, lives } from '../testing/generated.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY } from '../time/durations.ts';
import { reduce } from '../turn/reduce.ts';
import { previewCommand, type CommandPreview, type LedgerState } from './preview-command.ts';
import { startOver, StartOverStepMissingError } from './start-over.ts';

const day = (n: number) => ENROLLED + n * DAY;

function preview(
  { plan, state, facts }: Driver,
  command: OperatorCommand,
  ledger: Record<string, LedgerState>,
  now = state.clock,
): CommandPreview {
  const entries = Object.entries(ledger).map(([key, known]) => [`run:${key}`, known] as const);
  return previewCommand({ plan, state, facts, ledger: new Map(entries), now }, command);
}

const fates = ({ effects }: CommandPreview) =>
  effects.map(({ stepId, when, fate }) => `${stepId} ${when} ${fate}`);

/** Four mails a day apart and a certificate; driven to day 3. */
function mails(): Driver {
  const steps = {
    a: mailStep(),
    wait1: waitStep(1),
    b: mailStep(),
    wait2: waitStep(1),
    open: releaseStep('bowline', 0),
    c: mailStep(),
    wait3: waitStep(1),
    certify: CERTIFY,
  };
  const run = new Driver(planOf(chain(steps)));
  run.advance(day(3));
  return run;
}

const DONE = { 'a:1': 'done', 'b:1': 'done', 'c:1': 'done' } as const;

describe('the preview of a command', () => {
  it('says what is not done again, and what is, of effects done before', () => {
    const run = mails();
    const back: OperatorCommand = { name: 'move', stepId: 'certify', visit: 1, to: 'a' };
    const reuse = preview(run, back, { ...DONE, 'certify:1': 'refused' });
    expect(reuse).toMatchObject({ accepted: true, callsOff: ['run:certify:1'], ends: null });
    expect(fates(reuse)).toEqual(['a now done', 'b later done', 'c later done']);
    expect(reuse.standing).toEqual([
      { stepId: 'wait1', title: 'Wait 1 days', status: 'waiting', until: day(4) },
    ]);
    const again = preview(run, { ...back, effects: 'again' }, DONE);
    expect(fates(again)).toEqual(['a now again', 'b later again', 'c later again']);
  });

  it('runs what was refused or never done, and asks about what nobody is sure of', () => {
    const run = mails();
    const to = (stepId: string): OperatorCommand => ({
      name: 'move',
      stepId: 'certify',
      visit: 1,
      to: stepId,
    });
    expect(fates(preview(run, to('c'), { 'c:1': 'refused' }))).toEqual(['c now runs']);
    expect(fates(preview(run, to('c'), { 'c:1': 'planned' }))).toEqual(['c now underWay']);
    expect(fates(preview(run, to('certify'), { 'certify:1': 'unknown' }))).toEqual(['certify now asked']);
    expect(fates(preview(run, to('wait1'), {}))).toEqual([]);
  });

  it('tells what a pause held back', () => {
    const run = new Driver(
      planOf(chain({ w: waitStep(1), a: mailStep(), v: waitStep(1), b: mailStep(), rest: waitStep(9) })),
    );
    run.command({ name: 'pause', hold: 'holdEffects' }, day(0));
    run.advance(day(5));
    const ledger = { 'a:1': 'planned', 'b:1': 'planned' } as const;
    expect(fates(preview(run, { name: 'resume', overdue: 'latestOnly' }, ledger))).toEqual([
      'a now leftOut',
      'b now letGo',
    ]);
    expect(fates(preview(run, { name: 'skip', stepId: 'rest', visit: 1 }, ledger))).toEqual([]);
  });

  it('has nothing to tell of a command that does not fit', () => {
    const run = mails();
    expect(preview(run, { name: 'resume' }, DONE)).toMatchObject({ accepted: false, effects: [] });
  });

  it('is what then happens, for any run and any command', () => {
    fc.assert(
      fc.property(definitions(), lives, commands, fc.nat(60), (definition, facts, command, n) => {
        const run = new Driver(planOf(definition), facts);
        for (const event of eventsOf(facts)) if (event.at <= day(n)) run.queue(event);
        run.advance(day(n));
        const before = JSON.stringify(run.state);
        const said = preview(run, command, {}, day(n));
        expect(JSON.stringify(run.state)).toBe(before);
        const input = { kind: 'command' as const, at: day(n), id: 'c', command };
        const { state: after, commands: done } = reduce(run.plan, run.state, input, facts, day(n));
        const answer = done.find(({ type }) => type === 'answered');
        expect(answer).toMatchObject({ accepted: said.accepted, detail: said.detail });
        const keys = done.flatMap((one) =>
          one.type === 'message' || one.type === 'effect' ? [one.key] : [],
        );
        const told = said.effects.filter(
          ({ when, fate }) => when === 'now' && !['letGo', 'leftOut'].includes(fate),
        );
        // What a turn does that only refuses the command is not the command's doing (a goal may be met by then).
        expect(told.map(({ key }) => key)).toEqual(said.accepted ? keys : []);
        expect(said.standing.map(({ stepId, status }) => [stepId, status])).toEqual(
          after.tokens.map(({ stepId, status }) => [stepId, status]),
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('starting over', () => {
  const ended = () => {
    const run = new Driver(planOf(chain({ a: mailStep(), wait: waitStep(1), b: mailStep() })));
    run.advance(day(2));
    expect(run.place).toBe('completed');
    return run;
  };
  const again = (run: Driver, stepId: string | null, effects: 'reuse' | 'again') => {
    const state = startOver(run.plan, run.state, { runId: 'second', at: day(9), stepId, effects });
    const next = new Driver(run.plan, run.facts, day(9));
    next.state = state;
    next.commands.length = 0;
    next.queue({ kind: 'started', at: day(9) });
    next.advance(day(12));
    return next;
  };
  const keys = (run: Driver) => run.only('message').map(({ key }) => key);

  it('goes through all of it again as a run of its own, with what was done not done again', () => {
    const next = again(ended(), null, 'reuse');
    expect(next.place).toBe('completed');
    expect(keys(next)).toEqual(['run:a:1', 'run:b:1']);
    expect(next.only('entered').map(({ stepId, visit }) => `${stepId}:${visit}`)).toEqual([
      'start:1',
      'a:1',
      'wait:1',
      'b:1',
      'done:1',
    ]);
  });

  it('does it all again when told so', () => {
    expect(keys(again(ended(), null, 'again'))).toEqual(['second:a:1', 'second:b:1']);
  });

  it('begins at a chosen step', () => {
    const next = again(ended(), 'b', 'reuse');
    expect(keys(next)).toEqual(['run:b:1']);
    expect(next.only('entered')[0]).toMatchObject({ stepId: 'b', visit: 1 });
  });

  it('keeps the first key through one starting over after another', () => {
    const first = again(ended(), null, 'reuse');
    const state = startOver(first.plan, first.state, {
      runId: 'third',
      at: day(20),
      stepId: 'b',
      effects: 'reuse',
    });
    expect(state.carried).toEqual({ b: { runId: 'run', visit: 1, takenBy: null } });
  });

  it('refuses a step that is not drawn', () => {
    const run = ended();
    expect(() => again(run, 'nowhere', 'reuse')).toThrow(StartOverStepMissingError);
    expect(() => again(run, 'constructor', 'reuse')).toThrow(StartOverStepMissingError);
  });
});

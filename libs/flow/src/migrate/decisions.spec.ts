import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Step } from '../model/definition.ts';
import type { MigrationPlan } from '../model/migration.ts';
import type { Plan } from '../model/plan.ts';
import { startOver } from '../commands/start-over.ts';
import { initialState } from '../model/initial-state.ts';
import {
  CATALOGUE,
  DONE,
  draw,
  START,
  timedChain,
  mailStep,
  planOf,
  releaseStep,
  untilFacts,
  waitStep,
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { joinStep, parallelStep } from '../testing/way-drawings.ts';
import { migrationPlans } from '../testing/generated.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY, MINUTE } from '../time/durations.ts';
import { checkMigration } from './check-migration.ts';
import { choiceAt, fateOf } from './choices.ts';
import { previewMigration } from './preview.ts';
import { migrationQuestions } from './questions.ts';
import { spreadOf } from './spread.ts';

const version = (id: string, steps: Record<string, Step>): Plan => planOf(timedChain(steps), CATALOGUE, id);

const old = version('v1', {
  week1: releaseStep('bowline', 0),
  quiz: waitStep(5),
  gone: waitStep(1),
  until: untilFacts('facts.certified', 9),
  mail: mailStep(),
});
const fresh = version('v2', {
  week1: releaseStep('bowline', 0),
  quiz: waitStep(3),
  week2: releaseStep('splice', 0),
  until: untilFacts('facts.requirementsMet', 2),
  mail: waitStep(1),
});

const decision = (steps: MigrationPlan['steps'], scope: MigrationPlan['scope'] = 'now'): MigrationPlan => ({
  scope,
  steps,
  spreadMinutes: 60,
});
const codes = (plan: MigrationPlan) =>
  checkMigration(plan, [old], fresh).map(({ severity, code }) => `${severity} ${code}`);

describe('what has to be decided', () => {
  it('is asked for each step, what changes most first, with a proposal', () => {
    const asked = migrationQuestions([old], fresh, 'now').map(({ stepId, fate, proposed }) => [
      stepId,
      fate,
      proposed,
    ]);
    expect(asked).toEqual([
      ['gone', 'removed', 'keep'],
      ['mail', 'replaced', 'keep'],
      ['quiz', 'timed', 'retime'],
      ['until', 'timed', 'retime'],
      ['week1', 'same', 'follow'],
    ]);
    expect(migrationQuestions([old], fresh, 'nextStep').every(({ proposed }) => proposed === 'follow')).toBe(
      true,
    );
  });

  it('offers to keep a date only where a step keeps one', () => {
    const choices = new Map(migrationQuestions([old], fresh, 'now').map((one) => [one.stepId, one.choices]));
    expect(choices.get('quiz')).toEqual(['retime', 'follow', 'keep', 'redirect', 'exit']);
    expect(choices.get('until')).toEqual(['retime', 'keep', 'redirect', 'exit']);
    expect(choices.get('gone')).toEqual(['keep', 'redirect', 'exit']);
  });

  it('leaves open what depends on the version somebody is on', () => {
    const older = version('v0', { quiz: waitStep(3), until: untilFacts('facts.certified', 9) });
    const [quiz] = migrationQuestions([old, older], fresh, 'now').filter(({ stepId }) => stepId === 'quiz');
    expect(quiz).toMatchObject({ fate: 'timed', proposed: null });
    expect(quiz?.choices).not.toContain('retime');
  });

  it('sees that a release counts from another module now', () => {
    const policy = { kind: 'afterPreviousRelease' as const, days: 7 };
    const a = version('a', {
      one: releaseStep('bowline', 0),
      two: releaseStep('sheet-bend', 0),
      last: releaseStep('splice', policy),
    });
    const b = version('b', { one: releaseStep('bowline', 0), last: releaseStep('splice', policy) });
    expect(fateOf(a, b, 'last')).toBe('timed');
  });
});

describe('a decision', () => {
  it('is refused where it does not fit, and says what would', () => {
    expect(codes(decision({ nobody: { do: 'keep' } }))).toEqual(['error migration.step-unknown']);
    expect(codes(decision({ gone: { do: 'follow' } }))).toEqual(['error migration.choice-unfit']);
    expect(codes(decision({ gone: { do: 'redirect', to: 'nowhere' } }))).toEqual([
      'error migration.target-missing',
    ]);
    expect(codes(decision({ gone: { do: 'redirect', to: 'start' } }))).toEqual([
      'error migration.target-trigger',
    ]);
    expect(codes(decision({ quiz: { do: 'redirect', to: 'quiz' } }))).toEqual([
      'error migration.target-same',
    ]);
    expect(codes({ ...decision({}), spreadMinutes: 9_999 })).toEqual(['error migration.spread-unfit']);
    expect(codes(decision({ nobody: { do: 'exit' } }, 'newOnly'))).toEqual([]);
    const [unfit] = checkMigration(decision({ gone: { do: 'retime' } }), [old], fresh);
    expect(unfit?.message).toBe(
      'People at “Wait 1 days” cannot be given a new date. They can be kept on their version, or sent elsewhere, or let go.',
    );
  });

  it('warns of modules that are missed and of steps that are gone through twice', () => {
    expect(codes(decision({ gone: { do: 'redirect', to: 'until' } }))).toEqual([
      'warning migration.module-missed',
    ]);
    expect(codes(decision({ gone: { do: 'redirect', to: 'week2' } }))).toEqual([]);
    expect(codes(decision({ until: { do: 'redirect', to: 'quiz' } }))).toEqual([
      'warning migration.goes-back',
    ]);
  });

  it('falls back to what is proposed where it cannot be followed', () => {
    expect(choiceAt(decision({ gone: { do: 'follow' } }), old, fresh, 'gone')).toEqual({ do: 'keep' });
    expect(choiceAt(decision({ quiz: { do: 'redirect', to: 'nowhere' } }), old, fresh, 'quiz')).toEqual({
      do: 'retime',
    });
  });

  it('that passes the check is done as it was made', () => {
    fc.assert(
      fc.property(migrationPlans, (plan) => {
        const steps = Object.fromEntries(
          Object.entries(plan.steps).map(([id, choice]) => [id.replace('s', 'gone'), choice]),
        );
        const made = { ...plan, steps: { ...steps, quiz: { do: 'keep' as const } } };
        if (checkMigration(made, [old], fresh).some(({ severity }) => severity === 'error')) return;
        for (const [id, choice] of Object.entries(made.scope === 'newOnly' ? {} : made.steps)) {
          expect(choiceAt(made, old, fresh, id)).toEqual(choice);
        }
      }),
    );
  });
});

describe('people on one of several ways', () => {
  const blocks = (id: string): Plan =>
    planOf(
      draw(
        {
          start: START,
          before: waitStep(1),
          fork: parallelStep(2),
          one: waitStep(2),
          other: waitStep(3),
          meet: joinStep(),
          done: DONE,
        },
        [
          ['start', 'next', 'before'],
          ['before', 'next', 'fork'],
          ['fork', 'way-0', 'one'],
          ['fork', 'way-1', 'other'],
          ['one', 'next', 'meet'],
          ['other', 'next', 'meet'],
          ['meet', 'next', 'done'],
        ],
      ),
      CATALOGUE,
      id,
    );

  it('cannot be sent to another, nor anybody into one', () => {
    const [from, to] = [blocks('v1'), blocks('v2')];
    const codesFor = (stepId: string, target: string) =>
      checkMigration(decision({ [stepId]: { do: 'redirect', to: target } }), [from], to).map(
        ({ code }) => code,
      );
    expect(codesFor('before', 'one')).toEqual(['migration.target-in-block']);
    expect(codesFor('one', 'other')).toEqual(['migration.target-in-block']);
    expect(codesFor('one', 'done')).toEqual(['migration.target-in-block']);
    expect(codesFor('before', 'fork')).not.toContain('migration.target-in-block');
    const run = new Driver(from);
    run.migrate(to, { steps: { before: { do: 'redirect', to: 'one' } } }, ENROLLED + 1);
    run.advance(ENROLLED + 9 * DAY);
    expect(run.place).toBe('completed');
  });

  it('are not where a run is started over', () => {
    const plan = blocks('v1');
    const state = initialState('run', ENROLLED);
    const again = { runId: 'second', at: ENROLLED, effects: 'reuse' as const };
    expect(() => startOver(plan, state, { ...again, stepId: 'one' })).toThrow('beside others');
    expect(startOver(plan, state, { ...again, stepId: 'fork' }).startsAt).toBe('fork');
  });
});

describe('a dry run', () => {
  it('says where each is, what happens, and the next date before and after, and keeps nothing', () => {
    const run = new Driver(old);
    run.advance(ENROLLED + DAY);
    const state = structuredClone(run.state);
    const preview = previewMigration(
      old,
      run.state,
      { to: fresh, migration: decision({}) },
      run.facts,
      ENROLLED + DAY,
    );
    expect(preview.before).toEqual([
      {
        versionId: 'v1',
        stepId: 'quiz',
        title: 'Wait 5 days',
        status: 'waiting',
        until: ENROLLED + 5 * DAY,
        next: null,
      },
    ]);
    expect(preview.after).toEqual([
      {
        versionId: 'v2',
        stepId: 'quiz',
        title: 'Wait 3 days',
        status: 'waiting',
        until: ENROLLED + 3 * DAY,
        next: null,
      },
    ]);
    expect(preview).toMatchObject({ moves: [{ did: 'retimed' }], mails: 0, opens: [], ends: null });
    expect(run.state).toEqual(state);
  });

  it('says what would follow at once', () => {
    const run = new Driver(
      version('v1', {
        quiz: waitStep(9),
        week: releaseStep('splice', 0),
        mail: mailStep(),
        rest: waitStep(1),
      }),
    );
    run.advance(ENROLLED + 4 * DAY);
    const to = version('v2', {
      quiz: waitStep(3),
      week: releaseStep('splice', 0),
      mail: mailStep(),
      rest: waitStep(1),
    });
    const preview = previewMigration(
      run.plan,
      run.state,
      { to, migration: decision({}) },
      run.facts,
      ENROLLED + 4 * DAY,
    );
    expect(preview).toMatchObject({ mails: 1, opens: ['splice'], after: [{ stepId: 'rest' }] });
  });

  it('agrees with what then happens', () => {
    const gated = (days: number, id: string) => version(id, { wait: waitStep(days), rest: waitStep(2) });
    const run = new Driver(gated(5, 'v1'));
    run.advance(ENROLLED + 2 * DAY);
    const to = gated(1, 'v2');
    const preview = previewMigration(
      run.plan,
      run.state,
      { to, migration: decision({}) },
      run.facts,
      ENROLLED + 2 * DAY,
    );
    run.migrate(to, {}, ENROLLED + 2 * DAY);
    expect(preview.after.map(({ stepId, until }) => [stepId, until])).toEqual(
      run.state.tokens.map(({ stepId, deadline }) => [stepId, deadline]),
    );
  });
});

describe('the spread of mails', () => {
  it('is the same for a run each time, below the spread, and even over many', () => {
    const shares = Array.from({ length: 2_000 }, (_, n) =>
      spreadOf(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, 100),
    );
    expect(shares.every((share) => share >= 0 && share < 100 * MINUTE)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const inTenth = shares.filter((share) => Math.floor(share / (10 * MINUTE)) === tenth).length;
      expect(inTenth).toBeGreaterThan(150);
      expect(inTenth).toBeLessThan(250);
    }
    expect(spreadOf('run', 60)).toBe(spreadOf('run', 60));
    expect(spreadOf('run', 0)).toBe(0);
  });
});

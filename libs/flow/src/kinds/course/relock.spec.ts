import { describe, expect, it } from '@jest/globals';
import { project } from '../../project/project.ts';
import { BEHAVIOURS } from '../../simulate/scenario.ts';
import { simulate } from '../../simulate/simulate.ts';
import type { Step } from '../../model/definition.ts';
import { factsAt } from '../../learner/facts-at.ts';
import {
  CATALOGUE,
  chain,
  DONE,
  draw,
  gateStep,
  planOf,
  problemsOf,
  releaseStep,
  START,
  STOPPED,
  waitStep,
} from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, newcomer, withModule } from '../../testing/learner.ts';
import { DAY } from '../../time/durations.ts';

const open = (days = 0) => releaseStep('bowline', { kind: 'afterEnrollment', days });
const close = (module = 'bowline'): Step => ({
  kind: 'relock',
  title: 'Close it',
  config: { module, reason: 'This week is over.' },
});
const day = (n: number) => ENROLLED + n * DAY;
const bowline = (driver: Driver) => driver.facts.modules[0]!;
const closedBefore = (gate: Step) =>
  draw({ start: START, open: open(), close: close(), gate, done: DONE, stopped: STOPPED }, [
    ['start', 'next', 'open'],
    ['open', 'next', 'close'],
    ['close', 'next', 'gate'],
    ['gate', 'passed', 'done'],
    ['gate', 'failed', 'stopped'],
    ['gate', 'missing', 'stopped'],
  ]);

describe('closing a module again', () => {
  it('closes what is open, says why, and goes on at once', () => {
    const driver = new Driver(planOf(chain({ open: open(), wait: waitStep(2), close: close() })));
    driver.advance(day(2));
    expect(driver.only('relock')).toEqual([
      {
        type: 'relock',
        at: day(2),
        stepId: 'close',
        visit: 1,
        module: 'bowline',
        openedAt: ENROLLED,
        because: 'This week is over.',
      },
    ]);
    expect(driver.place).toBe('completed');
    const released = (at: number) => factsAt(driver.facts, at).modules['bowline']?.released;
    expect([released(day(2) - 1), released(day(2))]).toEqual([true, false]);
  });

  it('passes by what is not open, and what is closed already', () => {
    expect(new Driver(planOf(chain({ close: close() }))).only('relock')).toEqual([]);
    const twice = new Driver(planOf(chain({ open: open(), close: close(), again: close() })));
    expect(twice.only('relock')).toHaveLength(1);
  });

  it('closes as often as it was opened again, however late anybody looks', () => {
    const steps = {
      open: open(),
      close: close(),
      again: open(3),
      shut: close(),
      third: open(5),
      last: close(),
    };
    const run = new Driver(planOf(chain(steps)));
    run.advance(ENROLLED + 9 * DAY);
    expect(run.only('release')).toHaveLength(3);
    expect(run.only('relock')).toHaveLength(3);
  });

  it('closes what a date has opened before any turn came to it', () => {
    const written = withModule(newcomer(), 'bowline', { opensAt: ENROLLED - 1 });
    expect(new Driver(planOf(chain({ close: close() })), written).only('relock')).toHaveLength(1);
    const ahead = withModule(newcomer(), 'bowline', { opensAt: ENROLLED + 1 });
    expect(new Driver(planOf(chain({ close: close() })), ahead).only('relock')).toHaveLength(0);
  });

  it('is undone by a later release, whose date is told ahead', () => {
    const steps = { open: open(), close: close(), again: { ...open(3), title: 'Again' } };
    const driver = new Driver(planOf(chain(steps)));
    expect(driver.only('relock')).toHaveLength(1);
    const ahead = project(driver.plan, driver.state, driver.facts, ENROLLED);
    expect(ahead.find(({ module }) => module === 'bowline')).toMatchObject({ at: day(3) });
    driver.advance(day(3));
    expect(driver.only('release').map(({ at }) => at)).toEqual([ENROLLED, day(3)]);
    expect(driver.place).toBe('completed');
  });

  it('by another automation holds until a release says otherwise: the run that opened it does not keep it open', () => {
    const driver = new Driver(
      planOf(chain({ open: open(), wait: waitStep(2), close: close(), again: open() })),
    );
    const from = day(1);
    driver.facts = withModule(driver.facts, 'bowline', {
      releasedAt: ENROLLED,
      closed: [{ from, until: null }],
    });
    driver.advance(day(2));
    expect(driver.only('relock')).toEqual([]);
    expect(driver.only('release').map(({ at }) => at)).toEqual([ENROLLED, day(2)]);
  });

  it('does not touch what was done, and keeps no grade away', () => {
    const driver = new Driver(planOf(closedBefore(gateStep('bowline'))));
    const submitted = { kind: 'submitted' as const, at: ENROLLED, attempt: 1 };
    const graded = { ...submitted, kind: 'graded' as const, at: day(1), passed: true, percentage: 80 };
    const assessment = { maxAttempts: 2, history: [submitted, { ...graded, submittedAt: ENROLLED }] };
    driver.facts = withModule(driver.facts, 'bowline', {
      assessment,
      lessonCompletions: bowline(driver).lessonCompletions,
    });
    driver.event('submission.graded', day(1), { module: 'bowline' });
    expect(driver.place).toBe('completed');
  });

  it('blocks where the course of the learner has no such module', () => {
    const facts = { ...newcomer(), modules: newcomer().modules.filter(({ key }) => key !== 'bowline') };
    expect(new Driver(planOf(chain({ close: close() })), facts).place).toBe('close blocked');
  });
});

describe('a simulated learner whose module is closed', () => {
  const days = (steps: Record<string, Step>) =>
    simulate(planOf(chain(steps)), {
      enrolledAt: ENROLLED,
      learnerZone: 'UTC',
      schoolZone: 'UTC',
      modules: CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 2 })),
      behaviour: BEHAVIOURS.diligent,
      horizonDays: 60,
    }).entries.filter(({ kind }) => kind === 'learner' || kind === 'relocked');

  it('can do nothing in it until it opens again, and goes on then', () => {
    const usual = days({ open: open(), rest: waitStep(40) });
    const closed = days({
      open: open(),
      wait: waitStep(1),
      close: close(),
      again: open(11),
      rest: waitStep(29),
    });
    expect(closed[0]).toMatchObject({ kind: 'relocked', stepId: 'close' });
    expect(closed[0]?.detail).toBe('“The bowline” is closed again: This week is over.');
    expect(closed.slice(1).map(({ at, detail }) => [detail, at])).toEqual(
      usual.map(({ at, detail }) => [detail, at + 10 * DAY]),
    );
    expect(usual.length).toBeGreaterThan(1);
  });
});

describe('what is said about closing in a drawing', () => {
  const codes = (steps: Record<string, Step>) =>
    problemsOf(chain(steps)).flatMap(({ code }) => (code === 'flow.module-never-released' ? [] : [code]));

  it('lets a module be released twice when it is closed between', () => {
    expect(codes({ open: open(), again: open(3) })).toContain('flow.module-released-twice');
    expect(codes({ open: open(), close: close(), again: open(3) })).toEqual([]);
  });

  it('tells of a closing that nothing has opened before, and of a gate behind it', () => {
    expect(codes({ close: close(), open: open() })).toEqual(['flow.relocked-before-release']);
    expect(codes({ close: close('reef') })).toEqual(['flow.module-unknown']);
    const drawn = closedBefore(gateStep('bowline', 3));
    expect(problemsOf(drawn).map(({ code }) => code)).toContain('flow.assessed-while-closed');
  });
});

import { describe, expect, it } from '@jest/globals';
import { explain } from '../explain/explain.ts';
import type { Command } from '../model/commands.ts';
import { portsOf } from '../kinds/registry.ts';
import type { Step } from '../model/definition.ts';
import type { PutOff } from '../model/inputs.ts';
import { project } from '../project/project.ts';
import {
  chain,
  DONE,
  draw,
  gateStep,
  mailStep,
  planOf,
  releaseStep,
  START,
  STOPPED,
  untilEvent,
  untilFacts,
  waitStep,
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED, withModule } from '../testing/learner.ts';
import { DAY, HOUR } from '../time/durations.ts';
import { canBePutOff } from './postpone.ts';

const day = (n: number) => ENROLLED + n * DAY;
const until = (n: number): PutOff => ({ kind: 'until', at: day(n) });
const by = (days: number): PutOff => ({ kind: 'by', milliseconds: days * DAY });

function answer(commands: Command[]): { accepted: boolean; detail: string } {
  const found = commands.find((command) => command.type === 'answered');
  if (found?.type !== 'answered') throw new Error('no answer');
  return found;
}

describe('postpone', () => {
  it('moves the end of a wait, to a date or by a length of time', () => {
    const run = new Driver(planOf(chain({ pause: waitStep(5) })));
    expect(
      answer(run.command({ name: 'postpone', stepId: 'pause', visit: 1, to: until(8) }, day(1))),
    ).toMatchObject({
      accepted: true,
    });
    expect(run.state.tokens[0]).toMatchObject({ deadline: day(8) });
    run.command({ name: 'postpone', stepId: 'pause', visit: 1, to: by(2) }, day(2));
    run.advance(day(30));
    expect(run.state.finished?.at).toBe(day(10));
  });

  it('keeps a module closed until the new date, on every screen and in the plan of unlocks', () => {
    const run = new Driver(
      planOf(chain({ open: releaseStep('bowline', 5), next: releaseStep('splice', 6) })),
    );
    run.command({ name: 'postpone', stepId: 'open', visit: 1, to: until(20) }, day(1));
    const [first, second] = project(run.plan, run.state, run.facts, day(1));
    expect(first).toMatchObject({
      module: 'bowline',
      at: day(20),
      because: [{ code: 'wait.putOff', at: day(20) }],
    });
    expect(second).toMatchObject({ module: 'splice', at: day(20) });
    expect(explain(run.plan, run.state, run.facts, day(1))[0]?.reasons).toEqual([
      { code: 'wait.putOff', at: day(20) },
    ]);
    run.event('lesson.completed', day(10));
    run.advance(day(40));
    expect(run.only('release').map(({ at }) => at)).toEqual([day(20), day(20)]);
  });

  it('holds a release back that has no date yet', () => {
    const run = new Driver(
      planOf(
        chain({
          a: releaseStep('bowline', 0),
          b: releaseStep('sheet-bend', { kind: 'afterPreviousCompletion', days: 0 }),
        }),
      ),
    );
    expect(
      answer(run.command({ name: 'postpone', stepId: 'b', visit: 1, to: by(2) }, day(1))).detail,
    ).toMatch(/no date yet/);
    run.command({ name: 'postpone', stepId: 'b', visit: 1, to: until(9) }, day(1));
    run.facts = withModule(run.facts, 'bowline', {
      requiredLessons: 0,
      lessonCompletions: [],
      assessment: null,
    });
    run.event('module.completed', day(3));
    expect(run.place).toBe('b');
    run.advance(day(9));
    expect(run.only('release').at(-1)).toMatchObject({ module: 'sheet-bend', at: day(9) });
  });

  it('gives a waiting learner more time, and lets what is waited for happen all the same', () => {
    const forked = draw(
      { start: START, until: untilFacts('facts.certified', 9), done: DONE, stop: STOPPED },
      [
        ['start', 'next', 'until'],
        ['until', 'next', 'done'],
        ['until', 'timeout', 'stop'],
      ],
    );
    const late = new Driver(planOf(forked));
    late.command({ name: 'postpone', stepId: 'until', visit: 1, to: by(3) }, day(1));
    late.advance(day(11));
    expect(late.place).toBe('until');
    late.advance(day(12));
    expect(late.state.finished).toMatchObject({ at: day(12), outcome: 'ended' });
    const inTime = new Driver(planOf(forked));
    inTime.command({ name: 'postpone', stepId: 'until', visit: 1, to: by(3) }, day(1));
    inTime.facts = { ...inTime.facts, credential: { issuedAt: day(10), failedAt: null } };
    inTime.event('credential.issued', day(10));
    expect(inTime.place).toBe('completed');
  });

  it('counts the daily look of a condition as no date of its own', () => {
    const run = new Driver(planOf(chain({ until: untilFacts('facts.daysSinceEnrollment >= 4', undefined) })));
    expect(
      answer(run.command({ name: 'postpone', stepId: 'until', visit: 1, to: by(3) }, day(1))).detail,
    ).toMatch(/does not wait for a time/);
    run.advance(day(9));
    expect(run.state.finished?.at).toBeLessThanOrEqual(day(5));
  });

  it('moves a due date: work handed in by the new one counts', () => {
    const drawing = draw(
      {
        start: START,
        open: releaseStep('bowline', 0),
        gate: gateStep('bowline', 7),
        done: DONE,
        stop: STOPPED,
      },
      [
        ['start', 'next', 'open'],
        ['open', 'next', 'gate'],
        ['gate', 'passed', 'done'],
        ['gate', 'failed', 'stop'],
        ['gate', 'missing', 'stop'],
      ],
    );
    const run = new Driver(planOf(drawing));
    run.command({ name: 'postpone', stepId: 'gate', visit: 1, to: by(5) }, day(1));
    const submitted = { kind: 'submitted' as const, attempt: 1, at: day(11) };
    const graded = { kind: 'graded' as const, attempt: 1, at: day(13), passed: true, submittedAt: day(11) };
    run.facts = withModule(run.facts, 'bowline', {
      assessment: { maxAttempts: 1, history: [submitted, graded] },
    });
    run.event('submission.graded', day(13));
    expect(run.place).toBe('completed');
  });

  it('is refused where it does not fit, with a sentence, and changes nothing', () => {
    const cases: Array<[Record<string, unknown>, string, PutOff, RegExp]> = [
      [chain({ pause: waitStep(5) }), 'pause', until(3), /no later than/],
      [chain({ pause: waitStep(5) }), 'pause', by(-1), /no later than/],
      [chain({ pause: waitStep(5) }), 'pause', until(9_999), /five years/],
      [chain({ pause: waitStep(5) }), 'pause', { kind: 'by', milliseconds: Number.NaN }, /five years/],
      [chain({ until: untilEvent('lesson.completed') }), 'until', until(9), /does not wait for a time/],
      [chain({ mail: mailStep(true) }), 'mail', until(9), /does not wait for a time/],
    ];
    for (const [drawing, stepId, to, detail] of cases) {
      const run = new Driver(planOf(drawing));
      const before = run.state;
      expect(answer(run.command({ name: 'postpone', stepId, visit: 1, to }, day(1)))).toMatchObject({
        accepted: false,
        detail: expect.stringMatching(detail),
      });
      expect(run.state).toEqual({ ...before, clock: day(1) });
    }
  });

  it.each<[boolean, Step]>([
    [true, waitStep(5)],
    [true, releaseStep('bowline', 5)],
    [true, untilFacts('facts.certified', 9)],
    [false, untilFacts('facts.certified')],
    [true, gateStep('bowline', 7)],
    [false, gateStep('bowline')],
    [false, mailStep(true)],
  ])('is said beforehand to be possible: %s', (possible, step) => {
    const ways = portsOf(step).map((port): [string, string, string] => ['step', port, 'done']);
    const run = new Driver(
      planOf(draw({ start: START, step, done: DONE }, [['start', 'next', 'step'], ...ways])),
    );
    const order = { name: 'postpone' as const, stepId: 'step', visit: 1, to: until(40) };
    expect(answer(run.command(order, day(1))).accepted).toBe(possible);
    expect(canBePutOff(step)).toBe(possible);
  });

  it('is refused when somebody else has moved the date since', () => {
    const run = new Driver(planOf(chain({ pause: waitStep(5) })));
    const order = { name: 'postpone' as const, stepId: 'pause', visit: 1, to: by(7), seen: day(5) };
    expect(answer(run.command(order, day(1))).accepted).toBe(true);
    expect(answer(run.command(order, day(1)))).toMatchObject({
      accepted: false,
      detail: expect.stringMatching(/changed meanwhile/),
    });
    expect(run.state.tokens[0]).toMatchObject({ deadline: day(12) });
  });

  it('stays in the calendar through a pause', () => {
    const run = new Driver(planOf(chain({ pause: waitStep(5) })));
    run.command({ name: 'postpone', stepId: 'pause', visit: 1, to: until(10) }, day(1));
    run.command({ name: 'pause' }, day(2));
    run.command({ name: 'resume' }, day(4) + HOUR);
    expect(run.state.tokens[0]?.deadline).toBe(day(12) + HOUR);
  });
});

describe('change variable', () => {
  it('lets a waiting step look again, and a blocked one try again', () => {
    const run = new Driver(planOf(chain({ until: untilFacts('has(vars.ok) && vars.ok == true') })));
    expect(run.place).toBe('until');
    run.command({ name: 'changeVariable', stepId: 'until', visit: 1, variable: 'ok', value: true }, day(1));
    expect(run.place).toBe('completed');
    const failing = new Driver(planOf(chain({ until: untilFacts('vars.limit > 3.0') })));
    expect(failing.place).toBe('until blocked');
    failing.command(
      { name: 'changeVariable', stepId: 'until', visit: 1, variable: 'limit', value: 5 },
      day(1),
    );
    expect(failing.place).toBe('completed');
  });

  it('refuses a name that is none', () => {
    const run = new Driver(planOf(chain({ pause: waitStep(5) })));
    const refused = answer(
      run.command(
        { name: 'changeVariable', stepId: 'pause', visit: 1, variable: '__proto__', value: 1 },
        day(1),
      ),
    );
    expect(refused.accepted).toBe(false);
    expect(run.state.vars).toEqual({});
  });
});

import { describe, expect, it } from '@jest/globals';
import type { StepOf } from '../model/definition.ts';
import {
  CERTIFY,
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
  weekdayStep,
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED, withEverythingDone, withModule } from '../testing/learner.ts';
import { DAY, HOUR } from '../time/durations.ts';

const day = (n: number) => ENROLLED + n * DAY;
const HEAR: StepOf<'waitFor'>['config'] = {
  for: { kind: 'event', event: 'lesson.completed' },
  timeout: { amount: 5, unit: 'days' },
  zone: 'none',
};

/** Paused on day `from`, resumed on day `until`, which is also how far it is driven. */
function pausedRun(drawing: unknown, from: number, until: number): Driver {
  const run = new Driver(planOf(drawing));
  run.advance(day(from));
  run.command({ name: 'pause' }, day(from));
  run.advance(day(until));
  run.command({ name: 'resume' }, day(until));
  return run;
}

describe('a paused run', () => {
  it('builders.md 3.1: paused for three weeks, goes on with what was left', () => {
    const run = pausedRun(chain({ pause: waitStep(5) }), 2, 23);
    expect(run.state.tokens[0]).toMatchObject({ status: 'waiting', deadline: day(26) });
    run.advance(day(40));
    expect(run.state.finished?.at).toBe(day(26));
  });

  it('builders.md 3.1: opens the weeks after the pause one by one, not all at once', () => {
    const steps = {
      a: releaseStep('bowline', 7),
      b: releaseStep('sheet-bend', 14),
      c: releaseStep('splice', 21),
    };
    const run = pausedRun(chain(steps), 2, 23);
    run.advance(day(60));
    expect(run.only('release').map(({ at }) => at)).toEqual(
      [day(28), day(35), day(42)].map((at) => at - HOUR),
    );
  });

  it('leaves a date in the calendar where it is', () => {
    const date = { kind: 'date' as const, date: '2025-03-17', time: '09:00' };
    const run = pausedRun(chain({ open: releaseStep('bowline', date) }), 2, 10);
    expect(run.state.tokens[0]).toMatchObject({ deadline: day(14) });
    const late = pausedRun(chain({ open: releaseStep('bowline', date) }), 2, 20);
    expect(late.only('release')).toEqual([expect.objectContaining({ at: day(20) })]);
  });

  it('takes the next such weekday when the one waited for was missed', () => {
    const friday = chain({ until: weekdayStep([5], '09:00') });
    expect(pausedRun(friday, 1, 2).state.tokens[0]).toMatchObject({ deadline: day(4) });
    expect(pausedRun(friday, 1, 9).state.tokens[0]).toMatchObject({ deadline: day(11) });
  });

  it('n8n 14198: looks at the facts again when it goes on', () => {
    const run = new Driver(planOf(chain({ until: untilFacts('facts.requirementsMet') })));
    run.command({ name: 'pause' }, day(1));
    run.facts = withEverythingDone(run.facts, day(2));
    run.event('requirements.met', day(2));
    expect(run.place).toBe('until held');
    run.command({ name: 'resume' }, day(5));
    expect(run.state.finished).toMatchObject({ outcome: 'completed', at: day(5) });
  });

  it('remembers an event that no fact keeps', () => {
    const run = new Driver(planOf(chain({ until: untilEvent('message.delivered') })));
    run.command({ name: 'pause' }, day(1));
    run.event('message.delivered', day(2));
    run.command({ name: 'resume' }, day(3));
    expect(run.place).toBe('completed');
  });

  it('remembers what became of an effect', () => {
    const refused = new Driver(planOf(chain({ certify: CERTIFY })));
    refused.command({ name: 'pause' }, day(1));
    refused.effect('run:certify:1', 'refused', day(2));
    expect(refused.place).toBe('certify held');
    refused.command({ name: 'resume' }, day(3));
    expect(refused.place).toBe('certify blocked');
    const delivered = new Driver(planOf(chain({ mail: mailStep(true) })));
    delivered.command({ name: 'pause' }, day(1));
    delivered.effect('run:mail:1', 'done', day(2));
    delivered.command({ name: 'resume' }, day(3));
    expect(delivered.place).toBe('completed');
    expect(delivered.only('cancel')).toEqual([]);
  });

  it('stays blocked through a pause, and can be retried after it', () => {
    const run = new Driver(planOf(chain({ certify: CERTIFY })));
    run.effect('run:certify:1', 'refused', day(1));
    run.command({ name: 'pause' }, day(2));
    run.command({ name: 'resume' }, day(3));
    expect(run.state.tokens[0]).toMatchObject({
      status: 'blocked',
      problem: { code: 'flow.effect-refused' },
    });
    run.command({ name: 'retry', stepId: 'certify', visit: 1 }, day(4));
    expect(run.only('effect').at(-1)).toMatchObject({ try: 2 });
  });

  it('ends on an event of exitOn all the same', () => {
    const run = new Driver(planOf(chain({ pause: waitStep(5) }, ['enrollment.cancelled'])));
    run.command({ name: 'pause' }, day(1));
    run.event('enrollment.cancelled', day(2));
    expect(run.place).toBe('exited');
  });

  it('gives back what was left of a time-out and of a due date that an operator had put off', () => {
    const hear = draw(
      { start: START, hear: { ...untilEvent('lesson.completed'), config: HEAR }, done: DONE },
      [
        ['start', 'next', 'hear'],
        ['hear', 'next', 'done'],
        ['hear', 'timeout', 'done'],
      ],
    );
    const gate = draw({ start: START, gate: gateStep('bowline', 5), done: DONE }, [
      ['start', 'next', 'gate'],
      ['gate', 'passed', 'done'],
      ['gate', 'failed', 'done'],
      ['gate', 'missing', 'done'],
    ]);
    for (const [stepId, drawing] of Object.entries({ hear, gate })) {
      const run = new Driver(planOf(drawing));
      run.command({ name: 'postpone', stepId, visit: 1, to: { kind: 'until', at: day(10) } }, day(1));
      run.command({ name: 'pause' }, day(6));
      run.command({ name: 'resume' }, day(20));
      expect(run.state.tokens[0]).toMatchObject({ stepId, status: 'waiting', deadline: day(24) });
    }
  });

  it('leaves the day before which a module must not open where it is', () => {
    const run = new Driver(planOf(chain({ open: releaseStep('bowline', 5) })));
    run.command({ name: 'postpone', stepId: 'open', visit: 1, to: { kind: 'until', at: day(10) } }, day(1));
    run.command({ name: 'pause' }, day(2));
    run.command({ name: 'resume' }, day(4));
    expect(run.state.tokens[0]).toMatchObject({ deadline: day(10) });
  });

  it('gives the time back to a timeout and to a due date', () => {
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
    const run = pausedRun(drawing, 2, 12);
    expect(run.state.tokens[0]).toMatchObject({ deadline: day(17) });
    const submitted = { kind: 'submitted' as const, attempt: 1, at: day(16) };
    const graded = { kind: 'graded' as const, attempt: 1, at: day(18), passed: true, submittedAt: day(16) };
    run.facts = withModule(run.facts, 'bowline', {
      assessment: { maxAttempts: 1, history: [submitted, graded] },
    });
    run.event('submission.graded', day(18));
    expect(run.place).toBe('completed');
  });
});

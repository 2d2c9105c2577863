import { describe, expect, it } from '@jest/globals';
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
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED, newcomer, withCompleted, withEverythingDone, withModule } from '../testing/learner.ts';
import type { AssessmentFact } from '../model/facts.ts';
import { reduce } from './reduce.ts';
import { DAY, HOUR } from '../time/durations.ts';

const day = (n: number) => ENROLLED + n * DAY;

describe('a run', () => {
  it('goes through every step that needs no waiting, and finishes', () => {
    const run = new Driver(planOf(chain({ mail: mailStep() })));
    expect(run.place).toBe('completed');
    expect(run.trail).toEqual([`start:next@${ENROLLED}`, `mail:next@${ENROLLED}`, `done:null@${ENROLLED}`]);
    expect(run.only('message')).toEqual([
      expect.objectContaining({ key: 'run:mail:1', awaited: false, category: 'transactional', try: 1 }),
    ]);
    expect(run.only('finished')).toEqual([
      { type: 'finished', at: ENROLLED, outcome: 'completed', reason: null },
    ]);
  });

  it('starts once, however often it is told to', () => {
    const run = new Driver(planOf(chain({ pause: waitStep(1) })));
    run.queue({ kind: 'started', at: day(0) });
    expect(run.advance(day(0))).toEqual([]);
    expect(run.state.tokens).toHaveLength(1);
  });

  it('decides what came late as it would have been decided in time', () => {
    const drawing = chain({ a: waitStep(1), b: waitStep(2), c: waitStep(3) });
    const punctual = new Driver(planOf(drawing));
    for (let n = 0; n <= 6; n += 1) punctual.advance(day(n));
    const late = new Driver(planOf(drawing));
    late.advance(day(30));
    expect(late.trail).toEqual(punctual.trail);
    expect(late.state.finished?.at).toBe(day(6));
  });

  it('ends as exited on an event of exitOn, and takes back an open effect', () => {
    const run = new Driver(planOf(chain({ certify: CERTIFY }, ['enrollment.cancelled'])));
    run.event('enrollment.cancelled', day(1));
    expect(run.only('cancel')).toEqual([{ type: 'cancel', at: day(1), key: 'run:certify:1' }]);
    expect(run.state.ending).toEqual({ outcome: 'exited', reason: 'enrollment.cancelled' });
    expect(run.only('left').at(-1)).toMatchObject({ stepId: 'certify', port: null, reason: 'exited' });
  });

  it('blocks a token that goes round without waiting instead of hanging', () => {
    const plan = planOf(chain({ a: mailStep(), b: mailStep() }));
    const out = { next: { from: 'b', port: 'next', to: 'a' } };
    const spinning = { ...plan, steps: { ...plan.steps, b: { ...plan.steps['b']!, out } } };
    const run = new Driver(spinning);
    expect(run.state.tokens[0]).toMatchObject({
      status: 'blocked',
      problem: { code: 'flow.too-many-steps' },
    });
  });

  it('blocks a token whose step a version lacks, and says so once', () => {
    const plan = planOf(chain({ pause: waitStep(1) }));
    const run = new Driver(plan);
    const { pause: _, ...steps } = plan.steps;
    const blind = { ...plan, steps };
    const first = reduce(blind, run.state, { kind: 'time', at: day(2) }, run.facts, day(2));
    const problem = expect.objectContaining({ code: 'flow.step-missing' });
    expect(first.commands).toEqual([
      expect.objectContaining({ type: 'changed', status: 'blocked', problem }),
    ]);
    const event = { kind: 'event' as const, at: day(3), id: 'e', type: 'any.thing', data: {} };
    expect(reduce(blind, first.state, event, run.facts, day(3)).commands).toEqual([]);
  });

  it('takes foreign effects and events nobody waits for in silence', () => {
    const run = new Driver(planOf(chain({ pause: waitStep(1) })));
    expect(run.effect('run:elsewhere:1', 'done', day(0))).toEqual([]);
    expect(run.event('some.thing', day(0))).toEqual([]);
    run.advance(day(1));
    expect(run.event('some.thing', day(2))).toEqual([]);
    expect(run.place).toBe('completed');
  });
});

describe('release', () => {
  it('opens at its moment and never again', () => {
    const run = new Driver(
      planOf(chain({ one: releaseStep('bowline', 0), two: releaseStep('sheet-bend', 7) })),
    );
    expect(run.only('release').map(({ module }) => module)).toEqual(['bowline']);
    run.advance(day(30));
    expect(run.only('release')).toEqual([
      expect.objectContaining({ module: 'bowline', at: day(0) }),
      expect.objectContaining({ module: 'sheet-bend', at: day(7) }),
    ]);
  });

  it('passes by a module that is open already', () => {
    const facts = withModule(newcomer(), 'bowline', { releasedAt: day(-3) });
    const run = new Driver(planOf(chain({ one: releaseStep('bowline', 20) })), facts);
    expect(run.only('release')).toEqual([]);
    expect(run.place).toBe('completed');
  });

  it('counts from the previous release, and for the first from enrollment', () => {
    const after = { kind: 'afterPreviousRelease' as const, days: 3 };
    const steps = { one: releaseStep('bowline', after), two: releaseStep('sheet-bend', after) };
    const run = new Driver(planOf(chain(steps)));
    run.advance(day(40));
    expect(run.only('release').map(({ at }) => at)).toEqual([day(3), day(6)]);
  });

  it('waits for the completion of the previous module, then for its days', () => {
    const policy = { kind: 'afterPreviousCompletion' as const, days: 2 };
    const run = new Driver(
      planOf(chain({ one: releaseStep('bowline', 0), two: releaseStep('sheet-bend', policy) })),
    );
    expect(run.state.tokens[0]).toMatchObject({ stepId: 'two', deadline: null });
    run.facts = withCompleted(run.facts, 'bowline', day(5));
    run.event('module.completed', day(5), { module: 'bowline' });
    expect(run.state.tokens[0]).toMatchObject({ stepId: 'two', deadline: day(7) });
    run.advance(day(8));
    expect(run.only('release').at(-1)).toMatchObject({ module: 'sheet-bend', at: day(7) });
  });

  it('counts a release of the same turn though the facts were read before it', () => {
    const after = { kind: 'afterPreviousRelease' as const, days: 7 };
    const steps = {
      one: releaseStep('bowline', 1),
      seen: untilFacts('facts.modules["bowline"].released'),
      two: releaseStep('sheet-bend', after),
    };
    const run = new Driver(planOf(chain(steps)));
    run.advance(day(20));
    expect(run.only('release').map(({ at }) => at)).toEqual([day(1), day(8)]);
  });
});

describe('waitFor', () => {
  const drawing = draw(
    { start: START, until: untilFacts('facts.requirementsMet', 14), done: DONE, stopped: STOPPED },
    [
      ['start', 'next', 'until'],
      ['until', 'next', 'done'],
      ['until', 'timeout', 'stopped'],
    ],
  );

  it('passes at once when the facts are there already', () => {
    expect(new Driver(planOf(drawing), withEverythingDone(newcomer(), day(0))).place).toBe('completed');
  });

  it('reads the facts when the time is up, so that a lost event loses nothing', () => {
    const run = new Driver(planOf(drawing));
    run.facts = withEverythingDone(run.facts, day(3));
    run.advance(day(20));
    expect(run.place).toBe('completed');
  });

  it('takes an event before a timeout of the same instant', () => {
    const run = new Driver(planOf(drawing));
    run.facts = withEverythingDone(run.facts, day(14));
    run.queue({ kind: 'event', at: day(14), id: 'e', type: 'requirements.met', data: {} });
    run.advance(day(15));
    expect(run.only('left').find(({ stepId }) => stepId === 'until')).toMatchObject({
      port: 'next',
      reason: 'event',
    });
  });

  it('does not count for a timeout what happened after it', () => {
    const run = new Driver(planOf(drawing));
    run.facts = withEverythingDone(run.facts, day(14) + 1);
    run.advance(day(20));
    expect(run.place).toBe('ended');
  });

  it('looks again when only the calendar changes the answer', () => {
    const run = new Driver(planOf(chain({ until: untilFacts('facts.daysSinceEnrollment >= 10') })));
    run.advance(day(60));
    expect(run.state.finished?.at).toBe(day(10));
  });

  it('hears the event it waits for and no other', () => {
    const run = new Driver(
      planOf(chain({ until: untilEvent('lesson.completed', 'event.module == "splice"') })),
    );
    run.event('lesson.completed', day(1), { module: 'bowline' });
    expect(run.place).toBe('until');
    run.event('lesson.completed', day(2), { module: 'splice' });
    expect(run.place).toBe('completed');
  });

  it('blocks with the reason when its condition cannot be answered', () => {
    const run = new Driver(planOf(chain({ until: untilEvent('lesson.completed', 'event.module > 3') })));
    run.event('lesson.completed', day(1), { module: 'bowline' });
    expect(run.state.tokens[0]).toMatchObject({
      status: 'blocked',
      problem: { code: 'flow.condition-failed' },
    });
  });
});

const port = (run: Driver) => run.only('left').find(({ stepId }) => stepId === 'gate')?.port ?? run.place;

const attempt = (n: number, handedIn: number, graded: number | null, passed = false): AssessmentFact[] => {
  const submitted = { kind: 'submitted' as const, attempt: n, at: day(handedIn) };
  if (graded === null) return [submitted];
  const grade = { attempt: n, at: day(graded), passed, percentage: 50, submittedAt: day(handedIn) };
  return [submitted, { kind: 'graded', ...grade }];
};

describe('assess', () => {
  const drawing = draw(
    {
      start: START,
      open: releaseStep('bowline', 0),
      gate: gateStep('bowline', 7),
      done: DONE,
      failed: STOPPED,
      missing: STOPPED,
    },
    [
      ['start', 'next', 'open'],
      ['open', 'next', 'gate'],
      ['gate', 'passed', 'done'],
      ['gate', 'failed', 'failed'],
      ['gate', 'missing', 'missing'],
    ],
  );
  const history = (...facts: ReturnType<typeof attempt>) =>
    withModule(newcomer(), 'bowline', { assessment: { maxAttempts: 2, history: facts } });

  it.each([
    ['a pass', history(...attempt(1, 2, 3, true)), 'passed'],
    ['a pass graded after the due date, handed in before', history(...attempt(1, 6, 9, true)), 'passed'],
    ['nothing handed in', newcomer(), 'missing'],
    ['handed in too late', history(...attempt(1, 8, 9, true)), 'missing'],
    ['every attempt failed', history(...attempt(1, 1, 2), ...attempt(2, 3, 4)), 'failed'],
    ['failed when due, with an attempt left', history(...attempt(1, 1, 2)), 'failed'],
    ['failed, then passed', history(...attempt(1, 1, 2), ...attempt(2, 3, 4, true)), 'passed'],
    ['handed in and not graded yet', history(...attempt(1, 6, null)), 'gate'],
  ])('%s', (_name, facts, expected) => {
    const run = new Driver(planOf(drawing), facts);
    for (const at of [2, 3, 4, 7, 8, 9, 10]) {
      run.event('submission.graded', day(at), { module: 'bowline' });
      run.advance(day(at));
    }
    expect(port(run)).toBe(expected);
  });

  it('waits until due while an attempt is left', () => {
    const run = new Driver(planOf(drawing), history(...attempt(1, 1, 2)));
    run.event('submission.graded', day(2), { module: 'bowline' });
    expect(run.state.tokens[0]).toMatchObject({ stepId: 'gate', deadline: day(7) });
  });
});

describe('certify', () => {
  const key = 'run:certify:1';

  it('asks once, waits for the certificate, and goes on', () => {
    const run = new Driver(planOf(chain({ certify: CERTIFY })));
    expect(run.only('effect')).toEqual([expect.objectContaining({ key, kind: 'certify', try: 1 })]);
    run.effect(key, 'done', day(0) + HOUR);
    expect(run.place).toBe('certify');
    run.event('credential.issued', day(1));
    expect(run.place).toBe('completed');
    expect(run.only('cancel')).toEqual([]);
  });

  it('never asks for one that is issued', () => {
    const facts = newcomer({ credential: { issuedAt: day(-1), failedAt: null } });
    const run = new Driver(planOf(chain({ certify: CERTIFY })), facts);
    expect(run.only('effect')).toEqual([]);
    expect(run.place).toBe('completed');
  });

  it('blocks on a refusal, and a retry is a new try of the same effect', () => {
    const run = new Driver(planOf(chain({ certify: CERTIFY })));
    run.effect(key, 'refused', day(1), 'No key to sign with.');
    expect(run.state.tokens[0]).toMatchObject({
      status: 'blocked',
      problem: { code: 'flow.effect-refused', detail: 'No key to sign with.', cause: 'provider.no' },
    });
    run.command({ name: 'retry', stepId: 'certify', visit: 1 }, day(2));
    expect(run.only('effect').map((effect) => [effect.key, effect.try])).toEqual([
      [key, 1],
      [key, 2],
    ]);
  });

  it('repeats the same try when nobody knows what became of it', () => {
    const run = new Driver(planOf(chain({ certify: CERTIFY })));
    run.effect(key, 'unknown', day(1));
    expect(run.place).toBe('certify blocked');
    run.command({ name: 'retry', stepId: 'certify', visit: 1 }, day(2));
    expect(run.only('effect').map((effect) => effect.try)).toEqual([1, 1]);
  });

  it('is mended by a late answer without an operator', () => {
    const run = new Driver(planOf(chain({ certify: CERTIFY })));
    run.effect(key, 'unknown', day(1));
    run.event('credential.issued', day(2));
    expect(run.place).toBe('completed');
  });

  it('does not mistake the failure before a retry for one after it', () => {
    const run = new Driver(planOf(chain({ certify: CERTIFY })));
    run.effect(key, 'done', day(0));
    run.facts = { ...run.facts, credential: { issuedAt: null, failedAt: day(1) } };
    run.event('credential.failed', day(1));
    expect(run.place).toBe('certify blocked');
    run.command({ name: 'retry', stepId: 'certify', visit: 1 }, day(2));
    run.effect(key, 'done', day(3));
    expect(run.place).toBe('certify');
  });

  it('leaves by "error" when that is drawn', () => {
    const drawing = draw({ start: START, certify: CERTIFY, done: DONE, stopped: STOPPED }, [
      ['start', 'next', 'certify'],
      ['certify', 'next', 'done'],
      ['certify', 'error', 'stopped'],
    ]);
    const run = new Driver(planOf(drawing));
    run.effect(key, 'refused', day(1));
    expect(run.place).toBe('ended');
  });
});

describe('message', () => {
  it('holds nobody back, unless its author wants to wait', () => {
    const run = new Driver(planOf(chain({ mail: mailStep(true) })));
    expect(run.place).toBe('mail');
    expect(run.only('message')[0]).toMatchObject({ awaited: true });
    run.effect('run:mail:1', 'done', day(1));
    expect(run.place).toBe('completed');
  });

  it('is taken back when an operator skips the wait for it', () => {
    const run = new Driver(planOf(chain({ mail: mailStep(true) })));
    run.command({ name: 'skip', stepId: 'mail', visit: 1 }, day(1));
    expect(run.only('cancel')).toEqual([{ type: 'cancel', at: day(1), key: 'run:mail:1' }]);
    run.effect('run:mail:1', 'refused', day(1));
    expect(run.place).toBe('completed');
  });
});

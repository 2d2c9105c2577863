import { describe, expect, it } from '@jest/globals';
import type { Step } from '../model/definition.ts';
import type { MigrationPlan } from '../model/migration.ts';
import type { Plan } from '../model/plan.ts';
import {
  CATALOGUE,
  CERTIFY,
  chain,
  draw,
  DONE,
  gateStep,
  mailStep,
  planOf,
  releaseStep,
  START,
  untilEvent,
  untilFacts,
  waitStep,
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED, newcomer } from '../testing/learner.ts';
import { DAY, HOUR, MINUTE } from '../time/durations.ts';
import { project } from '../project/project.ts';
import { waitsOf } from './waits-of.ts';

const version = (versionId: string, steps: Record<string, Step>, exitOn: string[] = []): Plan =>
  planOf(chain(steps, exitOn), CATALOGUE, versionId);

const one = (steps: Record<string, Step>, exitOn: string[] = []) => version('v1', steps, exitOn);
const two = (steps: Record<string, Step>, exitOn: string[] = []) => version('v2', steps, exitOn);

/** A run two days into a wait of five. */
function twoDaysIn(before: Plan = one({ quiz: waitStep(5), mail: mailStep(), rest: waitStep(9) })): Driver {
  const run = new Driver(before);
  run.advance(ENROLLED + 2 * DAY);
  return run;
}

const token = (run: Driver) => run.state.tokens[0];
const answer = (run: Driver) => run.only('answered').at(-1);

describe('a wait that was changed', () => {
  const shorter = two({ quiz: waitStep(3), mail: mailStep(), rest: waitStep(9) });

  it('is counted anew with the time served, when the author says so and by default', () => {
    const decisions: Array<MigrationPlan['steps']> = [{ quiz: { do: 'retime' } }, {}];
    for (const steps of decisions) {
      const run = twoDaysIn();
      run.migrate(shorter, { steps }, ENROLLED + 2 * DAY);
      expect(token(run)).toMatchObject({
        stepId: 'quiz',
        visit: 1,
        versionId: 'v2',
        deadline: ENROLLED + 3 * DAY,
      });
      expect(answer(run)?.moves).toEqual([{ stepId: 'quiz', visit: 1, did: 'retimed', to: null }]);
      expect(run.only('entered').filter(({ stepId }) => stepId === 'quiz')).toHaveLength(1);
    }
  });

  it('keeps the date it gave when they only follow, and its version when they are kept', () => {
    const run = twoDaysIn();
    run.migrate(shorter, { steps: { quiz: { do: 'follow' } } }, ENROLLED + 2 * DAY);
    expect(token(run)).toMatchObject({ versionId: 'v2', deadline: ENROLLED + 5 * DAY });
    const kept = twoDaysIn();
    kept.migrate(shorter, { steps: { quiz: { do: 'keep' } } }, ENROLLED + 2 * DAY);
    expect(token(kept)).toMatchObject({ versionId: 'v1', deadline: ENROLLED + 5 * DAY });
    kept.advance(ENROLLED + 5 * DAY);
    expect(token(kept)).toMatchObject({ versionId: 'v1', stepId: 'rest' });
  });

  it('lets them go at once when their time is served, and spreads what they are mailed', () => {
    const run = twoDaysIn();
    const commands = run.migrate(
      two({ quiz: waitStep(1), mail: mailStep(), rest: waitStep(9) }),
      { spreadMinutes: 30 },
      ENROLLED + 2 * DAY,
    );
    expect(token(run)).toMatchObject({ stepId: 'rest', versionId: 'v2', deadline: ENROLLED + 11 * DAY });
    const [mail] = commands.filter((command) => command.type === 'message');
    const from = (mail?.notBefore ?? 0) - ENROLLED - 2 * DAY;
    expect(from).toBeGreaterThanOrEqual(0);
    expect(from).toBeLessThan(30 * MINUTE);
    expect(mail?.versionId).toBe('v2');
  });

  it('opens a module at once, however long the mails are spread', () => {
    const run = new Driver(
      one({ pause: waitStep(5), week: releaseStep('bowline', 0), mail: mailStep(), rest: waitStep(9) }),
    );
    run.advance(ENROLLED + 2 * DAY);
    run.migrate(
      two({ pause: waitStep(1), week: releaseStep('bowline', 0), mail: mailStep(), rest: waitStep(9) }),
      { spreadMinutes: 600 },
      ENROLLED + 2 * DAY,
    );
    expect(run.only('release')).toEqual([expect.objectContaining({ at: ENROLLED + 2 * DAY })]);
    expect(run.only('message')[0]?.notBefore).toBeGreaterThan(ENROLLED + 2 * DAY);
  });

  it('counts no time that the run stood still', () => {
    const run = twoDaysIn();
    run.command({ name: 'pause' }, ENROLLED + 2 * DAY);
    run.command({ name: 'resume' }, ENROLLED + 12 * DAY);
    run.migrate(shorter, {}, ENROLLED + 12 * DAY);
    expect(token(run)?.deadline).toBe(ENROLLED + 13 * DAY);
  });
});

describe('a paused run', () => {
  it('goes over held, and has the rest of the new wait before it when it goes on', () => {
    const run = twoDaysIn();
    run.command({ name: 'pause' }, ENROLLED + 2 * DAY);
    run.migrate(two({ quiz: waitStep(3), mail: mailStep(), rest: waitStep(9) }), {}, ENROLLED + 4 * DAY);
    expect(token(run)).toMatchObject({ status: 'held', versionId: 'v2', heldFrom: { deadlineLeft: DAY } });
    run.command({ name: 'resume' }, ENROLLED + 20 * DAY);
    expect(token(run)).toMatchObject({ status: 'waiting', stepId: 'quiz', deadline: ENROLLED + 21 * DAY });
  });

  it('is redirected, and begins there when it goes on', () => {
    const run = twoDaysIn();
    run.command({ name: 'pause' }, ENROLLED + 2 * DAY);
    const to = two({ other: waitStep(1), mail: mailStep(), rest: waitStep(9) });
    run.migrate(to, { steps: { quiz: { do: 'redirect', to: 'mail' } } }, ENROLLED + 4 * DAY);
    expect(token(run)).toMatchObject({ stepId: 'mail', status: 'held', versionId: 'v2' });
    expect(run.only('message')).toEqual([]);
    run.command({ name: 'resume' }, ENROLLED + 5 * DAY);
    expect(run.only('message')).toHaveLength(1);
    expect(token(run)).toMatchObject({ stepId: 'rest', deadline: ENROLLED + 14 * DAY });
  });
});

describe('a step that is gone', () => {
  const without = two({ mail: mailStep(), rest: waitStep(9) });

  it('keeps its people on the old version to its end, unless the author says otherwise', () => {
    const run = twoDaysIn();
    run.migrate(without, {}, ENROLLED + 2 * DAY);
    expect(answer(run)?.moves).toMatchObject([{ did: 'kept' }]);
    run.advance(ENROLLED + 40 * DAY);
    expect(run.place).toBe('completed');
    expect(run.only('entered').every(({ versionId }) => versionId === 'v1')).toBe(true);
  });

  it('sends them where the author says, as a new visit there', () => {
    const run = twoDaysIn();
    run.migrate(without, { steps: { quiz: { do: 'redirect', to: 'rest' } } }, ENROLLED + 2 * DAY);
    expect(token(run)).toMatchObject({
      stepId: 'rest',
      visit: 1,
      versionId: 'v2',
      deadline: ENROLLED + 11 * DAY,
    });
    expect(run.only('left').at(-1)).toMatchObject({ stepId: 'quiz', port: null, reason: 'migrated' });
  });

  it('ends their way when the author says so', () => {
    const run = twoDaysIn();
    run.migrate(without, { steps: { quiz: { do: 'exit' } } }, ENROLLED + 2 * DAY);
    expect(run.place).toBe('exited');
    expect(answer(run)?.moves).toEqual([{ stepId: 'quiz', visit: 1, did: 'exited', to: null }]);
  });
});

describe('at their next step', () => {
  const next: Partial<MigrationPlan> = { scope: 'nextStep' };

  it('leaves them where they are, then takes the new line from there', () => {
    const run = twoDaysIn(one({ quiz: waitStep(5), rest: waitStep(9) }));
    run.migrate(two({ quiz: waitStep(1), extra: mailStep(), rest: waitStep(2) }), next, ENROLLED + 2 * DAY);
    expect(token(run)).toMatchObject({ versionId: 'v1', deadline: ENROLLED + 5 * DAY });
    run.advance(ENROLLED + 5 * DAY);
    expect(run.only('message')).toHaveLength(1);
    expect(token(run)).toMatchObject({ stepId: 'rest', versionId: 'v2', deadline: ENROLLED + 7 * DAY });
    expect(token(run)).not.toHaveProperty('next');
  });

  it('goes on by the old line while the new version knows no such place', () => {
    const run = twoDaysIn(one({ quiz: waitStep(5), old: waitStep(1), rest: waitStep(9) }));
    run.migrate(two({ other: waitStep(1), rest: waitStep(2) }), next, ENROLLED + 2 * DAY);
    run.advance(ENROLLED + 5 * DAY);
    expect(token(run)).toMatchObject({ stepId: 'old', versionId: 'v1' });
    run.advance(ENROLLED + 6 * DAY);
    expect(token(run)).toMatchObject({ stepId: 'rest', versionId: 'v2' });
  });

  it('redirects or ends those who leave a step, when the author says so', () => {
    const to = two({ mail: mailStep(), rest: waitStep(2) });
    const sent = twoDaysIn();
    sent.migrate(to, { ...next, steps: { quiz: { do: 'redirect', to: 'rest' } } }, ENROLLED + 2 * DAY);
    sent.advance(ENROLLED + 5 * DAY);
    expect(token(sent)).toMatchObject({ stepId: 'rest', versionId: 'v2' });
    expect(sent.only('message')).toEqual([]);
    const ended = twoDaysIn();
    ended.migrate(to, { ...next, steps: { quiz: { do: 'exit' } } }, ENROLLED + 2 * DAY);
    expect(ended.place).toBe('quiz');
    ended.advance(ENROLLED + 5 * DAY);
    expect(ended.place).toBe('exited');
  });

  it('says ahead when the modules of the new version open', () => {
    const run = twoDaysIn(one({ quiz: waitStep(5), week: releaseStep('bowline', 0), rest: waitStep(1) }));
    const to = two({
      quiz: waitStep(5),
      extra: waitStep(3),
      week: releaseStep('bowline', 0),
      rest: waitStep(1),
    });
    run.migrate(to, next, ENROLLED + 2 * DAY);
    const [week] = project(run.plan, run.state, run.facts, ENROLLED + 2 * DAY);
    expect(week).toMatchObject({ module: 'bowline', at: ENROLLED + 8 * DAY });
    run.advance(ENROLLED + 8 * DAY);
    expect(run.only('release')).toEqual([expect.objectContaining({ at: ENROLLED + 8 * DAY })]);
  });

  it('is overtaken by a later decision', () => {
    const run = twoDaysIn();
    run.migrate(two({ quiz: waitStep(5), rest: waitStep(2) }), next, ENROLLED + 2 * DAY);
    run.migrate(
      version('v3', { quiz: waitStep(4), rest: waitStep(3) }),
      { scope: 'now' },
      ENROLLED + 3 * DAY,
    );
    run.advance(ENROLLED + 4 * DAY);
    expect(token(run)).toMatchObject({ stepId: 'rest', versionId: 'v3' });
  });
});

describe('an effect under way', () => {
  const KEY = 'run:mail:1';
  const awaiting = () => new Driver(one({ mail: mailStep(true), rest: waitStep(9) }));

  it('goes on with its visit, and its outcome is taken by the new version', () => {
    const run = awaiting();
    run.migrate(
      two({ mail: { ...mailStep(true), title: 'Better' }, rest: waitStep(2) }),
      {},
      ENROLLED + HOUR,
    );
    expect(token(run)).toMatchObject({ versionId: 'v2', visit: 1, effectKey: KEY });
    run.effect(KEY, 'done', ENROLLED + 2 * HOUR);
    expect(token(run)).toMatchObject({ stepId: 'rest', versionId: 'v2' });
    expect(run.only('message')).toHaveLength(1);
  });

  it('keeps its step from being left for another before its outcome is here', () => {
    const run = awaiting();
    run.migrate(
      two({ rest: waitStep(2) }),
      { steps: { mail: { do: 'redirect', to: 'rest' } } },
      ENROLLED + HOUR,
    );
    expect(token(run)).toMatchObject({ stepId: 'mail', versionId: 'v1', effectKey: KEY });
    expect(answer(run)?.moves).toEqual([{ stepId: 'mail', visit: 1, did: 'marked', to: 'rest' }]);
    run.effect(KEY, 'unknown', ENROLLED + 2 * HOUR);
    expect(run.place).toBe('mail blocked');
    run.command({ name: 'retry', stepId: 'mail', visit: 1 }, ENROLLED + 3 * HOUR);
    expect(run.only('message').map(({ key, try: tries }) => [key, tries])).toEqual([
      [KEY, 1],
      [KEY, 1],
    ]);
    run.effect(KEY, 'done', ENROLLED + 4 * HOUR);
    expect(token(run)).toMatchObject({ stepId: 'rest', versionId: 'v2' });
  });

  it('is not asked for a second time by a certificate step that follows', () => {
    const run = new Driver(one({ paper: CERTIFY, rest: waitStep(1) }));
    run.migrate(two({ paper: { ...CERTIFY, title: 'Paper' }, rest: waitStep(2) }), {}, ENROLLED + HOUR);
    run.event('credential.issued', ENROLLED + 2 * HOUR);
    expect(run.only('effect')).toHaveLength(1);
    expect(token(run)).toMatchObject({ stepId: 'rest', versionId: 'v2' });
  });
});

describe('other steps', () => {
  it('hear what the new version listens to', () => {
    const run = new Driver(one({ hear: untilEvent('lesson.completed'), rest: waitStep(9) }));
    const to = two({ hear: untilEvent('submission.made'), rest: waitStep(9) });
    run.migrate(to, {}, ENROLLED + HOUR);
    expect(waitsOf(run.plan, run.state)).toEqual([
      { stepId: 'hear', visit: 1, eventType: 'submission.made' },
    ]);
    run.event('lesson.completed', ENROLLED + 2 * HOUR);
    expect(run.place).toBe('hear');
    run.event('submission.made', ENROLLED + 3 * HOUR);
    expect(run.place).toBe('rest');
  });

  it('look at once whether the new condition holds', () => {
    const run = new Driver(one({ until: untilFacts('facts.requirementsMet'), rest: waitStep(9) }));
    run.migrate(two({ until: untilFacts('facts.progress >= 0.0'), rest: waitStep(9) }), {}, ENROLLED + HOUR);
    expect(run.place).toBe('rest');
  });

  it('count a due date from when the learner came to the gate', () => {
    const gated = (days: number, versionId: string) =>
      planOf(
        draw({ start: START, gate: gateStep('bowline', days), done: DONE, fail: DONE }, [
          ['start', 'next', 'gate'],
          ['gate', 'passed', 'done'],
          ['gate', 'failed', 'fail'],
          ['gate', 'missing', 'fail'],
        ]),
        CATALOGUE,
        versionId,
      );
    const run = new Driver(gated(7, 'v1'));
    run.advance(ENROLLED + 2 * DAY);
    run.migrate(gated(10, 'v2'), {}, ENROLLED + 2 * DAY);
    expect(token(run)?.deadline).toBe(ENROLLED + 10 * DAY);
  });

  it('begin anew where another kind of step stands under the same name', () => {
    const run = twoDaysIn(one({ quiz: waitStep(5), rest: waitStep(9) }));
    run.migrate(
      two({ quiz: mailStep(), rest: waitStep(9) }),
      { steps: { quiz: { do: 'follow' } } },
      ENROLLED + 2 * DAY,
    );
    expect(run.only('message')).toEqual([expect.objectContaining({ key: 'run:quiz:2', versionId: 'v2' })]);
  });

  it('stay blocked, and are tried again by the new version', () => {
    const broken = untilFacts('facts.modules["bowline"].score > int(vars.limit)');
    const run = new Driver(one({ until: broken, rest: waitStep(9) }));
    expect(run.place).toBe('until blocked');
    run.migrate(two({ until: untilFacts('facts.progress >= 0.0'), rest: waitStep(9) }), {}, ENROLLED + HOUR);
    expect(token(run)).toMatchObject({ status: 'blocked', versionId: 'v2' });
    run.command({ name: 'retry', stepId: 'until', visit: 1 }, ENROLLED + 2 * HOUR);
    expect(run.place).toBe('rest');
  });
});

describe('a migration', () => {
  it('changes nothing for new people only, and nothing on the version it is on', () => {
    const run = twoDaysIn();
    const before = run.state;
    run.migrate(two({ quiz: waitStep(1), rest: waitStep(1) }), { scope: 'newOnly' }, ENROLLED + 2 * DAY);
    run.migrate(run.plan, { scope: 'now' }, ENROLLED + 2 * DAY);
    expect(run.state).toEqual({ ...before, clock: ENROLLED + 2 * DAY });
  });

  it('is refused once the run has ended', () => {
    const run = twoDaysIn();
    run.command({ name: 'exit', reason: 'test' }, ENROLLED + 2 * DAY);
    run.migrate(two({ rest: waitStep(1) }), {}, ENROLLED + 3 * DAY);
    expect(answer(run)).toMatchObject({ accepted: false, detail: 'This run has already ended.' });
  });

  it('is gone back on by going over to the old drawing again', () => {
    const run = twoDaysIn();
    run.migrate(two({ quiz: waitStep(3), mail: mailStep(), rest: waitStep(9) }), {}, ENROLLED + 2 * DAY);
    run.migrate(
      version('v3', { quiz: waitStep(5), mail: mailStep(), rest: waitStep(9) }),
      {},
      ENROLLED + 2 * DAY,
    );
    expect(token(run)).toMatchObject({
      stepId: 'quiz',
      visit: 1,
      versionId: 'v3',
      deadline: ENROLLED + 5 * DAY,
    });
  });

  it('ends the run by the exit events of the version it stands on', () => {
    const run = twoDaysIn();
    run.migrate(two({ quiz: waitStep(5), rest: waitStep(9) }, ['payment.cancelled']), {}, ENROLLED + 2 * DAY);
    run.event('payment.cancelled', ENROLLED + 3 * DAY);
    expect(run.place).toBe('exited');
  });

  it('leaves what was released released, in whichever version', () => {
    const run = new Driver(one({ week: releaseStep('bowline', 0), rest: waitStep(9) }), newcomer());
    const to = two({ rest: waitStep(1), again: releaseStep('bowline', 0), more: waitStep(1) });
    run.migrate(to, {}, ENROLLED + 2 * DAY);
    expect(token(run)).toMatchObject({ stepId: 'more', versionId: 'v2' });
    expect(run.only('release')).toHaveLength(1);
  });
});

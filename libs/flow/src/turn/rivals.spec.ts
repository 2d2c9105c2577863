import { describe, expect, it } from '@jest/globals';
import type { Step } from '../model/definition.ts';
import type { RunState } from '../model/state.ts';
import {
  DONE,
  START,
  chain,
  draw,
  mailStep,
  planOf,
  problemsOf,
  releaseStep,
  untilEvent,
  waitStep,
  weekdayStep,
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { eachStep, joinStep, parallelStep } from '../testing/way-drawings.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY, HOUR } from '../time/durations.ts';

/** As it comes back from the database after everything that held it in memory was killed. */
const restarted = (state: RunState) => JSON.parse(JSON.stringify(state)) as RunState;
const day = (n: number) => ENROLLED + n * DAY;
const iso = (at: number) => new Date(at).toISOString();

/** What other engines got wrong, with the number of the report: builders.md 3.1. What needs a database is in `apps/worker/src/proofs`. */
describe('what went wrong elsewhere does not here', () => {
  it('Activepieces #3800, #6697: three weekday waits in a row, across restarts, are all waited for', () => {
    const steps = {
      wed: weekdayStep([3], '07:00'),
      fri: weekdayStep([5], '07:00'),
      sun: weekdayStep([7], '07:00'),
    };
    const run = new Driver(planOf(chain(steps)));
    for (let hour = 0; hour < 10 * 24; hour++) {
      run.state = restarted(run.state);
      run.advance(ENROLLED + hour * HOUR);
    }
    const waits = run.only('left').filter(({ reason }) => reason === 'time');
    expect(waits.map(({ at }) => iso(at))).toEqual([
      '2025-03-05T06:00:00.000Z',
      '2025-03-07T06:00:00.000Z',
      '2025-03-09T06:00:00.000Z',
    ]);
  });

  it('n8n #14198, #14863: a wait goes on where it was after the process died, it does not begin again, below 65 s and above', () => {
    for (const minutes of [1, 2]) {
      const run = new Driver(planOf(chain({ mail: mailStep(), wait: waitStep(minutes, 'minutes') })));
      run.advance(ENROLLED + 30_000);
      run.state = restarted(run.state);
      run.advance(ENROLLED + minutes * 60_000);
      expect(run.state.finished?.at).toBe(ENROLLED + minutes * 60_000);
      expect(run.only('message')).toHaveLength(1);
    }
  });

  it('n8n #2810: a wait never ends early, not by a millisecond', () => {
    const run = new Driver(planOf(chain({ wait: waitStep(3) })));
    expect(run.advance(day(3) - 1)).toEqual([]);
    run.advance(day(3));
    expect(run.state.finished?.at).toBe(day(3));
  });

  it('ten thousand waits due in the same second: none is lost, none is late on its own clock', () => {
    const plan = planOf(chain({ wait: waitStep(1), mail: mailStep() }));
    const ended = Array.from({ length: 10_000 }, (_, index) => {
      const run = new Driver(plan, undefined, ENROLLED + (index % 1_000));
      run.advance(day(1) + 5_000);
      return run.state.finished!.at - (ENROLLED + (index % 1_000));
    });
    expect(new Set(ended)).toEqual(new Set([DAY]));
    expect(ended).toHaveLength(10_000);
  });

  it('ten thousand waits that a new version makes due in the same second: none is lost, access is at once, mails are spread', () => {
    const steps = (days: number) => ({
      wait: waitStep(days),
      open: releaseStep('bowline', 0),
      mail: mailStep(),
    });
    const [from, to] = [planOf(chain(steps(30))), planOf(chain(steps(2)), undefined, 'v2')];
    const opened = new Set<number>();
    const mails = Array.from({ length: 10_000 }, (_, index) => {
      const run = new Driver(from, undefined, ENROLLED, `run-${index}`);
      run.migrate(to, { steps: { wait: { do: 'retime' } }, spreadMinutes: 60 }, day(10));
      for (const { at } of run.only('release')) opened.add(at);
      return run.only('message').map(({ notBefore }) => notBefore! - day(10));
    }).flat();
    expect(mails).toHaveLength(10_000);
    expect([...opened]).toEqual([day(10)]);
    expect(Math.min(...mails)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...mails)).toBeLessThan(HOUR);
    const perMinute = Array.from({ length: 60 }, () => 0);
    for (const late of mails) perMinute[Math.floor(late / 60_000)]! += 1;
    expect(Math.max(...perMinute)).toBeLessThan(10_000 / 30);
    expect(Math.min(...perMinute)).toBeGreaterThan(0);
  });

  it('two mails of one run that come due in the same second keep their order, however they are spread', () => {
    const steps = (days: number) => ({ wait: waitStep(days), mail: mailStep(), more: mailStep() });
    const run = new Driver(planOf(chain(steps(30))));
    run.migrate(planOf(chain(steps(2)), undefined, 'v2'), { steps: { wait: { do: 'retime' } } }, day(10));
    const mails = run.only('message');
    expect(mails.map(({ stepId }) => stepId)).toEqual(['mail', 'more']);
    expect(mails[1]!.notBefore!).toBeGreaterThanOrEqual(mails[0]!.notBefore!);
  });

  it('PostHog #55672: the second of two equal events resumes the second wait; only the same event twice counts once', () => {
    const wait = untilEvent('lesson.completed');
    const run = new Driver(planOf(chain({ first: wait, second: wait })));
    const data = { module: 'bowline', lesson: 'one' };
    run.queue({ kind: 'event', at: day(1), id: 'same', type: 'lesson.completed', data });
    run.advance(day(1));
    expect(run.place).toBe('second');
    run.event('lesson.completed', day(2), data);
    expect(run.state.finished?.at).toBe(day(2));
  });

  it('PostHog #55672: a run that goes on under another version and another visit of its wait is resumed all the same', () => {
    const wait = untilEvent('lesson.completed');
    const run = new Driver(planOf(chain({ wait })));
    run.event('module.completed', day(1));
    run.migrate(
      planOf(chain({ wait, mail: mailStep() }), undefined, 'v2'),
      { steps: { wait: { do: 'follow' } } },
      day(2),
    );
    run.command({ name: 'move', stepId: 'wait', visit: 1, to: 'wait' }, day(3));
    expect(run.state.tokens).toMatchObject([{ stepId: 'wait', visit: 2, versionId: 'v2' }]);
    run.event('lesson.completed', day(4));
    expect(run.state.finished?.at).toBe(day(4));
    expect(run.only('message')).toHaveLength(1);
  });

  it('Activepieces #12365: retrying needs nothing that was noted when it failed', () => {
    const run = new Driver(planOf(chain({ mail: mailStep(true) })));
    run.effect('run:mail:1', 'refused', day(1));
    run.state = restarted({
      ...run.state,
      tokens: run.state.tokens.map((t) => ({ ...t, heldFrom: null, problem: null })),
    });
    run.command({ name: 'retry', stepId: 'mail', visit: 1 }, day(2));
    run.effect('run:mail:1', 'done', day(2));
    expect(run.state.finished?.at).toBe(day(2));
    expect(run.only('message').map((mail) => mail.try)).toEqual([1, 2]);
  });

  it('Activepieces #9774: retrying inside a loop repeats this round alone', () => {
    const steps: Record<string, Step> = {
      start: START,
      mail: mailStep(true),
      pause: waitStep(1),
      again: { kind: 'goTo', title: 'Again', config: { max: 3 } },
      done: DONE,
    };
    const run = new Driver(
      planOf(
        draw(steps, [
          ['start', 'next', 'mail'],
          ['mail', 'next', 'pause'],
          ['pause', 'next', 'again'],
          ['again', 'again', 'mail', 'back'],
          ['again', 'done', 'done'],
        ]),
      ),
    );
    run.effect('run:mail:1', 'done', day(0));
    run.advance(day(1));
    run.effect('run:mail:2', 'refused', day(1));
    run.command({ name: 'retry', stepId: 'mail', visit: 2 }, day(2));
    expect(run.only('message').map((mail) => [mail.key, mail.try])).toEqual([
      ['run:mail:1', 1],
      ['run:mail:2', 1],
      ['run:mail:2', 2],
    ]);
  });

  it('Activepieces #9774: retrying in the second week of a body walked week by week repeats that week alone', () => {
    const steps: Record<string, Step> = {
      start: START,
      each: eachStep(['bowline', 'sheet-bend']),
      mail: mailStep(true),
      join: joinStep(),
      done: DONE,
    };
    const run = new Driver(
      planOf(
        draw(steps, [
          ['start', 'next', 'each'],
          ['each', 'each', 'mail'],
          ['mail', 'next', 'join'],
          ['join', 'next', 'done'],
        ]),
      ),
    );
    run.effect('run:mail:1', 'done', day(1));
    run.effect('run:mail:2', 'refused', day(2));
    run.command({ name: 'retry', stepId: 'mail', visit: 2 }, day(3));
    run.effect('run:mail:2', 'done', day(3));
    expect(run.state.finished?.at).toBe(day(3));
    expect(run.only('message').map((mail) => [mail.key, mail.try, mail.module])).toEqual([
      ['run:mail:1', 1, 'bowline'],
      ['run:mail:2', 1, 'sheet-bend'],
      ['run:mail:2', 2, 'sheet-bend'],
    ]);
  });

  /** The step that somebody is waited for at, on a way beside another that has only a mail on it. */
  const besideMail = (gate: Step, ports: string[]) => {
    const steps = {
      start: START,
      both: parallelStep(2),
      gate,
      mail: mailStep(),
      join: joinStep(),
      done: DONE,
    };
    return new Driver(
      planOf(
        draw(steps, [
          ['start', 'next', 'both'],
          ['both', 'way-0', 'gate'],
          ['both', 'way-1', 'mail'],
          ...ports.map((port): [string, string, string] => ['gate', port, 'join']),
          ['mail', 'next', 'join'],
          ['join', 'next', 'done'],
        ]),
      ),
    );
  };

  it('Windmill #2639: an approval inside one of several ways is not passed by because another way is through', () => {
    const approval: Step = {
      kind: 'approve',
      title: 'Let on?',
      config: { to: { kind: 'role', role: 'instructor' }, title: 'May they go on?', zone: 'none' },
    };
    const run = besideMail(approval, ['approved', 'rejected']);
    run.advance(day(100));
    expect(run.only('task')).toHaveLength(1);
    expect(run.only('message')).toHaveLength(1);
    expect(run.state.finished).toBeNull();
    run.facts = { ...run.facts, tasks: [{ stepId: 'gate', visit: 1, at: day(101), decision: 'approved' }] };
    run.event('task.decided', day(101), { step: 'gate', decision: 'approved' });
    expect(run.state.finished?.at).toBe(day(101));
  });

  it('Windmill #2639: a gate inside one of several ways is not passed by because another way is through', () => {
    const run = besideMail(untilEvent('lesson.completed'), ['next']);
    run.advance(day(100));
    expect(run.state.finished).toBeNull();
    run.event('lesson.completed', day(101));
    expect(run.state.finished?.at).toBe(day(101));
  });

  it('Mautic #3340, Braze: three weeks of pause are no backlog, and nothing is dropped', () => {
    const steps = { a: releaseStep('bowline', 7), mail: mailStep(), b: releaseStep('sheet-bend', 14) };
    const run = new Driver(planOf(chain(steps)));
    run.command({ name: 'pause' }, day(2));
    run.advance(day(23));
    run.command({ name: 'resume' }, day(23));
    expect(run.only('message')).toEqual([]);
    run.advance(day(60));
    expect(run.only('release')).toHaveLength(2);
    expect(run.only('message')).toHaveLength(1);
  });

  it('Mautic #2824, #7665: seven in the morning stays seven in the morning when the clocks change', () => {
    const steps = { before: weekdayStep([6], '07:00'), after: weekdayStep([7], '07:00') };
    const at = (begun: string) => {
      const run = new Driver(planOf(chain(steps)), undefined, Date.parse(begun));
      run.advance(Date.parse(begun) + 9 * DAY);
      return run
        .only('left')
        .filter(({ reason }) => reason === 'time')
        .map((left) => iso(left.at));
    };
    expect(at('2025-03-28T12:00:00Z')).toEqual(['2025-03-29T06:00:00.000Z', '2025-03-30T05:00:00.000Z']);
    expect(at('2025-10-24T12:00:00Z')).toEqual(['2025-10-25T05:00:00.000Z', '2025-10-26T06:00:00.000Z']);
  });

  it('PostHog 0fa48e5: "any time on weekdays" on a weekday is now, not tomorrow', () => {
    const within = { weekdays: [1, 2, 3, 4, 5], from: '00:00', to: '23:59' };
    const wait = { ...waitStep(0), config: { ...waitStep(0).config, zone: 'learner' as const, within } };
    const today = new Driver(planOf(chain({ wait })));
    expect(today.state.finished?.at).toBe(ENROLLED);
    const saturday = new Driver(planOf(chain({ wait })), undefined, Date.parse('2025-03-08T12:00:00Z'));
    saturday.advance(day(9));
    expect(iso(saturday.state.finished!.at)).toBe('2025-03-09T23:00:00.000Z');
  });

  it('a time window that crosses midnight lets on before and after it, and belongs to the day it begins on', () => {
    const within = { weekdays: [5], from: '22:00', to: '06:00' };
    const wait = {
      ...waitStep(1, 'hours'),
      config: { ...waitStep(1, 'hours').config, zone: 'learner' as const, within },
    };
    const begun = (moment: string) => {
      const run = new Driver(planOf(chain({ wait })), undefined, Date.parse(moment));
      run.advance(Date.parse(moment) + 9 * DAY);
      return iso(run.state.finished!.at);
    };
    // Berlin: a Friday's hours are those until Saturday, six in the morning.
    expect(begun('2025-03-07T12:00:00Z')).toBe('2025-03-07T21:00:00.000Z');
    expect(begun('2025-03-07T22:45:00Z')).toBe('2025-03-07T23:45:00.000Z');
    expect(begun('2025-03-08T03:30:00Z')).toBe('2025-03-08T04:30:00.000Z');
    expect(begun('2025-03-08T04:30:00Z')).toBe('2025-03-14T21:00:00.000Z');
    const never = { ...wait, config: { ...wait.config, within: { ...within, to: '22:00' } } };
    expect(JSON.stringify(problemsOf(chain({ never })))).toContain('begin and end at the same time');
  });

  it('n8n #20561, #25592, Mautic #838: a wait that is shortened, lengthened or deleted reaches those inside as its author says', () => {
    const inside = (steps: Record<string, Step>, choice: 'keep' | 'follow' | 'retime' | 'redirect') => {
      const run = new Driver(planOf(chain({ wait: waitStep(10), mail: mailStep() })));
      run.advance(day(4));
      const to = planOf(chain(steps), undefined, 'v2');
      run.migrate(
        to,
        { steps: { wait: choice === 'redirect' ? { do: 'redirect', to: 'mail' } : { do: choice } } },
        day(4),
      );
      run.advance(day(60));
      return (run.only('message')[0]!.at - ENROLLED) / DAY;
    };
    expect(inside({ wait: waitStep(6), mail: mailStep() }, 'retime')).toBe(6);
    expect(inside({ wait: waitStep(6), mail: mailStep() }, 'follow')).toBe(10);
    expect(inside({ wait: waitStep(30), mail: mailStep() }, 'retime')).toBe(30);
    expect(inside({ wait: waitStep(30), mail: mailStep() }, 'keep')).toBe(10);
    expect(inside({ mail: mailStep() }, 'redirect')).toBe(4);
  });

  it('n8n "Could not find the node": a step that got another name is retried all the same', () => {
    const run = new Driver(planOf(chain({ mail: mailStep(true) })));
    run.effect('run:mail:1', 'refused', day(1));
    const renamed = { ...mailStep(true), title: 'Quite another name' };
    run.migrate(
      planOf(chain({ mail: renamed }), undefined, 'v2'),
      { steps: { mail: { do: 'follow' } } },
      day(2),
    );
    run.command({ name: 'retry', stepId: 'mail', visit: 1 }, day(2));
    run.effect('run:mail:1', 'done', day(2));
    expect(run.state.finished?.at).toBe(day(2));
  });

  it('Kestra #1114: resuming at the very moment something happens loses neither', () => {
    const run = new Driver(planOf(chain({ wait: untilEvent('lesson.completed') })));
    run.command({ name: 'pause' }, day(1));
    run.queue({ kind: 'event', at: day(2), id: 'e', type: 'lesson.completed', data: {} });
    run.queue({ kind: 'command', at: day(2), id: 'c', command: { name: 'resume' } });
    run.advance(day(2));
    expect(run.state.finished?.at).toBe(day(2));
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  chain,
  CERTIFY,
  DONE,
  draw,
  gateStep,
  mailStep,
  planOf,
  releaseStep,
  START,
  STOPPED,
  untilFacts,
  waitStep,
} from '../testing/drawings.ts';
import { Driver } from '../testing/driver.ts';
import { ENROLLED, newcomer, withCompleted } from '../testing/learner.ts';
import { joinStep, parallelStep, splitStep } from '../testing/way-drawings.ts';
import type { Step } from '../model/definition.ts';
import { DAY } from '../time/durations.ts';
import { initialState } from '../model/initial-state.ts';
import { project } from './project.ts';

const day = (n: number) => ENROLLED + n * DAY;
const afterCompletion = { kind: 'afterPreviousCompletion' as const, days: 2 };
const afterRelease = { kind: 'afterPreviousRelease' as const, days: 7 };

function seen(run: Driver, now = run.state.clock) {
  return project(run.plan, run.state, run.facts, now);
}

describe('project', () => {
  it('says every date of a journey by the calendar before it has begun', () => {
    const plan = planOf(
      chain({ a: releaseStep('bowline', 0), b: mailStep(), c: releaseStep('sheet-bend', 7) }),
    );
    expect(project(plan, initialState('run', ENROLLED), newcomer(), ENROLLED)).toEqual([
      {
        module: 'bowline',
        at: day(0),
        expectedAt: null,
        because: [expect.objectContaining({ code: 'release.scheduled', days: 0, from: 'enrollment' })],
      },
      expect.objectContaining({ module: 'sheet-bend', at: day(7) }),
    ]);
  });

  it('leaves out what is open', () => {
    const run = new Driver(planOf(chain({ a: releaseStep('bowline', 0), c: releaseStep('sheet-bend', 7) })));
    expect(seen(run).map(({ module }) => module)).toEqual(['sheet-bend']);
  });

  it('keeps certainty past a branch whose ways join again without waiting', () => {
    const branch = { id: 'yes', title: 'Yes', condition: 'facts.progress >= 50' };
    const drawing = draw(
      {
        start: START,
        pause: waitStep(6),
        check: { kind: 'branch', title: 'Half?', config: { branches: [branch] } },
        mail: mailStep(),
        open: releaseStep('bowline', 7),
        done: DONE,
      },
      [
        ['start', 'next', 'pause'],
        ['pause', 'next', 'check'],
        ['check', 'yes', 'open'],
        ['check', 'otherwise', 'mail'],
        ['mail', 'next', 'open'],
        ['open', 'next', 'done'],
      ],
    );
    expect(seen(new Driver(planOf(drawing)))).toEqual([
      expect.objectContaining({ module: 'bowline', at: day(7) }),
    ]);
  });

  it('keeps certainty past a wait that is over by then, whatever the learner does', () => {
    const drawing = draw(
      {
        start: START,
        until: untilFacts('facts.requirementsMet', 5),
        open: releaseStep('bowline', 7),
        done: DONE,
      },
      [
        ['start', 'next', 'until'],
        ['until', 'next', 'open'],
        ['until', 'timeout', 'open'],
        ['open', 'next', 'done'],
      ],
    );
    expect(seen(new Driver(planOf(drawing)))[0]).toMatchObject({ at: day(7), expectedAt: null });
  });

  it('only expects what comes after a gate, and says so', () => {
    const drawing = draw(
      {
        start: START,
        one: releaseStep('bowline', 0),
        gate: gateStep('bowline', 14),
        two: releaseStep('sheet-bend', 7),
        done: DONE,
        stop: STOPPED,
      },
      [
        ['start', 'next', 'one'],
        ['one', 'next', 'gate'],
        ['gate', 'passed', 'two'],
        ['gate', 'failed', 'two'],
        ['gate', 'missing', 'stop'],
        ['two', 'next', 'done'],
      ],
    );
    const [two] = seen(new Driver(planOf(drawing)));
    expect(two).toMatchObject({ module: 'sheet-bend', at: null, expectedAt: day(14) });
    expect(two?.because).toContainEqual({ code: 'ahead.step', stepId: 'gate', title: 'Gate' });
  });

  it('promises nothing that some way never comes to', () => {
    const branch = { id: 'yes', title: 'Yes', condition: 'facts.progress >= 50' };
    const drawing = draw(
      {
        start: START,
        pause: waitStep(1),
        check: { kind: 'branch', title: 'Half?', config: { branches: [branch] } },
        open: releaseStep('bowline', 7),
        done: DONE,
      },
      [
        ['start', 'next', 'pause'],
        ['pause', 'next', 'check'],
        ['check', 'yes', 'done'],
        ['check', 'otherwise', 'open'],
        ['open', 'next', 'done'],
      ],
    );
    expect(seen(new Driver(planOf(drawing)))[0]).toMatchObject({ at: null, expectedAt: day(7) });
  });

  it('counts from a release that is itself still ahead', () => {
    const run = new Driver(
      planOf(chain({ a: releaseStep('bowline', 3), c: releaseStep('sheet-bend', afterRelease) })),
    );
    expect(seen(run).map(({ at }) => at)).toEqual([day(3), day(10)]);
  });

  it('guesses a week for a module that has to be completed first', () => {
    const run = new Driver(
      planOf(chain({ a: releaseStep('bowline', 0), c: releaseStep('sheet-bend', afterCompletion) })),
    );
    expect(seen(run)[0]).toMatchObject({
      at: null,
      expectedAt: day(9),
      because: [
        { code: 'release.onArrival' },
        { code: 'release.afterCompletion', previous: 'The bowline', lessonsMissing: 2, assessment: 'open' },
      ],
    });
    run.facts = withCompleted(run.facts, 'bowline', day(4));
    run.event('module.completed', day(4));
    expect(seen(run)[0]).toMatchObject({ at: day(6) });
  });

  it('dates nothing that lies behind a wait without an end', () => {
    const steps = { until: untilFacts('facts.progress > 10'), open: releaseStep('bowline', afterRelease) };
    const run = new Driver(planOf(chain({ pause: waitStep(30), ...steps })));
    expect(seen(run)[0]).toMatchObject({ at: null, expectedAt: null });
  });

  it('promises nothing while a run is blocked or paused, and says why', () => {
    const drawing = chain({ certify: CERTIFY, open: releaseStep('bowline', 7) });
    const run = new Driver(planOf(drawing));
    run.effect('run:certify:1', 'refused', day(1));
    expect(seen(run)[0]).toMatchObject({ at: null, expectedAt: day(7) });
    expect(seen(run)[0]?.because.map(({ code }) => code)).toContain('blocked');
    const paused = new Driver(planOf(chain({ open: releaseStep('bowline', 7) })));
    paused.command({ name: 'pause' }, day(1));
    expect(seen(paused)[0]).toMatchObject({ at: null, expectedAt: day(7) });
  });

  it('promises nothing inside a loop', () => {
    const drawing = draw(
      {
        start: START,
        pause: waitStep(1),
        check: {
          kind: 'branch',
          title: 'Ready?',
          config: { branches: [{ id: 'yes', title: 'Yes', condition: 'facts.progress > 10' }] },
        },
        open: releaseStep('bowline', 3),
        done: DONE,
      },
      [
        ['start', 'next', 'pause'],
        ['pause', 'next', 'check'],
        ['check', 'otherwise', 'pause', 'back'],
        ['check', 'yes', 'open'],
        ['open', 'next', 'done'],
      ],
    );
    const [open] = seen(new Driver(planOf(drawing)));
    expect(open).toMatchObject({ at: null, expectedAt: day(3) });
    expect(open?.because.map(({ code }) => code)).toContain('ahead.loop');
  });

  it('has nothing to say about a run that has ended', () => {
    const run = new Driver(planOf(chain({ open: releaseStep('bowline', 7) })));
    run.command({ name: 'exit', reason: 'Moved away.' }, day(1));
    expect(seen(run)).toEqual([]);
  });

  it('names an unknown zone instead of failing', () => {
    const plan = planOf(chain({ open: releaseStep('bowline', 7) }));
    const facts = newcomer({ learnerZone: 'Mars/Olympus' });
    expect(project(plan, initialState('run', ENROLLED), facts, ENROLLED)).toEqual([
      {
        module: 'bowline',
        at: null,
        expectedAt: null,
        because: [{ code: 'zone.unknown', zone: 'Mars/Olympus' }],
      },
    ]);
  });

  const dayAfter = (module: string): Step => ({
    kind: 'wait',
    title: 'A day after',
    config: {
      for: {
        kind: 'courseDate',
        from: { kind: 'module', module },
        direction: 'after',
        offset: { amount: 1, unit: 'days' },
      },
      zone: 'learner',
    },
  });

  it('counts a wait from the moment at which the run itself opens a week on its way there', () => {
    const atOnce = { kind: 'afterPreviousRelease' as const, days: 0 };
    const steps = {
      late: waitStep(6),
      a: releaseStep('bowline', atOnce),
      after: dayAfter('bowline'),
      b: releaseStep('sheet-bend', 0),
    };
    const run = new Driver(planOf(chain(steps)));
    expect(seen(run).map(({ module, at }) => [module, at])).toEqual([
      ['bowline', day(6)],
      ['sheet-bend', day(7)],
    ]);
    run.advance(day(20));
    expect(run.state.releases).toMatchObject({ bowline: day(6), 'sheet-bend': day(7) });
  });

  it('counts a week from when the one before it opened first, though the run opens that one again on its way there', () => {
    const close: Step = { kind: 'relock', title: 'Close it', config: { module: 'bowline', reason: 'Over.' } };
    const steps = {
      first: releaseStep('bowline', 0),
      close,
      late: waitStep(6),
      again: { ...releaseStep('bowline', 0), title: 'Again' },
      after: dayAfter('sheet-bend'),
      open: releaseStep('sheet-bend', { kind: 'afterPreviousRelease', days: 3 }),
    };
    const run = new Driver(planOf(chain(steps)));
    expect(seen(run).map(({ module, at }) => [module, at])).toEqual([
      ['bowline', day(6)],
      ['sheet-bend', day(6)],
    ]);
    run.advance(day(20));
    expect(run.state.releases).toMatchObject({ bowline: day(6), 'sheet-bend': day(6) });
  });

  it('does not take a join for complete while somebody is on a way that ends elsewhere', () => {
    const drawing = draw(
      {
        start: START,
        pause: waitStep(1),
        fork: parallelStep(2),
        rest: waitStep(5),
        part: splitStep({ a: 0, b: 100 }),
        stop: STOPPED,
        meet: joinStep(),
        open: releaseStep('bowline', 0),
        done: DONE,
      },
      [
        ['start', 'next', 'pause'],
        ['pause', 'next', 'fork'],
        ['fork', 'way-0', 'meet'],
        ['fork', 'way-1', 'rest'],
        ['rest', 'next', 'part'],
        ['part', 'a', 'meet'],
        ['part', 'b', 'stop'],
        ['meet', 'next', 'open'],
        ['open', 'next', 'done'],
      ],
    );
    const run = new Driver(planOf(drawing));
    for (const when of [day(0), day(2)]) {
      run.advance(when);
      expect(seen(run, when)).toMatchObject([
        { module: 'bowline', at: null, because: [{ code: 'ahead.ways' }] },
      ]);
    }
    run.advance(day(7));
    expect(run.state.releases).toMatchObject({ bowline: day(6) });
  });

  it('sees past the join of a block to which only the end of the last way leads', () => {
    const ways = (...ids: string[]) => ids.map((id) => ({ id, title: id }));
    const drawing = draw(
      {
        start: START,
        outer: { kind: 'parallel', title: 'Outer', config: { ways: ways('x', 'y') } },
        asked: untilFacts('facts.requirementsMet', 2),
        inner: { kind: 'parallel', title: 'Inner', config: { ways: ways('p', 'q') } },
        short: waitStep(1),
        long: waitStep(5),
        together: { kind: 'join', title: 'Together', config: { for: { kind: 'any' } } },
        open: releaseStep('bowline', 0),
        done: DONE,
        done2: DONE,
        done3: DONE,
        done4: DONE,
      },
      [
        ['start', 'next', 'outer'],
        ['outer', 'x', 'asked'],
        ['asked', 'next', 'together'],
        ['asked', 'timeout', 'done2'],
        ['outer', 'y', 'inner'],
        ['inner', 'p', 'short'],
        ['short', 'next', 'done3'],
        ['inner', 'q', 'long'],
        ['long', 'next', 'done4'],
        ['together', 'next', 'open'],
        ['together', 'short', 'open'],
        ['open', 'next', 'done'],
      ],
    );
    const run = new Driver(planOf(drawing));
    run.advance(day(3));
    expect(seen(run)).toEqual([expect.objectContaining({ module: 'bowline', at: null })]);
    run.advance(day(6));
    expect(run.state.releases).toMatchObject({ bowline: day(5) });
  });
});

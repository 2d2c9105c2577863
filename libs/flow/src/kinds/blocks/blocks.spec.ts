import { describe, expect, it } from '@jest/globals';
import { explain } from '../../explain/explain.ts';
import { sayReason } from '../../explain/say-reason.ts';
import type { Step } from '../../model/definition.ts';
import type { JoinRule } from '../../model/steps/blocks.ts';
import {
  DONE,
  draw,
  mailStep,
  planOf,
  problemsOf,
  releaseStep,
  START,
  STOPPED,
  waitStep,
} from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED } from '../../testing/learner.ts';
import { EXIT, filterStep, goalStep, joinStep, parallelStep } from '../../testing/way-drawings.ts';
import { project } from '../../project/project.ts';
import { DAY } from '../../time/durations.ts';

const day = (days: number) => ENROLLED + days * DAY;
const codes = (definition: unknown) => problemsOf(definition).map(({ code }) => code);

/** trigger -> parallel -> one chain per way -> join -> mail -> end; a way that ends by itself names its end. */
function sideBySide(
  ways: Array<{ [id: string]: Step | undefined }>,
  rule: JoinRule = { kind: 'all' },
  short = false,
) {
  const lines: Array<[string, string, string]> = [['start', 'next', 'p']];
  const steps: Record<string, Step> = { start: START, p: parallelStep(ways.length), j: joinStep(rule) };
  for (const [index, way] of ways.entries()) {
    const ids = Object.keys(way);
    for (const id of ids) steps[id] = way[id] as Step;
    lines.push(['p', `way-${index}`, ids[0] ?? 'j']);
    for (const [place, id] of ids.entries())
      if (way[id]?.kind !== 'end' && way[id]?.kind !== 'exit')
        lines.push([id, 'next', ids[place + 1] ?? 'j']);
  }
  Object.assign(steps, { m: mailStep(), done: DONE });
  lines.push(['j', 'next', 'm'], ['m', 'next', 'done']);
  if (short) {
    steps['alone'] = mailStep();
    lines.push(['j', 'short', 'alone'], ['alone', 'next', 'done']);
  }
  return draw(steps, lines);
}

const started = (definition: unknown) => new Driver(planOf(definition));

describe('parallel and join', () => {
  it('walks every way, in the order of its ways, and goes on once all have come', () => {
    const run = started(sideBySide([{ a: waitStep(2) }, { b: mailStep(), c: waitStep(5) }]));
    expect(run.place).toBe('a, c');
    run.advance(day(2));
    expect(run.place).toBe('j, c');
    run.advance(day(4));
    expect(run.only('message')).toHaveLength(1);
    run.advance(day(5));
    expect(run.place).toBe('completed');
    expect(run.trail.filter((line) => /^[pjm]:/.test(line))).toEqual([
      `p:null@${day(0)}`,
      `j:null@${day(5)}`,
      `j:next@${day(5)}`,
      `m:next@${day(5)}`,
    ]);
    expect(run.state.blocks).toEqual([]);
  });

  it('numbers the visits of its join', () => {
    const run = started(sideBySide([{ a: waitStep(1) }, { b: waitStep(2) }, {}]));
    run.advance(day(3));
    const visits = run.only('entered').filter(({ stepId }) => stepId === 'j');
    expect(visits.map(({ visit, at }) => [visit, at])).toEqual([
      [1, day(0)],
      [2, day(1)],
      [3, day(2)],
    ]);
  });

  it('says which ways it waits for', () => {
    const run = started(sideBySide([{ a: waitStep(1) }, { b: waitStep(2) }]));
    run.advance(day(1));
    const waiting = explain(run.plan, run.state, run.facts, day(1)).find(({ stepId }) => stepId === 'j');
    expect(waiting?.reasons).toEqual([{ code: 'wait.ways', arrived: 1, needed: 2, missing: ['Way 1'] }]);
    expect(sayReason(waiting!.reasons[0]!, { zone: 'Europe/Berlin' })).toBe(
      'Waits for the other ways: 1 of 2 have come; still under way: “Way 1”.',
    );
  });

  it('goes on with the first that comes, and calls off the others', () => {
    const slow = mailStep(true);
    const run = started(sideBySide([{ a: waitStep(2) }, { b: slow }], { kind: 'any' }));
    expect(run.place).toBe('a, b');
    run.advance(day(2));
    expect(run.only('cancel')).toMatchObject([{ key: 'run:b:1' }]);
    expect(run.only('left').find(({ stepId }) => stepId === 'b')).toMatchObject({
      reason: 'cancelled',
      port: null,
    });
    expect(run.only('message').map(({ stepId }) => stepId)).toEqual(['b', 'm']);
  });

  it('does not even begin a way when another one is through at once', () => {
    const run = started(sideBySide([{}, { b: mailStep() }], { kind: 'any' }));
    expect(run.only('message').map(({ stepId }) => stepId)).toEqual(['m']);
    expect(run.place).toBe('completed');
  });

  it('goes on once so many have come', () => {
    const ways = [{ a: waitStep(3) }, { b: waitStep(1) }, { c: waitStep(2) }];
    const run = started(sideBySide(ways, { kind: 'atLeast', count: 2 }));
    run.advance(day(2));
    expect(run.place).toBe('completed');
    expect(run.only('left').filter(({ reason }) => reason === 'cancelled')).toMatchObject([{ stepId: 'a' }]);
  });

  it('counts a way that ends as one that does not come', () => {
    const ways = () => [{ a: waitStep(3) }, { b: waitStep(1), f: filterStep('facts.certified') }];
    const run = started(sideBySide(ways(), { kind: 'all' }, true));
    run.advance(day(1));
    expect(run.place).toBe('a');
    run.advance(day(3));
    expect(run.trail).toContain(`j:short@${day(3)}`);
    const plain = started(sideBySide(ways()));
    plain.advance(day(3));
    expect(plain.trail).toContain(`j:next@${day(3)}`);
  });

  it('goes on by short even when nobody comes', () => {
    const nobody = () => filterStep('facts.certified');
    const run = started(
      sideBySide(
        [
          { a: waitStep(1), f: nobody() },
          { b: waitStep(2), g: nobody() },
        ],
        { kind: 'any' },
        true,
      ),
    );
    run.advance(day(2));
    expect(run.trail).toContain(`j:short@${day(2)}`);
    expect(run.place).toBe('completed');
  });

  it('ends apart where nothing joins its ways; as completed when one of them did', () => {
    const definition = draw(
      { start: START, p: parallelStep(2), a: waitStep(1), done: DONE, b: waitStep(2), off: STOPPED },
      [
        ['start', 'next', 'p'],
        ['p', 'way-0', 'a'],
        ['a', 'next', 'done'],
        ['p', 'way-1', 'b'],
        ['b', 'next', 'off'],
      ],
    );
    const run = started(definition);
    run.advance(day(1));
    expect(run.place).toBe('b');
    run.advance(day(2));
    expect(run.place).toBe('completed');
  });

  it('ends as a whole when somebody is taken out on one of its ways', () => {
    const run = started(sideBySide([{ a: waitStep(9) }, { b: waitStep(1), out: EXIT }], { kind: 'any' }));
    run.advance(day(1));
    expect(run.place).toBe('exited');
  });

  it('begins anew when a loop comes back to it', () => {
    const definition = draw(
      {
        start: START,
        p: parallelStep(2),
        a: waitStep(1),
        b: waitStep(2),
        j: joinStep(),
        g: { kind: 'goTo', title: 'Again', config: { max: 2 } },
        done: DONE,
      },
      [
        ['start', 'next', 'p'],
        ['p', 'way-0', 'a'],
        ['p', 'way-1', 'b'],
        ['a', 'next', 'j'],
        ['b', 'next', 'j'],
        ['j', 'next', 'g'],
        ['g', 'again', 'p', 'back'],
        ['g', 'done', 'done'],
      ],
    );
    const run = started(definition);
    run.advance(day(20));
    expect(run.place).toBe('completed');
    expect(run.only('finished')[0]?.at).toBe(day(6));
  });

  it('may be paused with some of its ways at the join', () => {
    const run = started(sideBySide([{ a: waitStep(1) }, { b: waitStep(4) }]));
    run.advance(day(1));
    run.command({ name: 'pause' }, day(2));
    expect(run.place).toBe('j held, b held');
    run.command({ name: 'resume' }, day(12));
    expect(run.place).toBe('j, b');
    run.advance(day(14));
    expect(run.place).toBe('completed');
  });

  it('is passed by an operator, who does not want to wait for the others', () => {
    const run = started(sideBySide([{ a: waitStep(1) }, { b: waitStep(40) }]));
    run.advance(day(1));
    run.command({ name: 'skip', stepId: 'j', visit: 1 }, day(2));
    expect(run.place).toBe('completed');
    expect(run.only('left').find(({ stepId }) => stepId === 'b')?.reason).toBe('cancelled');
  });

  it('may be nested, and an inner join lets on to the outer', () => {
    const definition = draw(
      {
        start: START,
        p: parallelStep(2),
        q: parallelStep(2),
        a: waitStep(1),
        b: waitStep(3),
        c: waitStep(2),
        k: joinStep({ kind: 'any' }),
        j: joinStep(),
        done: DONE,
      },
      [
        ['start', 'next', 'p'],
        ['p', 'way-0', 'q'],
        ['q', 'way-0', 'a'],
        ['q', 'way-1', 'b'],
        ['a', 'next', 'k'],
        ['b', 'next', 'k'],
        ['k', 'next', 'j'],
        ['p', 'way-1', 'c'],
        ['c', 'next', 'j'],
        ['j', 'next', 'done'],
      ],
    );
    const run = started(definition);
    run.advance(day(1));
    expect(run.place).toBe('c, j');
    run.advance(day(2));
    expect(run.place).toBe('completed');
  });
});

describe('a week opened on one of several ways', () => {
  it('is promised, whatever happens on the others', () => {
    const plan = planOf(sideBySide([{ a: waitStep(3), r: releaseStep('bowline', 0) }, { b: waitStep(9) }]));
    const run = new Driver(plan);
    expect(project(plan, run.state, run.facts, day(0))).toMatchObject([{ module: 'bowline', at: day(3) }]);
  });

  it('is only expected where the others may call it off', () => {
    const ways = [{ a: waitStep(3), r: releaseStep('bowline', 0) }, { b: waitStep(9) }];
    const plan = planOf(sideBySide(ways, { kind: 'any' }));
    const run = new Driver(plan);
    expect(project(plan, run.state, run.facts, day(0))).toMatchObject([{ at: null, expectedAt: day(3) }]);
  });

  it('is promised behind a join when the slowest way is known', () => {
    const definition = sideBySide([{ a: waitStep(3) }, { b: waitStep(9) }]) as {
      steps: Record<string, Step>;
    };
    definition.steps['m'] = releaseStep('bowline', 0);
    const plan = planOf(definition);
    const run = new Driver(plan);
    expect(project(plan, run.state, run.facts, day(0))).toMatchObject([{ at: day(9) }]);
    run.advance(day(4));
    expect(project(plan, run.state, run.facts, day(4))).toMatchObject([{ at: day(9) }]);
  });
});

describe('blocks, when compiled,', () => {
  const p = { start: START, p: parallelStep(2), a: waitStep(1), b: waitStep(1), j: joinStep(), done: DONE };
  const open: Parameters<typeof draw>[1] = [
    ['start', 'next', 'p'],
    ['p', 'way-0', 'a'],
    ['p', 'way-1', 'b'],
  ];

  it('must bring their ways together with a join', () => {
    expect(
      codes(draw(p, [...open, ['a', 'next', 'done'], ['b', 'next', 'done'], ['j', 'next', 'done']])),
    ).toContain('flow.block-crossed');
  });

  it('must not be left but by their join', () => {
    const lines: typeof open = [
      ...open,
      ['a', 'next', 'j'],
      ['b', 'next', 'start-again', 'back'],
      ['j', 'next', 'done'],
    ];
    const steps = { ...p, 'start-again': waitStep(1) };
    const out = draw(steps, [...lines.slice(0, 1), ...lines.slice(1), ['start-again', 'next', 'p', 'back']]);
    expect(codes(out)).toContain('flow.block-crossed');
  });

  it('need something to join', () => {
    const lines: typeof open = [
      ['start', 'next', 'j'],
      ['j', 'next', 'done'],
    ];
    expect(codes(draw({ start: START, j: joinStep(), done: DONE }, lines))).toContain(
      'flow.block-join-without-block',
    );
  });

  it('must have a join that can be complete', () => {
    const never = draw({ ...p, off: STOPPED }, [
      ...open,
      ['a', 'next', 'j'],
      ['b', 'next', 'off'],
      ['j', 'next', 'done'],
    ]);
    expect(problemsOf(never).find(({ code }) => code === 'flow.join-never-complete')?.message).toMatch(
      /“Together” waits for 2 ways of “At once”, but “Way 1” never comes there\. Lead/,
    );
    const three = draw({ ...p, j: joinStep({ kind: 'atLeast', count: 3 }) }, [
      ...open,
      ['a', 'next', 'j'],
      ['b', 'next', 'j'],
      ['j', 'next', 'done'],
    ]);
    expect(codes(three)).toContain('flow.join-never-complete');
  });

  it('must not hold a goal', () => {
    const inside = draw({ ...p, a: goalStep('facts.certified', 'wait') }, [
      ...open,
      ['a', 'next', 'j'],
      ['b', 'next', 'j'],
      ['j', 'next', 'done'],
    ]);
    expect(codes(inside)).toContain('flow.goal-inside-block');
  });

  it('must not put somebody at too many steps at once', () => {
    const steps: Record<string, Step> = { start: START, done: DONE, p: parallelStep(12), j: joinStep() };
    const lines: typeof open = [
      ['start', 'next', 'p'],
      ['j', 'next', 'done'],
    ];
    for (let way = 0; way < 12; way += 1) {
      steps[`q${way}`] = parallelStep(12);
      steps[`k${way}`] = joinStep();
      lines.push(['p', `way-${way}`, `q${way}`], [`k${way}`, 'next', 'j']);
      for (let inner = 0; inner < 12; inner += 1) lines.push([`q${way}`, `way-${inner}`, `k${way}`]);
    }
    expect(codes(draw(steps, lines))).toContain('flow.too-many-ways');
  });

  it('may close a loop as soon as one of the ways that are waited for takes time', () => {
    const loop = (rule: JoinRule) =>
      codes(
        draw({ ...p, b: mailStep(), j: joinStep(rule), f: { ...goToLike } }, [
          ...open,
          ['a', 'next', 'j'],
          ['b', 'next', 'j'],
          ['j', 'next', 'f'],
          ['f', 'yes', 'done'],
          ['f', 'otherwise', 'p', 'back'],
        ]),
      );
    expect(loop({ kind: 'all' })).not.toContain('flow.loop-without-wait');
    expect(loop({ kind: 'any' })).toContain('flow.loop-without-wait');
  });
});

const goToLike: Step = {
  kind: 'branch',
  title: 'Enough?',
  config: { branches: [{ id: 'yes', title: 'Yes', condition: 'facts.certified' }] },
};

import { describe, expect, it } from '@jest/globals';
import { previewCommand } from '../../commands/preview-command.ts';
import { bodiesOf } from '../../compile/blocks/scopes.ts';
import { examine } from '../../check/examine.ts';
import { CURRENT_MODULE } from '../../model/steps/current-module.ts';
import type { Definition, Step, StepOf } from '../../model/definition.ts';
import { outlineOf } from '../../outline/outline.ts';
import { project } from '../../project/project.ts';
import {
  CATALOGUE,
  DONE,
  draw,
  gateStep,
  mailStep,
  planOf,
  problemsOf,
  releaseStep,
  START,
  STOPPED,
  waitStep,
} from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, newcomer, withCompleted } from '../../testing/learner.ts';
import { eachStep, filterStep, joinStep, parallelStep } from '../../testing/way-drawings.ts';
import { DAY } from '../../time/durations.ts';

const KEYS = CATALOGUE.modules.map(({ key }) => key);
const open = releaseStep(CURRENT_MODULE, { kind: 'afterPreviousRelease', days: 7 });
const letter: StepOf<'message'> = {
  ...mailStep(),
  config: { ...mailStep().config, subject: '{{module.title}}' },
};

/** trigger -> each -> the body, one after the other -> join -> mail -> end. */
function through(body: Record<string, Step>, keys?: string[], more: Parameters<typeof draw>[1] = []) {
  const ids = Object.keys(body);
  const lines: Parameters<typeof draw>[1] = [
    ['start', 'next', 'each'],
    ['each', 'each', ids[0] ?? 'meet'],
    ...ids.map((id, place): [string, string, string] => [id, 'next', ids[place + 1] ?? 'meet']),
    ['meet', 'next', 'last'],
    ['last', 'next', 'done'],
  ];
  const own = lines.filter(([from, port]) => !more.some(([other, way]) => other === from && way === port));
  const used = new Set(more.map(([from]) => from));
  const steps = {
    start: START,
    each: eachStep(keys),
    ...body,
    meet: joinStep(),
    last: mailStep(),
    done: DONE,
  };
  return draw(steps, [...own.filter(([from]) => !used.has(from) || body[from]?.kind !== 'end'), ...more]);
}

const opened = (run: Driver) => run.only('release').map(({ module, at }) => [module, (at - ENROLLED) / DAY]);

describe('going through the weeks', () => {
  it('walks the body once for each, one after the other, in course order, and then goes on', () => {
    const run = new Driver(planOf(through({ open, letter, rest: waitStep(1) })));
    expect(run.place).toBe('open');
    run.advance(ENROLLED + 60 * DAY);
    expect(opened(run)).toEqual([
      ['bowline', 7],
      ['sheet-bend', 14],
      ['splice', 21],
    ]);
    const mails = run.only('message').filter(({ stepId }) => stepId === 'letter');
    expect(mails.map(({ visit, module, key }) => [visit, module, key])).toEqual([
      [1, 'bowline', 'run:letter:1'],
      [2, 'sheet-bend', 'run:letter:2'],
      [3, 'splice', 'run:letter:3'],
    ]);
    expect(run.only('message').filter(({ stepId }) => stepId === 'last')).toHaveLength(1);
    expect(run.place).toBe('completed');
    expect(run.state.blocks).toEqual([]);
  });

  it('takes only the chosen ones, in course order whatever the list says', () => {
    const run = new Driver(planOf(through({ rest: waitStep(1), open }, ['splice', 'bowline'])));
    run.advance(ENROLLED + 60 * DAY);
    expect(opened(run).map(([module]) => module)).toEqual(['bowline', 'splice']);
  });

  it('passes at once where there is nothing to go through, or nothing to do', () => {
    const plan = planOf(through({ open }));
    expect(new Driver(plan, newcomer({ modules: [] })).place).toBe('completed');
    expect(new Driver(planOf(through({}))).place).toBe('completed');
  });

  it('promises every opening ahead, and each comes true', () => {
    const plan = planOf(through({ open, letter, rest: waitStep(1) }));
    const run = new Driver(plan);
    for (const day of [0, 3, 7, 9, 14, 20]) {
      run.advance(ENROLLED + day * DAY);
      const promised = project(plan, run.state, run.facts, ENROLLED + day * DAY);
      const ahead = KEYS.map((module, week) => ({ module, at: ENROLLED + 7 * (week + 1) * DAY })).filter(
        ({ at }) => at > ENROLLED + day * DAY,
      );
      expect(promised.map(({ module, at }) => ({ module, at }))).toEqual(ahead);
    }
  });

  it('goes on to the next when the way of one ends, by an end or a filter, and by short behind them', () => {
    const filter = filterStep('vars.currentModule != "sheet-bend"');
    const drawn = through({ filter, rest: waitStep(1), open }, undefined, [['meet', 'short', 'done']]);
    const run = new Driver(planOf(drawn));
    run.advance(ENROLLED + 60 * DAY);
    expect(opened(run).map(([module]) => module)).toEqual(['bowline', 'splice']);
    expect(run.only('message')).toHaveLength(0);
    expect(run.place).toBe('completed');
    const steps = { ...(drawn['steps'] as Definition['steps']), stop: STOPPED };
    const ending = {
      ...drawn,
      steps,
      edges: [...edgesOf(drawn), { from: 'filter', port: 'stopped', to: 'stop' }],
    };
    const plan = planOf(ending);
    const over = new Driver(plan);
    expect(project(plan, over.state, over.facts, ENROLLED).map(({ module }) => module)).toEqual(KEYS);
    over.advance(ENROLLED + 60 * DAY);
    expect(opened(over)).toEqual(opened(run));
    expect(over.trail.filter((line) => line.startsWith('stop'))).toHaveLength(1);
    expect(over.place).toBe('completed');
  });

  it('promises no opening that another way of a block inside may call off, though one of its ways can end', () => {
    const lines: Parameters<typeof draw>[1] = [
      ['start', 'next', 'each'],
      ['each', 'each', 'fork'],
      ['fork', 'way-0', 'open'],
      ['fork', 'way-1', 'some'],
      ['fork', 'way-2', 'rest'],
      ['open', 'next', 'first'],
      ['some', 'next', 'first'],
      ['rest', 'next', 'first'],
      ['first', 'next', 'meet'],
      ['meet', 'next', 'done'],
    ];
    const steps = {
      start: START,
      each: eachStep(['bowline']),
      fork: parallelStep(3),
      open: releaseStep('bowline', 10),
      some: filterStep('facts.progress >= 50'),
      rest: waitStep(5),
      first: joinStep({ kind: 'any' }),
      meet: joinStep(),
      done: DONE,
    };
    const stopped = draw({ ...steps, stop: STOPPED }, [...lines, ['some', 'stopped', 'stop']]);
    for (const drawn of [draw(steps, lines), stopped]) {
      const plan = planOf(drawn);
      const run = new Driver(plan);
      expect(project(plan, run.state, run.facts, ENROLLED)).toMatchObject([{ module: 'bowline', at: null }]);
      run.advance(ENROLLED + 20 * DAY);
      expect(opened(run)).toEqual([]);
      expect(run.place).toBe('completed');
    }
  });

  it('asks for the work of the week it is at', () => {
    const body = { open, gate: gateStep(CURRENT_MODULE, 9) };
    const lines: Parameters<typeof draw>[1] = [
      ['gate', 'passed', 'meet'],
      ['gate', 'failed', 'meet'],
      ['gate', 'missing', 'meet'],
    ];
    const drawn = through(body, undefined, lines);
    const plan = planOf({
      ...drawn,
      edges: edgesOf(drawn).filter(({ from, port }) => from !== 'gate' || port !== 'next'),
    });
    const run = new Driver(plan);
    run.facts = withCompleted(run.facts, 'bowline', ENROLLED + DAY);
    run.advance(ENROLLED + 7 * DAY);
    expect(run.place).toBe('open');
    run.advance(ENROLLED + 14 * DAY);
    expect(run.place).toBe('gate');
    run.advance(ENROLLED + 60 * DAY);
    expect(run.trail.filter((line) => line.startsWith('gate')).map((line) => line.split('@')[0])).toEqual([
      'gate:passed',
      'gate:missing',
      'gate:missing',
    ]);
  });

  it('may walk several ways at once for each', () => {
    const drawn = draw(
      {
        start: START,
        each: eachStep(),
        fork: parallelStep(2),
        open,
        slow: waitStep(2),
        both: joinStep(),
        meet: joinStep(),
        done: DONE,
      },
      [
        ['start', 'next', 'each'],
        ['each', 'each', 'fork'],
        ['fork', 'way-0', 'open'],
        ['fork', 'way-1', 'slow'],
        ['open', 'next', 'both'],
        ['slow', 'next', 'both'],
        ['both', 'next', 'meet'],
        ['meet', 'next', 'done'],
      ],
    );
    const plan = planOf(drawn);
    const run = new Driver(plan);
    const expected = project(plan, run.state, run.facts, ENROLLED).map(({ module, expectedAt }) => [
      module,
      expectedAt,
    ]);
    expect(expected.map(([module]) => module)).toEqual(KEYS);
    run.advance(ENROLLED + 60 * DAY);
    expect(opened(run)).toEqual([
      ['bowline', 7],
      ['sheet-bend', 14],
      ['splice', 21],
    ]);
    expect(run.place).toBe('completed');
  });

  it('stands still and goes on with a pause, and is moved by an operator only within its way', () => {
    const run = new Driver(planOf(through({ rest: waitStep(4), more: waitStep(1), open })));
    run.command({ name: 'pause', hold: 'freeze' }, ENROLLED + 1);
    run.command({ name: 'resume' }, ENROLLED + 3 * DAY);
    run.command({ name: 'move', stepId: 'rest', visit: 1, to: 'more' }, ENROLLED + 3 * DAY + 1);
    expect(run.place).toBe('more');
    run.command({ name: 'move', stepId: 'more', visit: 1, to: 'last' }, ENROLLED + 3 * DAY + 2);
    expect(run.place).toBe('more');
    run.advance(ENROLLED + 60 * DAY);
    expect(opened(run).map(([module]) => module)).toEqual(KEYS);
  });
});

describe('an operator who moves somebody within one week', () => {
  const letters = (run: Driver) =>
    run.only('message').flatMap(({ stepId, key }) => (stepId === 'letter' ? [key] : []));

  it('does not have the letter of another week stand for what this one has still to send', () => {
    const run = new Driver(planOf(through({ rest: waitStep(2), more: waitStep(1), letter })));
    run.advance(ENROLLED + 4 * DAY);
    expect(run.place).toBe('rest');
    const move = { name: 'move', stepId: 'rest', visit: 2, to: 'more' } as const;
    const { plan, state, facts } = run;
    const ledger = new Map([['run:letter:1', 'done']] as const);
    expect(previewCommand({ plan, state, facts, ledger, now: ENROLLED + 4 * DAY }, move).effects).toEqual([]);
    run.command(move, ENROLLED + 4 * DAY);
    run.advance(ENROLLED + 60 * DAY);
    expect(letters(run)).toEqual(['run:letter:1', 'run:letter:2', 'run:letter:3']);
  });

  it('has its own letter not sent again, and the next week its own', () => {
    const run = new Driver(planOf(through({ letter, rest: waitStep(2) })));
    run.advance(ENROLLED + 3 * DAY);
    run.command({ name: 'move', stepId: 'rest', visit: 2, to: 'letter' }, ENROLLED + 3 * DAY);
    run.advance(ENROLLED + 60 * DAY);
    expect(letters(run)).toEqual(['run:letter:1', 'run:letter:2', 'run:letter:2', 'run:letter:4']);
  });

  it('has a letter that was to stand for this week’s stand for no other', () => {
    const run = new Driver(planOf(through({ start2: waitStep(1), letter, rest: waitStep(2) })));
    run.advance(ENROLLED + 1 * DAY);
    run.command({ name: 'move', stepId: 'rest', visit: 1, to: 'start2' }, ENROLLED + 1 * DAY);
    run.command({ name: 'move', stepId: 'start2', visit: 2, to: 'rest' }, ENROLLED + 1 * DAY);
    run.advance(ENROLLED + 60 * DAY);
    expect(letters(run)).toEqual(['run:letter:1', 'run:letter:2', 'run:letter:3']);
  });
});

const edgesOf = (drawn: Record<string, unknown>) => drawn['edges'] as Definition['edges'];

describe('a drawing that goes through the weeks', () => {
  const codes = (drawn: unknown) => problemsOf(drawn).map(({ code }) => code);

  it('has a join, is not inside of another, and names weeks that there are', () => {
    expect(codes(through({ open }))).toEqual([]);
    expect(codes(through({ open }, ['nowhere']))).toContain('flow.module-unknown');
    const loose = draw({ start: START, each: eachStep(), open, done: DONE }, [
      ['start', 'next', 'each'],
      ['each', 'each', 'open'],
      ['open', 'next', 'done'],
    ]);
    expect(codes(loose)).toContain('flow.each-without-join');
    const nested = draw(
      { start: START, each: eachStep(), inner: eachStep(), a: joinStep(), b: joinStep(), done: DONE },
      [
        ['start', 'next', 'each'],
        ['each', 'each', 'inner'],
        ['inner', 'each', 'a'],
        ['a', 'next', 'b'],
        ['b', 'next', 'done'],
      ],
    );
    expect(codes(nested)).toContain('flow.each-nested');
  });

  it('knows the current week only inside', () => {
    const outside = draw({ start: START, open, done: DONE }, [
      ['start', 'next', 'open'],
      ['open', 'next', 'done'],
    ]);
    expect(codes(outside)).toContain('flow.current-module-outside');
    expect(codes(through({ open, letter }))).not.toContain('flow.variable-without-module');
  });

  it('is read as a block in the outline', () => {
    const [, each, meet] = outlineOf(planOf(through({ open, rest: waitStep(1) })).definition).lines;
    expect(each).toMatchObject({ kind: 'step', stepId: 'each', together: true });
    expect(each?.kind === 'step' ? each.ways.map(({ lines }) => lines.length) : []).toEqual([2]);
    expect(meet).toMatchObject({ stepId: 'meet' });
  });

  it('is looked through to its end', () => {
    const plan = planOf(through({ open, letter, rest: waitStep(1) }));
    const modules = CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 1 }));
    const found = examine(plan, { course: { schoolZone: 'Europe/Berlin', modules }, enrolledAt: ENROLLED });
    expect(found).toMatchObject({ findings: [], complete: true, unreached: [] });
  });
});

describe('the body of a block that goes through weeks', () => {
  it('is what stands between the step that opens it and its join', () => {
    const drawn = planOf(through({ open, letter, rest: waitStep(1) })).definition;
    expect(bodiesOf(drawn)).toEqual({ each: ['open', 'letter', 'rest'] });
  });
});

describe('the current week, in the place of something else,', () => {
  const grant: Step = { kind: 'grant', title: 'Give', config: { course: CURRENT_MODULE } };
  const charge: Step = {
    kind: 'charge',
    title: 'Pay',
    config: { amountMinor: 100, currency: 'EUR', title: CURRENT_MODULE },
  };
  const tell: Step = {
    kind: 'webhook',
    title: 'Tell',
    config: {
      url: 'https://hooks.example.org/',
      fields: [{ name: 'week', value: { kind: 'text', text: CURRENT_MODULE } }],
      signedBy: 'school',
      keep: [],
    },
  };
  it.each([
    [grant, 'course'],
    [charge, 'title'],
    [tell, 'fields.0.value.text'],
  ])('is refused with a sentence: %j', (step, field) => {
    const found = problemsOf(through({ open, step })).filter(({ stepId }) => stepId === 'step');
    const [problem] = found.filter(({ code }) => code === 'flow.current-module-unfit');
    expect(problem).toMatchObject({ severity: 'error', field });
    expect(problem?.message).toContain('where no week is meant');
  });

  it('is right where a week is meant', () => {
    expect(
      problemsOf(through({ open, gate: gateStep(CURRENT_MODULE, 5) })).map(({ code }) => code),
    ).not.toContain('flow.current-module-unfit');
  });
});

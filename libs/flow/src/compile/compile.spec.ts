import { describe, expect, it } from '@jest/globals';
import type { Step } from '../model/definition.ts';
import {
  CATALOGUE,
  CERTIFY,
  chain,
  DONE,
  draw,
  gateStep,
  mailStep,
  planOf,
  problemsOf,
  releaseStep,
  START,
  untilEvent,
  untilFacts,
  waitStep,
  weekdayStep,
} from '../testing/drawings.ts';
import { compile } from './compile.ts';

const codes = (definition: unknown, catalogue = CATALOGUE) =>
  problemsOf(definition, catalogue).map(({ code }) => code);
const mail = (body: string): Step => ({ ...mailStep(), config: { ...mailStep().config, body } });
const withConfig = (step: Step, change: object) =>
  ({ ...step, config: { ...step.config, ...change } }) as Step;

const releases = {
  a: releaseStep('bowline', 0),
  b: releaseStep('sheet-bend', 7),
  c: releaseStep('splice', 14),
};

const line = (...lines: Parameters<typeof draw>[1]) =>
  codes(draw({ start: START, a: waitStep(1), done: DONE }, lines));

const loop = (step: Step, back?: 'back') =>
  codes(
    draw(
      {
        start: START,
        again: step,
        check: {
          kind: 'branch',
          title: 'Enough?',
          config: { branches: [{ id: 'yes', title: 'Yes', condition: 'facts.certified' }] },
        },
        done: DONE,
      },
      [
        ['start', 'next', 'again'],
        ['again', 'next', 'check'],
        ['check', 'otherwise', 'again', back],
        ['check', 'yes', 'done'],
      ],
    ),
  );

describe('compile', () => {
  it('indexes the steps, ties them to modules and lists what the run listens to', () => {
    const plan = planOf(
      chain({ ...releases, mail: mailStep(), until: untilEvent('lesson.completed') }, [
        'enrollment.cancelled',
      ]),
    );
    expect(plan.modules).toEqual(['bowline', 'sheet-bend', 'splice']);
    expect(plan.listens).toEqual(['enrollment.cancelled', 'lesson.completed']);
    expect(plan.steps['c']).toMatchObject({ ports: ['next'], module: 'splice', previous: 'sheet-bend' });
    expect(plan.steps['mail']?.module).toBe('splice');
    expect(plan.steps['mail']?.out['next']).toEqual({ from: 'mail', port: 'next', to: 'until' });
  });

  it('is JSON through and through', () => {
    const plan = planOf(chain({ ...releases, until: untilFacts('facts.progress >= 50') }));
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it('has the same hash for the same meaning, whatever the order of keys, and another for another', () => {
    const definition = chain({ a: waitStep(1), b: waitStep(2) });
    const shuffled = JSON.parse(JSON.stringify(definition), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toReversed())
        : value,
    ) as unknown;
    expect(planOf(shuffled).hash).toBe(planOf(definition).hash);
    expect(planOf(definition).hash).toMatch(/^[0-9a-f]{64}$/);
    expect(planOf(chain({ a: waitStep(1), b: waitStep(3) })).hash).not.toBe(planOf(definition).hash);
  });

  it.each([null, undefined, 7, 'text', [], {}, { steps: { a: null } }, { steps: [] }])(
    'answers %j with problems, not with an exception',
    (nonsense) => {
      expect(compile(nonsense, CATALOGUE, 'v1').ok).toBe(false);
    },
  );

  it('names step and field of what has the wrong shape', () => {
    const broken = chain({ mail: withConfig(mailStep(), { subject: '' }) });
    expect(problemsOf(broken)).toEqual([
      expect.objectContaining({ code: 'flow.shape', stepId: 'mail', field: 'subject', severity: 'error' }),
    ]);
    expect(problemsOf(broken)[0]?.message).toMatch(/^“Mail”, subject: .+\. Correct it/);
  });

  it('ends every sentence with a remedy', () => {
    const definition = draw({ start: START, a: untilFacts('facts.nothing'), b: mail('{{nobody}}') }, [
      ['a', 'back', 'c'],
    ]);
    const problems = problemsOf(definition);
    expect(problems.length).toBeGreaterThan(4);
    for (const { message } of problems) expect(message).toMatch(/\. [A-Z].+\.$/);
  });
});

describe('lines', () => {
  it('must lead somewhere, once, from ports that exist, and never into the trigger', () => {
    expect(line(['start', 'next', 'a'])).toContain('flow.port-unconnected');
    expect(line(['start', 'next', 'a'], ['start', 'next', 'done'], ['a', 'next', 'done'])).toContain(
      'flow.port-connected-twice',
    );
    expect(line(['start', 'next', 'a'], ['a', 'next', 'done'], ['a', 'timeout', 'done'])).toContain(
      'flow.port-unknown',
    );
    expect(line(['start', 'next', 'a'], ['a', 'next', 'ghost'])).toContain('flow.edge-to-unknown');
    expect(line(['start', 'next', 'a'], ['a', 'next', 'done'], ['ghost', 'next', 'a'])).toContain(
      'flow.edge-from-unknown',
    );
    expect(line(['start', 'next', 'a'], ['a', 'next', 'start', 'back'])).toContain('flow.edge-into-trigger');
  });

  it('need not lead anywhere after an error: a failure then blocks', () => {
    expect(codes(chain({ ...releases, certify: CERTIFY }))).toEqual([]);
  });
});

describe('ways', () => {
  it('begin at the one trigger and reach every step', () => {
    expect(codes({ ...chain({ a: waitStep(1) }), trigger: 'a' })).toContain('flow.trigger-missing');
    expect(
      codes(
        draw({ start: START, again: START, done: DONE }, [
          ['start', 'next', 'done'],
          ['again', 'next', 'done'],
        ]),
      ),
    ).toEqual(expect.arrayContaining(['flow.trigger-second', 'flow.step-unreachable']));
  });

  it('may go round only over a marked line, and only if that takes time', () => {
    expect(loop(waitStep(1))).toEqual(['flow.loop-unmarked']);
    expect(loop(waitStep(1), 'back')).toEqual([]);
    expect(loop(weekdayStep([1], '09:00'), 'back')).toEqual([]);
    expect(loop(mailStep(), 'back')).toEqual(['flow.loop-without-wait']);
    expect(loop(untilEvent('requirements.met'), 'back')).toContain('flow.loop-without-wait');
  });

  it('may go round through a timeout', () => {
    const reminders = draw(
      { start: START, until: untilFacts('facts.requirementsMet', 7), mail: mailStep(), done: DONE },
      [
        ['start', 'next', 'until'],
        ['until', 'next', 'done'],
        ['until', 'timeout', 'mail'],
        ['mail', 'next', 'until', 'back'],
      ],
    );
    expect(codes(reminders)).toEqual([]);
  });

  it('should end, and wait no longer than they must', () => {
    const endless = draw({ start: START, a: waitStep(1), b: waitStep(1) }, [
      ['start', 'next', 'a'],
      ['a', 'next', 'b'],
      ['b', 'next', 'a', 'back'],
    ]);
    expect(problemsOf(endless)).toMatchObject([
      { code: 'flow.end-unreachable', stepId: 'a', steps: ['start', 'a', 'b'] },
    ]);
    expect(codes(chain({ until: untilFacts('facts.certified') }))).toEqual(['flow.wait-endless']);
    const forward = draw({ start: START, a: waitStep(1), done: DONE }, [
      ['start', 'next', 'a'],
      ['a', 'next', 'done', 'back'],
    ]);
    expect(codes(forward)).toEqual(['flow.back-edge-forward']);
  });

  it('open every module, once, before work in it is waited for', () => {
    expect(codes(chain({ ...releases, again: releaseStep('bowline', 20) }))).toEqual([
      'flow.module-released-twice',
    ]);
    expect(codes(chain({ a: releases.a, b: releases.b }))).toEqual(['flow.module-never-released']);
    expect(codes(chain({ ...releases, d: releaseStep('juggling', 0) }))).toContain('flow.module-unknown');
    const gate = draw({ start: START, gate: gateStep('bowline', 7), done: DONE }, [
      ['start', 'next', 'gate'],
      ['gate', 'passed', 'done'],
      ['gate', 'failed', 'done'],
      ['gate', 'missing', 'done'],
    ]);
    expect(codes(gate)).toEqual(['flow.assessed-before-release']);
    const bare = {
      ...CATALOGUE,
      modules: CATALOGUE.modules.map((module) => ({ ...module, hasAssessment: false })),
    };
    expect(codes(gate, bare)).toContain('flow.assessment-missing');
  });
});

describe('settings of steps', () => {
  it.each<[string, Step, string, string]>([
    ['a wait of nothing', waitStep(0), 'flow.duration-zero', 'for.duration'],
    ['a wait of eleven years', waitStep(600, 'weeks'), 'flow.duration-too-long', 'for.duration'],
    [
      'a date that is none',
      withConfig(waitStep(1), { for: { kind: 'until', date: '2026-02-30', time: '09:00' }, zone: 'school' }),
      'flow.date-unreal',
      'for.date',
    ],
    [
      'a wall clock of nobody',
      withConfig(weekdayStep([1], '09:00'), { zone: 'none' }),
      'flow.zone-needed',
      'zone',
    ],
    ['a condition that is none', untilFacts('facts.progress >=', 3), 'condition.syntax', 'for.condition'],
    ['a condition about nothing', untilFacts('facts.grade > 3', 3), 'condition.type', 'for.condition'],
    [
      'a where-clause about nothing',
      untilEvent('lesson.completed', 'lesson == 3'),
      'condition.type',
      'for.where',
    ],
    ['an unknown variable', mail('Dear {{person.surname}}'), 'flow.variable-unknown', 'body'],
    ['an unclosed variable', mail('Dear {{person.name'), 'flow.variable-unclosed', 'body'],
    ['a module where none was opened', mail('{{module.title}}'), 'flow.variable-without-module', 'body'],
    [
      'a release on 30 February',
      releaseStep('bowline', { kind: 'date', date: '2026-02-30', time: '09:00' }),
      'flow.date-unreal',
      'policy.date',
    ],
  ])('%s', (_name, step, code, field) => {
    const problem = problemsOf(chain({ step })).find((found) => found.code === code);
    expect(problem).toMatchObject({ stepId: 'step', field, severity: 'error' });
  });

  it('know which module a message is about, and that several are none', () => {
    expect(codes(chain({ ...releases, mail: mail('{{module.title}} {{links.module}}') }))).toEqual([]);
    const forked = draw(
      {
        start: START,
        fork: {
          kind: 'branch',
          title: 'Fork',
          config: { branches: [{ id: 'left', title: 'Left', condition: 'facts.certified' }] },
        },
        a: releases.a,
        b: releases.b,
        mail: mail('{{module.title}}'),
        c: releases.c,
        done: DONE,
      },
      [
        ['start', 'next', 'fork'],
        ['fork', 'left', 'a'],
        ['fork', 'otherwise', 'b'],
        ['a', 'next', 'mail'],
        ['b', 'next', 'mail'],
        ['mail', 'next', 'c'],
        ['c', 'next', 'done'],
      ],
    );
    expect(codes(forked)).toEqual(['flow.variable-without-module']);
  });

  it('do without a course only what needs none', () => {
    const campaign = { courseTitle: null, modules: [] };
    expect(codes(chain({ mail: mail('{{person.name}} {{school.name}}') }), campaign)).toEqual([]);
    expect(codes(chain({ mail: mail('{{course.title}}') }), campaign)).toEqual([
      'flow.variable-without-course',
    ]);
    expect(codes(chain({ certify: CERTIFY }), campaign)).toEqual(['flow.course-missing']);
  });

  it('name the ways of a branch apart', () => {
    const branches = ['yes', 'yes', 'otherwise'].map((id) => ({
      id,
      title: id,
      condition: 'facts.certified',
    }));
    const found = codes(chain({ fork: { kind: 'branch', title: 'Fork', config: { branches } } }));
    expect(found.filter((code) => code === 'flow.branch-id-taken')).toHaveLength(2);
  });

  it('name only events that somebody announces', () => {
    expect(codes(chain({ until: untilEvent('lesson.complete') }))).toContain('flow.event-unknown');
    expect(codes(chain({ a: waitStep(1) }, ['learner.bored']))).toEqual(['flow.event-unknown']);
  });

  it('check the key of the entry rule', () => {
    const drawing = chain({ a: waitStep(1) });
    expect(codes({ ...drawing, entry: { rule: 'keyed', key: 'event.order' } })).toEqual([]);
    expect(codes({ ...drawing, entry: { rule: 'keyed', key: 'event.order ==' } })).toEqual([
      'condition.syntax',
    ]);
  });
});

import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { generateJourney } from '../journey/generate-journey.ts';
import { planOf as planOfAnything } from '../compile/compile.ts';
import { portsOf } from '../kinds/registry.ts';
import { Definition, type Edge, type Step } from '../model/definition.ts';
import type { Plan } from '../model/plan.ts';
import { simulate } from '../simulate/simulate.ts';
import { Walk } from '../simulate/walk.ts';
import { TEMPLATES } from '../templates/gallery.ts';
import {
  CATALOGUE,
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
import { definitions } from '../testing/generated.ts';
import { ENROLLED } from '../testing/learner.ts';
import { Evidence, type TroubleCode } from './evidence.ts';
import { examine, type Examination } from './examine.ts';
import type { Finding } from './findings.ts';

jest.setTimeout(120_000);

const modules = CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 2, maxAttempts: 2 }));
const course = { schoolZone: 'America/New_York', modules };

function look(plan: Plan, budget?: number): Examination {
  const options = { course, enrolledAt: ENROLLED, learnerZone: 'Europe/Berlin' };
  return examine(plan, budget === undefined ? options : { ...options, budget });
}

const seen = (drawing: unknown) => look(planOf(drawing)).findings;
const told = (findings: Finding[]) => findings.map(({ code, stepId }) => `${code} ${stepId}`);

const branchStep = (...conditions: string[]): Step => ({
  kind: 'branch',
  title: 'Which way?',
  config: {
    branches: conditions.map((condition, index) => ({
      id: `way-${index}`,
      title: `Way ${index}`,
      condition,
    })),
  },
});

const OPEN = {
  one: releaseStep('bowline', 0),
  two: releaseStep('sheet-bend', 7),
  three: releaseStep('splice', 14),
};

/** The same drawing with every way out of a step leading to where its first one leads. */
function timed(drawing: Record<string, unknown>, ...stepIds: string[]): Record<string, unknown> {
  const { steps, edges } = drawing as { steps: Record<string, Step>; edges: Edge[] };
  const more = edges.flatMap((edge) => {
    const step = steps[edge.from];
    if (step === undefined || !stepIds.includes(edge.from)) return [];
    return portsOf(step)
      .filter((port) => port !== edge.port)
      .map((port) => ({ ...edge, port }));
  });
  return { ...drawing, edges: [...edges, ...more] };
}

const JOURNEY = generateJourney({
  courseTitle: 'Knots',
  durationWeeks: 3,
  phases: ['basics', 'mastery'].map((key) => ({
    key,
    title: key,
    modules: CATALOGUE.modules.filter(({ phase }) => phase === key),
  })),
}).definition;

describe('what is found', () => {
  it('is nothing in a generated journey, and every way was looked at', () => {
    const examination = look(planOf(JOURNEY));
    expect(examination).toMatchObject({ findings: [], complete: true, unreached: [] });
    expect(examination.ways).toBeGreaterThan(50);
  });

  it.each(TEMPLATES.map((template) => [template.id, template] as const))(
    'is nothing in the template %s',
    (_, template) => {
      expect(look(planOf(template.draw(CATALOGUE).definition))).toMatchObject({
        findings: [],
        complete: true,
      });
    },
  );

  it('is a wait without a way out, by the learner to whom it happens', () => {
    const findings = seen(chain({ ...OPEN, all: untilFacts('facts.requirementsMet') }));
    expect(told(findings)).toEqual(['check.wait-without-way-out all']);
    const [finding] = findings;
    expect(finding?.message).toContain('“Until”');
    expect(finding?.timeline.at(-1)).toMatchObject({ kind: 'waiting', stepId: 'all' });
  });

  it('is a wait for an event that may not come', () => {
    expect(told(seen(chain({ paid: untilEvent('payment.succeeded') })))).toEqual([
      'check.wait-without-way-out paid',
    ]);
  });

  it('is nothing where the wait has a time', () => {
    expect(seen(timed(chain({ ...OPEN, all: untilFacts('facts.requirementsMet', 30) }), 'all'))).toEqual([]);
  });

  it('is a learner who is stuck for ever', () => {
    const nothingOpens = draw(
      { start: START, one: releaseStep('bowline', 0), gate: gateStep('splice'), done: DONE },
      [
        ['start', 'next', 'one'],
        ['one', 'next', 'gate'],
        ['gate', 'passed', 'done'],
        ['gate', 'failed', 'done'],
        ['gate', 'missing', 'done'],
      ],
    );
    expect(told(seen(nothingOpens))).toContain('check.learner-stuck gate');
    const noSecondTry = { ...course, modules: modules.map((module) => ({ ...module, maxAttempts: 1 })) };
    const plan = planOf(
      chain({ one: releaseStep('bowline', 0), all: untilFacts('facts.modules["bowline"].passed') }),
    );
    const { findings } = examine(plan, { course: noSecondTry, enrolledAt: ENROLLED });
    expect(told(findings)).toEqual(
      expect.arrayContaining(['check.wait-without-way-out all', 'check.learner-stuck all']),
    );
  });

  it('is a module that a loop opens again', () => {
    const again = draw(
      {
        start: START,
        one: releaseStep('bowline', 0),
        pause: waitStep(7),
        ask: branchStep('facts.progress > 30'),
        done: DONE,
      },
      [
        ['start', 'next', 'one'],
        ['one', 'next', 'pause'],
        ['pause', 'next', 'ask'],
        ['ask', 'way-0', 'done'],
        ['ask', 'otherwise', 'one', 'back'],
      ],
    );
    const [finding] = seen(again);
    expect(finding).toMatchObject({ code: 'check.module-released-twice', stepId: 'one' });
    expect(finding?.message).toContain('“bowline”');
  });

  it('is nothing that takes doing something in a module that is closed again', () => {
    const findings = seen(
      chain({
        one: OPEN.one,
        rest: waitStep(1),
        close: { kind: 'relock', title: 'Close', config: { module: 'bowline', reason: 'It is over' } },
        all: untilFacts("facts.modules['bowline'].passed"),
        note: {
          kind: 'setField',
          title: 'Note',
          config: {
            field: 'stage',
            value: { kind: 'expression', expression: 'facts.fields.stage', type: 'text' },
          },
        },
      }),
    );
    expect(told(findings)).toEqual(['check.learner-stuck all', 'check.condition-always-false all']);
  });

  it('is a certificate for somebody who has not passed', () => {
    const findings = seen(chain({ ...OPEN, pause: waitStep(30), cert: CERTIFY }));
    expect(told(findings)).toEqual(['check.certificate-early cert']);
    const timeline = findings[0]?.timeline ?? [];
    expect(timeline.some(({ kind, detail }) => kind === 'learner' && detail.startsWith('Passes'))).toBe(
      false,
    );
    const waits = chain({ ...OPEN, all: untilFacts('facts.requirementsMet'), cert: CERTIFY });
    expect(told(seen(waits))).not.toContain('check.certificate-early cert');
  });

  it('is a message that always falls into the quiet hours', () => {
    const quietHours = { from: '21:00', to: '08:00', zone: 'learner' };
    const drawing = (time: string) => ({
      ...chain({ night: weekdayStep([1, 2, 3, 4, 5, 6, 7], time), mail: mailStep() }),
      settings: { exitOn: [], quietHours },
    });
    const findings = seen(drawing('07:00'));
    expect(told(findings)).toEqual(['check.message-in-quiet-hours mail']);
    expect(findings[0]?.message).toContain('21:00 to 08:00');
    expect(seen(drawing('08:00'))).toEqual([]);
    expect(seen({ ...chain({ mail: mailStep() }), settings: { exitOn: [], quietHours } })).toEqual([]);
  });

  it('is a loop that goes round without time passing', () => {
    const spinning = draw(
      {
        start: START,
        until: untilFacts('facts.progress >= 0'),
        ask: branchStep('facts.certified'),
        done: DONE,
      },
      [
        ['start', 'next', 'until'],
        ['until', 'next', 'ask'],
        ['ask', 'way-0', 'done'],
        ['ask', 'otherwise', 'until', 'back'],
      ],
    );
    expect(() => planOf(spinning)).toThrow(/ok/);
    // Compile refuses it now; an older release may have published it.
    const plan = planOfAnything(Definition.parse(spinning), CATALOGUE, 'v1');
    expect(told(look(plan).findings)).toContain('check.loop-without-wait until');
  });

  it('is a condition that decides nothing', () => {
    const drawing = (condition: string) =>
      draw({ start: START, ...OPEN, ask: branchStep(condition), done: DONE, stopped: STOPPED }, [
        ['start', 'next', 'one'],
        ['one', 'next', 'two'],
        ['two', 'next', 'three'],
        ['three', 'next', 'ask'],
        ['ask', 'way-0', 'done'],
        ['ask', 'otherwise', 'stopped'],
      ]);
    const found = (condition: string) => told(seen(drawing(condition)));
    expect(found('facts.progress >= 0')).toEqual([
      'check.condition-always-true ask',
      'check.step-unreachable stopped',
    ]);
    expect(found('facts.progress > 100')).toEqual([
      'check.condition-always-false ask',
      'check.step-unreachable done',
    ]);
    expect(found('facts.modules["splice"].completed')).toContain('check.condition-always-false ask');
    expect(found('facts.modules["bowline"].released')).toContain('check.condition-always-true ask');
    expect(found('facts.modules["bowline"].completed')).toEqual([]);
    expect(found('facts.modules["bowline"].score >= 90')).toEqual([]);
    expect(found('facts.progress >= 20')).toEqual([]);
    expect(found('facts.requirementsMet && facts.awaitsGrade')).toContain('check.condition-always-false ask');
    expect(found('facts.requirementsMet && !facts.awaitsGrade')).toEqual([]);
  });

  it('is not that work never waits for its grade, only because graders were quick with everybody looked at', () => {
    const { findings, complete } = look(
      planOf(
        draw(
          {
            start: START,
            ...OPEN,
            pause: waitStep(30),
            ask: branchStep('facts.awaitsGrade'),
            done: DONE,
            stopped: STOPPED,
          },
          [
            ['start', 'next', 'one'],
            ['one', 'next', 'two'],
            ['two', 'next', 'three'],
            ['three', 'next', 'pause'],
            ['pause', 'next', 'ask'],
            ['ask', 'way-0', 'done'],
            ['ask', 'otherwise', 'stopped'],
          ],
        ),
      ),
    );
    expect({ findings, complete }).toEqual({ findings: [], complete: false });
  });

  it('is a condition that cannot be answered', () => {
    const findings = seen(
      draw({ start: START, ask: branchStep('vars.colour == "blue"'), done: DONE, stopped: STOPPED }, [
        ['start', 'next', 'ask'],
        ['ask', 'way-0', 'done'],
        ['ask', 'otherwise', 'stopped'],
      ]),
    );
    expect(told(findings)).toContain('check.condition-fails ask');
    expect(findings[0]?.severity).toBe('error');
  });

  it('is a step that nobody comes to, with the learner who came closest', () => {
    const findings = seen(
      draw(
        {
          start: START,
          one: releaseStep('bowline', 0),
          gate: gateStep('bowline', 3),
          late: mailStep(),
          ask: branchStep('facts.modules["bowline"].submitted'),
          never: mailStep(),
          done: DONE,
        },
        [
          ['start', 'next', 'one'],
          ['one', 'next', 'gate'],
          ['gate', 'passed', 'ask'],
          ['gate', 'failed', 'late'],
          ['gate', 'missing', 'late'],
          ['late', 'next', 'done'],
          ['ask', 'way-0', 'done'],
          ['ask', 'otherwise', 'never'],
          ['never', 'next', 'done'],
        ],
      ),
    );
    expect(told(findings)).toEqual(['check.condition-always-true ask', 'check.step-unreachable never']);
    const ways = findings[1]?.timeline.filter(({ stepId }) => stepId === 'ask') ?? [];
    expect(ways.at(-1)).toMatchObject({ kind: 'branch', port: 'way-0' });
  });
});

/** What simulating a finding's script shows at the same place: the same trouble, or the same learner waiting for ever. */
function shownAgain(plan: Plan, { code, stepId, script }: Finding): number | undefined {
  const evidence = new Evidence();
  evidence.way = { base: script, choices: () => [] };
  const walk = Walk.begin(plan, script, evidence);
  walk.toEnd();
  const short = code.replace('check.', '') as TroubleCode;
  if (short !== 'learner-stuck' && short !== 'wait-without-way-out')
    return evidence.troubles.get(`${short} ${stepId}`)?.at;
  const there = walk.state.tokens.some((token) => token.stepId === stepId);
  return there && walk.nextAt === null ? walk.now : undefined;
}

function expectToReproduce(plan: Plan, finding: Finding): void {
  // What holds on every way, or on none, is no matter of one learner.
  const onEveryWay = /unreachable|always|quiet/.test(finding.code);
  expect(onEveryWay ? finding.at : shownAgain(plan, finding)).toBe(finding.at);
  const entries = simulate(plan, finding.script).entries.filter((entry) => entry.at <= finding.at);
  expect(finding.timeline).toEqual(entries);
}

describe('looking ahead', () => {
  it('ends for any drawing, within its budget, and its findings can be simulated', () => {
    fc.assert(
      fc.property(definitions(), (definition) => {
        const plan = planOf(definition);
        const examination = look(plan, 2_000);
        for (const finding of examination.findings) expectToReproduce(plan, finding);
      }),
      { numRuns: 150 },
    );
  });

  it('says the same about the same drawing', () => {
    fc.assert(
      fc.property(definitions(), (definition) => {
        const plan = planOf(definition);
        expect(look(plan, 500)).toEqual(look(plan, 500));
      }),
      { numRuns: 20 },
    );
  });

  it('is bounded on a drawing of five hundred steps, and says that there is more', () => {
    const steps: Record<string, Step> = {};
    for (let index = 0; index < 160; index += 1) {
      const module = CATALOGUE.modules[index % 3]?.key ?? '';
      steps[`ask-${index}`] = untilFacts(`facts.modules["${module}"].completed`, 3);
      steps[`mail-${index}`] = mailStep(true);
      steps[`wait-${index}`] = waitStep(1);
    }
    const ids = ['start', ...Object.keys(OPEN), ...Object.keys(steps), 'done'];
    const lines = ids.slice(0, -1).flatMap((id, index): Array<[string, string, string]> => {
      const next = ids[index + 1] ?? 'done';
      const more: Array<[string, string, string]> = id.startsWith('ask') ? [[id, 'timeout', next]] : [];
      return [[id, 'next', next], ...more];
    });
    const plan = planOf(draw({ start: START, ...OPEN, ...steps, done: DONE }, lines));
    const { complete, ways, findings } = look(plan);
    expect(complete).toBe(false);
    expect(ways).toBeGreaterThan(40);
    expect(findings).toEqual([]);
  });
});

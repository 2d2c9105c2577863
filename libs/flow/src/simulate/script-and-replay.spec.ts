import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { LearnerScript } from '@gradus/contracts';
import type { Step, StepOf } from '../model/definition.ts';
import { generateJourney } from '../journey/generate-journey.ts';
import { examine } from '../check/examine.ts';
import {
  CATALOGUE,
  chain,
  DONE,
  draw,
  mailStep,
  planOf,
  releaseStep,
  START,
  untilEvent,
  waitStep,
} from '../testing/drawings.ts';
import { definitions } from '../testing/generated.ts';
import { ENROLLED } from '../testing/learner.ts';
import { DAY, HOUR } from '../time/durations.ts';
import { compareVisits, replay, visitsOf, type Past } from './replay.ts';
import { BEHAVIOURS, type Scenario } from './scenario.ts';
import { scenarioOfScript, scriptOfScenario, timelineOf } from './script.ts';
import { simulate, type Simulation } from './simulate.ts';

jest.setTimeout(60_000);

const modules = CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 2, maxAttempts: 2 }));
const course = { schoolZone: 'America/New_York', modules };
const setting = { course, now: ENROLLED, horizonDays: 300 };
const JOURNEY = planOf(
  generateJourney({
    courseTitle: 'Knots',
    durationWeeks: 3,
    phases: ['basics', 'mastery'].map((key) => ({
      key,
      title: key,
      modules: CATALOGUE.modules.filter(({ phase }) => phase === key),
    })),
  }).definition,
);
const written = (script: object) => LearnerScript.parse(script);
const iso = (at: number) => new Date(at).toISOString();
const details = ({ entries }: Simulation) => entries.map(({ detail }) => detail);

describe('a script', () => {
  it('is a diligent learner from now on when it says nothing', () => {
    const scenario = scenarioOfScript(written({}), JOURNEY, setting);
    expect(scenario).toMatchObject({ enrolledAt: ENROLLED, learnerZone: 'America/New_York' });
    expect(simulate(JOURNEY, scenario).state.finished?.outcome).toBe('completed');
  });

  it('says what the learner does in each module', () => {
    const script = written({
      modules: { 'sheet-bend': 'silent', splice: { ...BEHAVIOURS.late, percentage: 71 } },
    });
    const { facts } = simulate(JOURNEY, scenarioOfScript(script, JOURNEY, setting));
    expect(facts.modules.map((module) => module.lessonCompletions.length)).toEqual([2, 0, 2]);
    expect(facts.modules[2]?.assessment?.history.at(-1)).toMatchObject({ percentage: 71 });
  });

  it('says what is known of the person, and what the run begins with', () => {
    const branches = ["'vip' in facts.tags", 'vars.level == 3'].map((condition, index) => {
      return { id: `b${index}`, title: condition, condition };
    });
    const asks: Step = { kind: 'branch', title: 'Ask', config: { branches } };
    const asked = draw({ start: START, ask: asks, done: DONE, other: DONE, last: DONE }, [
      ['start', 'next', 'ask'],
      ['ask', 'b0', 'done'],
      ['ask', 'b1', 'other'],
      ['ask', 'otherwise', 'last'],
    ]);
    const plan = planOf(asked);
    const ways = [{ tags: ['vip'] }, { vars: { level: 3 } }, { vars: { level: 1 } }].map((script) => {
      const scenario = scenarioOfScript(written(script), plan, setting);
      expect(scriptOfScenario(scenario)).toMatchObject(script);
      return simulate(plan, scenario).visits.find(({ stepId }) => stepId === 'ask')?.port;
    });
    expect(ways).toEqual(['b0', 'b1', 'otherwise']);
  });

  it('is told with every visit: from when until when, and by which way', () => {
    const { visits, transitions, state } = simulate(JOURNEY, scenarioOfScript(written({}), JOURNEY, setting));
    expect(visits.filter(({ leftAt }) => leftAt !== null)).toHaveLength(transitions.length);
    expect(visits.every(({ enteredAt, leftAt }) => leftAt === null || leftAt >= enteredAt)).toBe(true);
    expect(state.tokens).toEqual([]);
    const short = simulate(JOURNEY, scenarioOfScript(written({}), JOURNEY, { ...setting, horizonDays: 2 }));
    const there = short.visits.filter(({ leftAt }) => leftAt === null).map(({ stepId }) => stepId);
    expect(there).toEqual(short.state.tokens.map(({ stepId }) => stepId));
  });

  it('says what comes from outside, what effects come to and what an operator does', () => {
    const plan = planOf(
      draw(
        {
          start: START,
          mail: mailStep(true),
          pay: untilEvent('payment.succeeded'),
          pause: waitStep(30),
          done: DONE,
        },
        [
          ['start', 'next', 'mail'],
          ['mail', 'next', 'pay'],
          ['mail', 'error', 'pay'],
          ['pay', 'next', 'pause'],
          ['pause', 'next', 'done'],
        ],
      ),
    );
    const script = written({
      outcomes: [{ stepId: 'mail', outcome: 'refused', afterMinutes: 90 }],
      events: [{ at: iso(ENROLLED + 2 * DAY), type: 'payment.succeeded' }],
      commands: [{ at: iso(ENROLLED + 3 * DAY), name: 'releaseNow', stepId: 'pause' }],
    });
    const run = simulate(plan, scenarioOfScript(script, plan, setting));
    expect(run.transitions.map(([stepId, , port, at]) => [stepId, port, at - ENROLLED])).toEqual([
      ['start', 'next', 0],
      ['mail', 'error', 1.5 * HOUR],
      ['pay', 'next', 2 * DAY],
      ['pause', 'next', 3 * DAY],
      ['done', null, 3 * DAY],
    ]);
    expect(details(run)).toEqual(
      expect.arrayContaining([
        'It was refused.',
        'It is announced: a payment succeeds.',
        'Went on from “Wait 30 days”.',
      ]),
    );
  });

  it('is what a finding was made of: written down and read again it is the same life', () => {
    fc.assert(
      fc.property(definitions(), (definition) => {
        const plan = planOf(definition);
        const { findings } = examine(plan, { course, enrolledAt: ENROLLED, budget: 500 });
        for (const { script, timeline, at } of findings.slice(0, 3)) {
          const sent = written(JSON.parse(JSON.stringify(scriptOfScenario(script))));
          const again = scenarioOfScript(sent, plan, { ...setting, horizonDays: script.horizonDays });
          expect(simulate(plan, again).entries.filter((entry) => entry.at <= at)).toEqual(timeline);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has a timeline that crosses process borders', () => {
    const { entries } = simulate(JOURNEY, scenarioOfScript(written({}), JOURNEY, setting));
    expect(timelineOf(entries)[0]).toMatchObject({
      at: iso(ENROLLED),
      kind: 'released',
      stepId: 'week-1-open',
    });
  });
});

/** A learner who really lived: what a simulation of another drawing has left of them. */
function lived(scenario: Partial<Scenario> = {}): { past: Past; run: Simulation } {
  const run = simulate(JOURNEY, {
    ...course,
    personId: 'ada',
    enrolledAt: ENROLLED,
    learnerZone: 'Europe/Berlin',
    behaviour: BEHAVIOURS['fails-once'],
    horizonDays: 300,
    ...scenario,
  });
  return { run, past: { facts: run.facts, startedAt: ENROLLED, until: ENROLLED + 300 * DAY, events: [] } };
}

describe('replaying a real life', () => {
  it('through the version it was lived in shows no difference', () => {
    const moves = [{ at: ENROLLED + 9 * DAY, kind: 'zone' as const, zone: 'Asia/Kolkata' }];
    for (const behaviour of Object.values(BEHAVIOURS)) {
      const { past, run } = lived({ behaviour, inputs: moves });
      const { differences, same } = compareVisits(visitsOf(run), visitsOf(replay(JOURNEY, past)));
      expect(differences).toEqual([]);
      expect(same).toBe(run.transitions.length);
    }
  });

  it('through another version shows what would have come earlier, later, otherwise, or not at all', () => {
    const { past, run } = lived();
    const { definition } = JOURNEY;
    const changed = planOf({
      ...definition,
      steps: {
        ...definition.steps,
        'week-2-open': releaseStep('sheet-bend', 3),
        'week-3-open': releaseStep('splice', 25),
      },
    });
    const { differences } = compareVisits(visitsOf(run), visitsOf(replay(changed, past)));
    const what = (stepId: string) => differences.find((difference) => difference.stepId === stepId)?.what;
    expect(what('week-1-open')).toBeUndefined();
    expect(what('week-2-open')).toBe('earlier');
    expect(what('week-3-open')).toBe('later');
    expect(what('phase-1-check')).toBe('other-way');
    expect(what('phase-1-catch-up')).toBe('only-now');
  });

  it('goes no further than what is known', () => {
    const { past, run } = lived();
    const early = { ...past, until: ENROLLED + 8 * DAY };
    const now = replay(JOURNEY, early);
    expect(now.state.finished).toBeNull();
    const { differences } = compareVisits(visitsOf(run), visitsOf(now));
    expect(new Set(differences.map(({ what }) => what))).toEqual(new Set(['later', 'only-then']));
  });

  it('lets happen what came from outside', () => {
    const plan = planOf(chain({ pay: untilEvent('payment.succeeded') }));
    const { past } = lived();
    const events = [{ at: ENROLLED + DAY, type: 'payment.succeeded', data: {} }];
    expect(replay(plan, { ...past, events }).state.finished?.at).toBe(ENROLLED + DAY);
  });

  it('lets people decide as they did, as long after they were asked', () => {
    const ask: StepOf<'approve'> = {
      kind: 'approve',
      title: 'May she go on?',
      config: {
        to: { kind: 'role', role: 'instructor' },
        title: 'May she?',
        zone: 'none',
        due: { unit: 'days', amount: 7 },
      },
    };
    const plan = planOf(
      draw({ start: START, first: waitStep(1), ask, done: DONE }, [
        ['start', 'next', 'first'],
        ['first', 'next', 'ask'],
        ...['approved', 'rejected', 'timeout'].map((port): [string, string, string] => ['ask', port, 'done']),
      ]),
    );
    const { past } = lived();
    const way = (more: Partial<Past>) =>
      replay(plan, { ...past, ...more }).transitions.find(([stepId]) => stepId === 'ask')!;
    const decided = { stepId: 'ask', visit: 1, decision: 'rejected' as const, afterHours: 50 };
    // The row that told of it is no second decision.
    const events = [
      { at: ENROLLED + 3 * DAY, type: 'task.decided', data: { step: 'ask', decision: 'rejected' } },
    ];
    expect(way({ decisions: [decided], events })).toMatchObject([
      'ask',
      1,
      'rejected',
      ENROLLED + DAY + 50 * HOUR,
    ]);
    expect(way({ decisions: [{ stepId: 'ask', decision: 'never' }] })[2]).toBe('timeout');
    expect(way({})[2]).toBe('approved');
  });

  it('lets other systems answer as they did', () => {
    const tell: StepOf<'webhook'> = {
      kind: 'webhook',
      title: 'Ask the CRM',
      config: {
        url: 'https://hooks.example.org/crm',
        fields: [],
        signedBy: 'school',
        keep: [{ path: 'seats', into: 'seats', type: 'number' }],
      },
    };
    const plan = planOf(chain({ call: tell }));
    const { past } = lived();
    const outcomes = [{ stepId: 'call', outcome: 'done' as const, afterMinutes: 240, result: { seats: 3 } }];
    const again = replay(plan, { ...past, outcomes });
    expect(again.transitions.find(([stepId]) => stepId === 'call')?.[3]).toBe(ENROLLED + 4 * HOUR);
  });

  const done = (name: 'skip' | 'releaseNow' | 'retry', stepId: string, days: number) => ({
    at: ENROLLED + days * DAY,
    kind: 'command' as const,
    command: { name, stepId, visit: 0 },
  });
  const live = (inputs: Scenario['inputs'], outcomes: Scenario['outcomes'] = []) =>
    lived({ inputs, outcomes });

  it('lets operators do what they did, and says of each whether it came to anything', () => {
    const inputs = [
      done('releaseNow', 'week-2-open', 2),
      {
        at: ENROLLED + 20 * DAY,
        kind: 'command' as const,
        command: { name: 'exit' as const, reason: 'left' },
      },
    ];
    const { past, run } = live(inputs);
    expect(run.state.finished?.outcome).toBe('exited');
    // The how-manieth visit it was says nothing about another drawing.
    const [opened, ended] = inputs;
    const command = { name: 'releaseNow' as const, stepId: 'week-2-open', visit: 7 };
    const commands = [
      { at: opened!.at, command },
      { at: ended!.at, command: ended!.command },
    ];
    const again = replay(JOURNEY, { ...past, commands });
    expect(compareVisits(visitsOf(run), visitsOf(again)).differences).toEqual([]);
    expect(again.state.finished?.outcome).toBe('exited');
    expect(again.commands.map(({ notTaken }) => notTaken)).toEqual([null, null]);
    // In a drawing where nobody is there then, the first comes to nothing, and it is said so.
    const other = replay(planOf(chain({ rest: waitStep(5) })), { ...past, commands });
    expect(other.commands).toMatchObject([
      { at: ENROLLED + 2 * DAY, notTaken: 'The learner is no longer at that step.' },
      { at: ENROLLED + 20 * DAY, notTaken: 'The run would have ended by then.' },
    ]);
  });

  it('lets fail what failed for good, and an operator help as then', () => {
    const outcomes = [{ stepId: 'certificate', outcome: 'refused' as const }];
    const inputs = [done('skip', 'certificate', 120)];
    const { past, run } = live(inputs, outcomes);
    const port = (simulation: Simulation) =>
      simulation.transitions.find(([stepId]) => stepId === 'certificate');
    expect(port(run)?.[3]).toBe(ENROLLED + 120 * DAY);
    const again = replay(JOURNEY, { ...past, outcomes, commands: inputs });
    expect(port(again)).toEqual(port(run));
    expect(again.commands).toMatchObject([{ notTaken: null }]);
    const retried = replay(JOURNEY, { ...past, commands: [done('retry', 'certificate', 120)] });
    expect(retried.commands[0]?.notTaken).toMatch(/^(Not needed|The run would have ended)/);
  });
});

import { describe, expect, it } from '@jest/globals';
import { examine } from '../../check/examine.ts';
import { forecast } from '../../forecast/forecast.ts';
import type { Definition, Step, StepOf } from '../../model/definition.ts';
import type { Plan } from '../../model/plan.ts';
import {
  CATALOGUE,
  DONE,
  draw,
  mailStep,
  planOf,
  releaseStep,
  START,
  STOPPED,
  untilEvent,
  waitStep,
} from '../../testing/drawings.ts';
import { ENROLLED } from '../../testing/learner.ts';
import { DAY, HOUR } from '../../time/durations.ts';
import { BEHAVIOURS, type Scenario } from '../scenario.ts';
import { simulate } from '../simulate.ts';

const day = (days: number) => ENROLLED + days * DAY;

function call(automation: string, more: Partial<StepOf<'callAutomation'>['config']> = {}): Step {
  const config = { automation, values: [], wait: true, zone: 'learner' as const, detached: false, ...more };
  return { kind: 'callAutomation', title: `Call ${automation}`, config };
}

/** Asks somebody of the school, without a limit. */
function approveStep(): Step {
  const to = { kind: 'role' as const, role: 'instructor' as const };
  return { kind: 'approve', title: 'Ask', config: { to, title: 'May they?', zone: 'learner' } };
}

/** One step after the other; and these ways out, or a rejection, to `stopped`. */
function line(steps: Record<string, Step>, ways: Array<[string, string]> = []): Definition {
  const out = [...ways];
  const all: Record<string, Step> = { start: START, ...steps, done: DONE };
  for (const [id, step] of Object.entries(steps)) if (step.kind === 'approve') out.push([id, 'rejected']);
  if (out.length > 0) all['stopped'] = STOPPED;
  const ids = ['start', ...Object.keys(steps), 'done'];
  const lines = ids
    .slice(1)
    .map((to, index): [string, string, string] => [ids[index] ?? '', portOf(all[ids[index] ?? '']), to]);
  const drawn = draw(all, [
    ...lines,
    ...out.map(([from, port]): [string, string, string] => [from, port, 'stopped']),
  ]);
  return drawn as unknown as Definition;
}

const portOf = (step: Step | undefined) => (step?.kind === 'approve' ? 'approved' : 'next');

/** A plan that goes through what it calls. */
function withCalled(definition: Definition, called: Record<string, Definition>): Plan {
  const plans = Object.entries(called).map(([id, one]) => [id, { name: id, plan: planOf(one) }]);
  return { ...planOf(definition), called: Object.fromEntries(plans) as NonNullable<Plan['called']> };
}

const scenario: Scenario = {
  enrolledAt: ENROLLED,
  learnerZone: 'Europe/Berlin',
  schoolZone: 'Europe/Berlin',
  modules: CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 2 })),
  behaviour: BEHAVIOURS.diligent,
  horizonDays: 200,
};

describe('a simulation through called automations', () => {
  it('takes as long as they take, and tells what they do', () => {
    const plan = withCalled(line({ call: call('care'), m: mailStep() }), {
      care: line({ a: waitStep(3), m: mailStep() }),
    });
    const { transitions, called, entries, state } = simulate(plan, scenario);
    expect(transitions).toEqual([
      ['start', 1, 'next', day(0)],
      ['call', 1, 'next', day(3)],
      ['m', 1, 'next', day(3)],
      ['done', 1, null, day(3)],
    ]);
    expect(called).toEqual([
      {
        automation: 'care',
        name: 'care',
        stepId: 'call',
        visit: 1,
        startedAt: day(0),
        outcome: 'completed',
        transitions: [
          ['start', 1, 'next', day(0)],
          ['a', 1, 'next', day(3)],
          ['m', 1, 'next', day(3)],
          ['done', 1, null, day(3)],
        ],
      },
    ]);
    expect(
      entries.filter(({ title }) => title.startsWith('care: ')).map(({ stepId, kind }) => [stepId, kind]),
    ).toEqual([
      ['call', 'event'],
      ['call', 'waiting'],
      ['call', 'message'],
      ['call', 'event'],
    ]);
    expect(state.finished?.outcome).toBe('completed');
  });

  it('shares the learner: what one run opens is worked on, and every run hears of it', () => {
    const plan = withCalled(line({ r: releaseStep('bowline', 0), call: call('care') }), {
      care: line({ u: untilEvent('module.completed') }),
    });
    const { called, transitions } = simulate(plan, scenario);
    expect(called[0]?.transitions[1]?.[3]).toBeGreaterThan(day(2));
    expect(transitions.at(-1)?.[3]).toBe(called[0]?.transitions.at(-1)?.[3]);
  });

  it('keeps apart what is decided in each run', () => {
    const plan = withCalled(line({ ask: approveStep(), call: call('care') }), {
      care: line({ ask: approveStep() }),
    });
    const decisions = [{ stepId: 'ask', decision: 'approved' as const, afterHours: 5 }];
    const { transitions, called } = simulate(plan, { ...scenario, decisions });
    expect(transitions[1]).toEqual(['ask', 1, 'approved', day(0) + 5 * HOUR]);
    expect(called[0]?.transitions[1]).toEqual(['ask', 1, 'approved', day(0) + 7 * HOUR]);
  });

  it('goes through calls of calls', () => {
    const plan = withCalled(line({ call: call('one') }), {
      one: line({ a: waitStep(1), call: call('two') }),
      two: line({ a: waitStep(2) }),
    });
    const { called, transitions, entries } = simulate(plan, scenario);
    expect(called.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['one', 'completed'],
      ['two', 'completed'],
    ]);
    expect(transitions.at(-1)?.[3]).toBe(day(3));
    expect(
      entries.filter(({ title }) => title.startsWith('two: ')).every(({ stepId }) => stepId === 'call'),
    ).toBe(true);
  });

  it('lets in by the entry rules', () => {
    const drawing = line({ a: call('care', { wait: false }), b: call('care') }, [['b', 'not-started']]);
    const care = line({ w: waitStep(5) });
    const entered = (entry: Definition['entry']) =>
      simulate(withCalled(drawing, { care: { ...care, entry } }), scenario);
    expect(entered({ rule: 'once' }).transitions).toContainEqual(['b', 1, 'not-started', day(0)]);
    expect(entered({ rule: 'afterEnd' }).transitions).toContainEqual(['b', 1, 'not-started', day(0)]);
    expect(entered({ rule: 'always' }).transitions).toContainEqual(['b', 1, 'next', day(5)]);
    const keyed = { rule: 'keyed' as const, key: 'event.round' };
    const value = (number: number) => [{ name: 'round', value: { kind: 'number' as const, number } }];
    const twice = (second: number) =>
      line(
        { a: call('care', { wait: false, values: value(1) }), b: call('care', { values: value(second) }) },
        [['b', 'not-started']],
      );
    const keyedTwice = (second: number) =>
      simulate(withCalled(twice(second), { care: { ...care, entry: keyed } }), scenario).transitions;
    expect(keyedTwice(1)).toContainEqual(['b', 1, 'not-started', day(0)]);
    expect(keyedTwice(2)).toContainEqual(['b', 1, 'next', day(5)]);
  });

  it('stops where what the entry rule goes by is not handed over', () => {
    const care = { ...line({ w: waitStep(5) }), entry: { rule: 'keyed' as const, key: 'event.round' } };
    const drawing = line({ a: call('care') }, [['a', 'not-started']]);
    const { state } = simulate(withCalled(drawing, { care }), scenario);
    expect(state.tokens).toMatchObject([{ stepId: 'a', status: 'blocked' }]);
    expect(state.tokens[0]?.problem).toMatchObject({ cause: 'call.key-unknown' });
  });

  it('lets nobody in who is inside the walk itself where that keeps them out', () => {
    const shy = line({ w: waitStep(5) });
    const own = '00000000-0000-4000-8000-00000000000a';
    shy.settings.suppressWhile = [own];
    const drawing = line({ a: call('between'), m: mailStep() });
    const between = line({ b: call('shy') }, [['b', 'not-started']]);
    const walked = (automationId: string) =>
      simulate({ ...withCalled(drawing, { between, shy }), automationId }, scenario).called;
    expect(walked(own)).toMatchObject([
      {
        name: 'between',
        transitions: [
          ['start', 1, 'next', day(0)],
          ['b', 1, 'not-started', day(0)],
          ['stopped', 1, null, day(0)],
        ],
      },
    ]);
    expect(walked('other')).toHaveLength(2);
  });

  it('says of each line whose it is', () => {
    const plan = withCalled(line({ call: call('care'), m: mailStep() }), { care: line({ m: mailStep() }) });
    const mails = simulate(plan, scenario).entries.filter(({ kind }) => kind === 'message');
    expect(mails.map(({ called }) => called)).toEqual(['care', undefined]);
  });

  it('ends what was called when its caller goes on without it, or is taken out; unless it was let go', () => {
    const care = line({ w: waitStep(9) });
    const timeout = { amount: 2, unit: 'days' as const };
    const limited = line({ call: call('care', { timeout }) }, [['call', 'timeout']]);
    expect(simulate(withCalled(limited, { care }), scenario).called).toMatchObject([
      {
        outcome: 'exited',
        transitions: [
          ['start', 1, 'next', day(0)],
          ['w', 1, null, day(2)],
        ],
      },
    ]);
    const free = line({ call: call('care', { timeout, detached: true }) }, [['call', 'timeout']]);
    expect(simulate(withCalled(free, { care }), scenario).called).toMatchObject([{ outcome: 'completed' }]);
    const beside = line({ call: call('care', { wait: false }), w: waitStep(30) });
    const inputs = [
      { at: day(1), kind: 'command' as const, command: { name: 'exit' as const, reason: 'Enough' } },
    ];
    expect(simulate(withCalled(beside, { care }), { ...scenario, inputs }).called).toMatchObject([
      { outcome: 'exited' },
    ]);
  });

  it('hears of an end before its own time is up at the same moment', () => {
    const timeout = { amount: 7, unit: 'days' as const };
    const drawing = line({ call: call('care', { timeout }) }, [['call', 'timeout']]);
    const { transitions, called } = simulate(
      withCalled(drawing, { care: line({ w: waitStep(7) }) }),
      scenario,
    );
    expect(called).toMatchObject([{ outcome: 'completed' }]);
    expect(transitions).toContainEqual(['call', 1, 'next', day(7)]);
  });

  it('takes the word of the script for what is not at hand', () => {
    const plan = planOf(line({ call: call('care') }, [['call', 'ended']]));
    const ended = (result: Record<string, string | number>) =>
      simulate(plan, { ...scenario, outcomes: [{ stepId: 'call', outcome: 'done', result }] });
    expect(ended({}).transitions).toContainEqual(['call', 1, 'next', day(0) + HOUR]);
    expect(ended({ ended: 'exited', afterMinutes: 120 }).transitions).toContainEqual([
      'call',
      1,
      'ended',
      day(0) + 2 * HOUR,
    ]);
    expect(ended({ ended: 'never' }).state.finished).toBeNull();
  });

  it('is what a forecast goes through for each of a crowd', () => {
    const plan = withCalled(line({ call: call('care'), m: mailStep() }), {
      care: line({ a: waitStep(8), m: mailStep() }),
    });
    const crowd = {
      kind: 'drawn' as const,
      size: 20,
      behaviours: [{ share: 1, behaviour: BEHAVIOURS.diligent }],
      zones: [{ share: 1, zone: 'Europe/Berlin' }],
      enrolled: { from: ENROLLED, until: ENROLLED + DAY },
    };
    const course = { schoolZone: 'Europe/Berlin', modules: scenario.modules };
    const seen = forecast(plan, { crowd, course, horizonDays: 60 });
    expect(seen.messages.total).toBe(40);
    expect(seen.finished.completed.at(-1)).toBe(20);
  });

  it('is no matter of looking ahead, which knows every way a call can come to', () => {
    const timeout = { amount: 2, unit: 'days' as const };
    const drawing = line({ call: call('care', { timeout }) }, [
      ['call', 'timeout'],
      ['call', 'ended'],
      ['call', 'not-started'],
      ['call', 'error'],
    ]);
    const course = { schoolZone: 'Europe/Berlin', modules: scenario.modules };
    const { findings, complete } = examine(planOf(drawing), { course, enrolledAt: ENROLLED });
    expect(complete).toBe(true);
    expect(findings).toEqual([]);
  });
});

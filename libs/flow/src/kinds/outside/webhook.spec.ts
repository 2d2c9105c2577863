import { describe, expect, it } from '@jest/globals';
import { explain } from '../../explain/explain.ts';
import { sayReason } from '../../explain/say-reason.ts';
import { BEHAVIOURS, type ScriptedOutcome } from '../../simulate/scenario.ts';
import { simulate } from '../../simulate/simulate.ts';
import type { Step, StepOf } from '../../model/definition.ts';
import { CATALOGUE, chain, DONE, draw, planOf, problemsOf, START, STOPPED } from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, newcomer } from '../../testing/learner.ts';
import { initialState } from '../../model/initial-state.ts';
import { reduce } from '../../turn/reduce.ts';
import { startingEvent } from '../ways/starting-event.ts';
import { MINUTE } from '../../time/durations.ts';

const call = (part: Partial<StepOf<'webhook'>['config']> = {}): Step => ({
  kind: 'webhook',
  title: 'Tell the CRM',
  config: {
    url: 'https://hooks.example.org/crm?key=1',
    fields: [{ name: 'before', value: { kind: 'variable', variable: 'ticket' } }],
    signedBy: 'school',
    statusInto: 'status',
    keep: [
      { path: 'ticket.id', into: 'ticket', type: 'text' },
      { path: 'open', into: 'open', type: 'boolean' },
    ],
    ...part,
  },
});
const told = () => new Driver(planOf(chain({ tell: call(), again: call() })));
const KEY = 'run:tell:1';
const answer = (
  driver: Driver,
  outcome: 'done' | 'refused' | 'unknown',
  more: { result?: Record<string, string | number | boolean>; key?: string } = {},
) => {
  const detail = outcome === 'done' ? null : { code: 'call.rejected', message: 'The receiver answered 410.' };
  driver.queue({ kind: 'effect', at: ENROLLED + MINUTE, key: KEY, outcome, detail, ...more });
  return driver.advance(ENROLLED + MINUTE);
};

describe('a call to another system', () => {
  it('is asked for once, and waits for its answer', () => {
    const driver = told();
    expect(driver.only('effect')).toMatchObject([{ key: KEY, kind: 'webhook', given: {}, try: 1 }]);
    const { reasons } = explain(driver.plan, driver.state, driver.facts, ENROLLED)[0]!;
    expect(reasons.map((reason) => sayReason(reason, { zone: 'UTC' }))).toEqual([
      'Waits for hooks.example.org to answer.',
    ]);
  });

  it('keeps what was answered, each value set whatever came, and sends it on', () => {
    const driver = told();
    answer(driver, 'done', { result: { status: 201, ticket: 'T-1', open: 'no boolean' } });
    expect(driver.state.vars).toEqual({ status: 201, ticket: 'T-1', open: false });
    expect(driver.only('effect')[1]).toMatchObject({ key: 'run:again:1', given: { ticket: 'T-1' } });
    answer(driver, 'done', { key: 'run:again:1' });
    expect(driver.state.vars).toEqual({ status: 200, ticket: '', open: false });
    expect(driver.place).toBe('completed');
  });

  it('goes by "error" after a no, else stands still; when nobody knows, it always does', () => {
    const withWayOut = planOf(
      draw({ start: START, tell: call(), done: DONE, stopped: STOPPED }, [
        ['start', 'next', 'tell'],
        ['tell', 'next', 'done'],
        ['tell', 'error', 'stopped'],
      ]),
    );
    const leaving = new Driver(withWayOut);
    answer(leaving, 'refused');
    expect(leaving.place).toBe('ended');
    const standing = told();
    answer(standing, 'refused');
    expect(standing.state.tokens[0]).toMatchObject({
      status: 'blocked',
      problem: { cause: 'call.rejected' },
    });
    const unsure = new Driver(withWayOut);
    answer(unsure, 'unknown');
    expect(unsure.state.tokens[0]).toMatchObject({ status: 'blocked' });
  });

  it('answers in a simulation what its script says', () => {
    const plan = planOf(
      draw(
        {
          start: START,
          tell: call(),
          ask: {
            kind: 'branch',
            title: 'Open?',
            config: { branches: [{ id: 'yes', title: 'Yes', condition: 'vars.open && vars.status == 202' }] },
          },
          done: DONE,
          stopped: STOPPED,
        },
        [
          ['start', 'next', 'tell'],
          ['tell', 'next', 'ask'],
          ['ask', 'yes', 'done'],
          ['ask', 'otherwise', 'stopped'],
        ],
      ),
    );
    const outcomeOf = (outcomes: ScriptedOutcome[]) =>
      simulate(plan, {
        enrolledAt: ENROLLED,
        learnerZone: 'UTC',
        schoolZone: 'UTC',
        modules: CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 1 })),
        behaviour: BEHAVIOURS.diligent,
        horizonDays: 30,
        outcomes,
      }).state.finished?.outcome;
    expect(outcomeOf([])).toBe('ended');
    expect(outcomeOf([{ stepId: 'tell', outcome: 'done', result: { status: 202, open: true } }])).toBe(
      'completed',
    );
  });
});

describe('what can be wrong with a call', () => {
  const codes = (
    part: Partial<StepOf<'webhook'>['config']>,
    egress = { hosts: ['hooks.example.org'], schoolKey: true },
  ) =>
    problemsOf(chain({ tell: call(part) }), { ...CATALOGUE, egress }).map(
      ({ code, field }) => `${code} ${field}`,
    );

  it('is said where it stands', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ url: 'hooks.example.org' })).toEqual(['flow.address-unfit url']);
    expect(codes({ url: 'https://me:word@hooks.example.org/' })).toEqual(['flow.address-unfit url']);
    expect(codes({ url: 'http://hooks.example.org/' })).toEqual(['flow.address-plain url']);
    expect(codes({ url: 'https://elsewhere.test/' })).toEqual(['flow.host-not-allowed url']);
    expect(codes({}, { hosts: ['*.example.org'], schoolKey: false })).toEqual([
      'flow.signing-key-missing signedBy',
    ]);
    expect(codes({ signedBy: 'automation' }, { hosts: ['*.example.org'], schoolKey: false })).toEqual([]);
    expect(codes({ statusInto: 'open' })).toEqual(['flow.name-taken keep']);
    const field = { name: 'a', value: { kind: 'text' as const, text: '' } };
    expect(codes({ fields: [field, field] })).toEqual(['flow.name-taken fields']);
  });

  it('is not said of hosts and keys where they are not known', () => {
    expect(problemsOf(chain({ tell: call({ url: 'https://elsewhere.test/' }) }))).toEqual([]);
  });
});

describe('a start by a webhook', () => {
  const startOf = (keep: Extract<StepOf<'trigger'>['config']['on'], { kind: 'webhook' }>['keep']) =>
    draw(
      {
        start: {
          kind: 'trigger',
          title: 'Told',
          config: { on: { kind: 'webhook', person: { by: 'email', path: 'email' }, keep } },
        },
        done: DONE,
      },
      [['start', 'next', 'done']],
    );

  it('begins with every declared variable, of its type, whatever came', () => {
    const plan = planOf(
      startOf([
        { path: 'total', into: 'total', type: 'number' },
        { path: 'plan', into: 'plan', type: 'text' },
        { path: 'paid', into: 'paid', type: 'boolean' },
      ]),
    );
    const begin = { ...initialState('run', ENROLLED), vars: { total: 'much', plan: 'gold', other: 1 } };
    const { state } = reduce(plan, begin, { kind: 'started', at: ENROLLED }, newcomer(), ENROLLED);
    expect(state.vars).toEqual({ total: 0, plan: 'gold', paid: false, other: 1 });
    expect(startingEvent(plan.definition)).toBe('webhook.received');
  });

  it('keeps no two values under one name, nor under the one that is taken', () => {
    const kept = (into: string) => ({ path: 'x', into, type: 'text' as const });
    expect(problemsOf(startOf([kept('a'), kept('a')])).map(({ code }) => code)).toEqual(['flow.name-taken']);
    expect(problemsOf(startOf([kept('automation')])).map(({ code }) => code)).toEqual(['flow.name-taken']);
    expect(problemsOf(startOf([kept('a')]))).toEqual([]);
  });
});

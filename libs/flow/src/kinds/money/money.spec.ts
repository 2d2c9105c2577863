import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compile/compile.ts';
import { examine } from '../../check/examine.ts';
import type { Definition, Step } from '../../model/definition.ts';
import type { Plan } from '../../model/plan.ts';
import { BEHAVIOURS, type Scenario, type ScriptedInput } from '../../simulate/scenario.ts';
import { simulate } from '../../simulate/simulate.ts';
import { CATALOGUE } from '../../testing/drawings.ts';
import { ENROLLED } from '../../testing/learner.ts';
import { paymentAt } from '../../learner/money.ts';
import { DAY } from '../../time/durations.ts';

const CHARGE: Step = {
  kind: 'charge',
  title: 'Charge',
  config: { amountMinor: 1_900, currency: 'EUR', title: 'An hour' },
};
const REFUND: Step = {
  kind: 'refund',
  title: 'Refund',
  config: { of: 'order', part: { kind: 'all' }, reason: 'As promised' },
};
const END_ACCESS: Step = {
  kind: 'endEntitlement',
  title: 'End the access',
  config: { source: 'all', reason: 'Over' },
};
const mail = (tellsOfRefund?: true): Step => ({
  kind: 'message',
  title: 'Mail',
  config: {
    category: 'transactional',
    subject: 'News',
    body: 'News.',
    waitForDelivery: false,
    ...(tellsOfRefund && { tellsOfRefund }),
  },
});
const end = (title: string): Step => ({ kind: 'end', title, config: { outcome: 'ended' } });

function planOf(steps: Record<string, Step>, lines: Array<[string, string, string]>): Plan {
  const definition: Definition = {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [] },
    steps: {
      start: { kind: 'trigger', title: 'Start', config: { on: { kind: 'enrolled' } } },
      ...steps,
    },
    edges: lines.map(([from, port, to]) => ({ from, port, to })),
  };
  const compiled = compile(definition, CATALOGUE, 'v1');
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join(' '));
  return compiled.plan;
}
const course = {
  modules: CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 2 })),
  schoolZone: 'Europe/Berlin',
};
const learner = (change: Partial<Scenario> = {}): Scenario => ({
  ...course,
  enrolledAt: ENROLLED,
  learnerZone: 'Europe/Berlin',
  behaviour: BEHAVIOURS.silent,
  horizonDays: 100,
  ...change,
});
const waysOf = (plan: Plan, scenario: Scenario) =>
  simulate(plan, scenario).transitions.map(([stepId, , port]) => `${stepId}:${port ?? 'end'}`);
const charging = planOf({ act: CHARGE, yes: end('Paid'), no: end('Declined'), oh: end('Trouble') }, [
  ['start', 'next', 'act'],
  ['act', 'paid', 'yes'],
  ['act', 'declined', 'no'],
  ['act', 'error', 'oh'],
]);

describe('a charge', () => {
  it.each([
    ['paid', { outcome: 'done' as const }, 'act:paid'],
    ['declined', { outcome: 'done' as const, result: { status: 'declined' } }, 'act:declined'],
    ['refused', { outcome: 'refused' as const }, 'act:error'],
  ])('that is %s takes its own way', (_, outcome, way) => {
    const script = learner({ outcomes: [{ stepId: 'act', ...outcome }] });
    expect(waysOf(charging, script)).toContain(way);
  });

  it('of which nobody knows blocks until a person has found out', () => {
    const script = learner({ outcomes: [{ stepId: 'act', outcome: 'unknown' }] });
    const { state } = simulate(charging, script);
    expect(state.tokens[0]).toMatchObject({ status: 'blocked', problem: { code: 'flow.effect-unknown' } });
  });

  it('has every way out connected, but for the one of trouble', () => {
    expect(() =>
      planOf({ act: CHARGE, yes: end('Paid') }, [
        ['start', 'next', 'act'],
        ['act', 'paid', 'yes'],
      ]),
    ).toThrow('declined');
  });
});

describe('a subscription with a page for whoever has no card', () => {
  const SUBSCRIBE = {
    amountMinor: 900,
    currency: 'EUR',
    title: 'The club',
    every: 'month' as const,
  };
  const drawn = (checkout?: { within: { amount: number; unit: 'days' }; link: 'mail' }) =>
    planOf(
      {
        act: {
          kind: 'subscribe',
          title: 'Subscribe',
          config: { ...SUBSCRIBE, ...(checkout && { checkout }) },
        },
        yes: end('Subscribed'),
        no: end('Declined'),
        oh: end('Trouble'),
        ...(checkout && { late: end('Not in time') }),
      },
      [
        ['start', 'next', 'act'],
        ['act', 'subscribed', 'yes'],
        ['act', 'declined', 'no'],
        ['act', 'error', 'oh'],
        ...(checkout ? [['act', 'expired', 'late'] as [string, string, string]] : []),
      ],
    );
  const paging = drawn({ within: { amount: 3, unit: 'days' }, link: 'mail' });
  const page = (ended?: 'never') => ({
    outcomes: [
      { stepId: 'act', outcome: 'done' as const, result: { status: 'checkout', ...(ended && { ended }) } },
    ],
  });
  const leftAt = (scenario: Scenario) =>
    simulate(paging, scenario).transitions.find(([stepId]) => stepId === 'act')?.[3];

  it('goes by the kept card at once, and by the card that says no', () => {
    expect(waysOf(paging, learner())).toContain('act:subscribed');
    const declined = [{ stepId: 'act', outcome: 'done' as const, result: { status: 'declined' } }];
    expect(waysOf(paging, learner({ outcomes: declined }))).toContain('act:declined');
  });

  it('waits for the page, and says so', () => {
    const simulation = simulate(paging, learner(page()));
    expect(waysOf(paging, learner(page()))).toContain('act:subscribed');
    expect(leftAt(learner(page()))).toBeGreaterThan(ENROLLED + DAY / 24);
    expect(simulation.entries.map(({ detail }) => detail).join(' ')).toContain(
      "subscribe on the payment provider's page",
    );
    expect(paymentAt(simulation.facts, ENROLLED + DAY)).toMatchObject({ paid: true, subscription: 'active' });
  });

  it('that nobody uses is left when the time is up, not before', () => {
    expect(waysOf(paging, learner(page('never')))).toContain('act:expired');
    expect(leftAt(learner(page('never')))).toBeGreaterThanOrEqual(ENROLLED + 3 * DAY);
  });

  it('has each way reached by looking ahead, and needs the way of who is late', () => {
    expect(examine(paging, { course, enrolledAt: ENROLLED }).unreached).toEqual([]);
    expect(() =>
      planOf(
        {
          act: {
            kind: 'subscribe',
            title: 'Subscribe',
            config: { ...SUBSCRIBE, checkout: { within: { amount: 3, unit: 'days' }, link: 'page' } },
          },
          yes: end('Subscribed'),
          no: end('Declined'),
        },
        [
          ['start', 'next', 'act'],
          ['act', 'subscribed', 'yes'],
          ['act', 'declined', 'no'],
        ],
      ),
    ).toThrow('not in time');
  });

  it('means without one what it always has: no such way, and nothing to hear', () => {
    expect(drawn().listens).not.toContain('checkout.ended');
    expect(waysOf(drawn(), learner())).toContain('act:subscribed');
  });
});

describe('facts about payments', () => {
  const asking = planOf(
    {
      wait: {
        kind: 'waitFor',
        title: 'Paid?',
        config: {
          for: { kind: 'facts', condition: 'facts.payment.paid && facts.access.open' },
          timeout: { amount: 30, unit: 'days' },
          zone: 'none',
        },
      },
      yes: end('Paid'),
      no: end('Not paid'),
    },
    [
      ['start', 'next', 'wait'],
      ['wait', 'next', 'yes'],
      ['wait', 'timeout', 'no'],
    ],
  );
  const paid = (days: number): ScriptedInput => ({
    at: ENROLLED + days * DAY,
    kind: 'event',
    type: 'payment.succeeded',
    data: { of: 'order' },
  });

  it('come about with their event, and a wait for them hears it', () => {
    expect(waysOf(asking, learner({ inputs: [paid(3)] }))).toContain('wait:next');
    expect(waysOf(asking, learner())).toContain('wait:timeout');
  });

  it('know that access has ended, and why', () => {
    const revoked: ScriptedInput = {
      at: ENROLLED + DAY,
      kind: 'event',
      type: 'enrollment.revoked',
      data: { reason: 'Refunded' },
    };
    expect(waysOf(asking, learner({ inputs: [revoked, paid(3)] }))).toContain('wait:timeout');
  });
});

describe('looking ahead at money', () => {
  const findings = (plan: Plan) =>
    examine(plan, { course, enrolledAt: ENROLLED }).findings.filter(
      ({ code }) => code === 'check.message-after-refund',
    );
  const line = (act: Step, letter: Step) =>
    planOf({ act, mail: letter, done: end('Done') }, [
      ['start', 'next', 'act'],
      ['act', 'next', 'mail'],
      ['mail', 'next', 'done'],
    ]);

  it.each([
    ['a refund', REFUND],
    ['the end of access', END_ACCESS],
  ])('finds a mail that still goes out after %s, with the timeline that shows it', (_, act) => {
    const [finding] = findings(line(act, mail()));
    expect(finding).toMatchObject({ stepId: 'mail', severity: 'warning' });
    const told = finding?.timeline.map(({ stepId }) => stepId);
    expect(told).toContain('mail');
    expect(simulate(line(act, mail()), finding!.script).entries.slice(0, finding?.timeline.length)).toEqual(
      finding?.timeline,
    );
  });

  it('has nothing against the mail that says so, nor against one after a part of the money', () => {
    expect(findings(line(REFUND, mail(true)))).toEqual([]);
    const part: Step = {
      ...REFUND,
      config: { of: 'order', part: { kind: 'percent', percent: 20 }, reason: 'Sorry' },
    };
    expect(findings(line(part, mail()))).toEqual([]);
  });

  it('looks at the card that says no as well', () => {
    expect(examine(charging, { course, enrolledAt: ENROLLED }).unreached).toEqual([]);
  });
});

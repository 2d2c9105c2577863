import * as fc from 'fast-check';
import type { Step } from '../model/definition.ts';
import type { CallFact, CheckoutFact, PersonFacts, TaskFact } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';

const tag = fc.constantFrom('vip', 'late');

const tagStep = fc
  .record({ do: fc.constantFrom('add' as const, 'remove' as const), tag })
  .map((config): Step => ({ kind: 'tag', title: 'Tag', config }));

const TEXT = { kind: 'text' as const, text: 'begun' };
const NUMBER = { kind: 'number' as const, number: 3 };
const NOTHING = { kind: 'nothing' as const };
const HALF = { kind: 'expression' as const, expression: 'facts.progress / 2', type: 'number' as const };
/** Every field has one type, so that no condition on the way has to give up. */
const settledField = fc.oneof(
  fc.record({ field: fc.constant('stage'), value: fc.constantFrom(TEXT, NOTHING) }),
  fc.record({ field: fc.constant('visits'), value: fc.constantFrom(NUMBER, HALF, NOTHING) }),
);
const anyValue = fc.constantFrom(TEXT, NUMBER, NOTHING, HALF);
/** May block: the field is not set, or holds a number. */
const copied = fc.constant({
  kind: 'expression' as const,
  expression: 'facts.fields.stage',
  type: 'text' as const,
});
const anyField = (value: typeof anyValue | typeof copied) =>
  fc.record({ field: fc.constantFrom('stage', 'visits'), value });
const fieldStep = (settings: typeof settledField | ReturnType<typeof anyField>) =>
  settings.map((config): Step => ({ kind: 'setField', title: 'Field', config }));

const HOOK: Step = {
  kind: 'webhook',
  title: 'Tell them',
  config: {
    url: 'https://hooks.example.org/gradus',
    fields: [{ name: 'last', value: { kind: 'variable', variable: 'order' } }],
    signedBy: 'school',
    statusInto: 'status',
    keep: [{ path: 'order.id', into: 'order', type: 'text' }],
  },
};

const callStep = fc
  .tuple(fc.boolean(), fc.boolean(), fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }))
  .map(([wait, detached, days]): Step => ({
    kind: 'callAutomation',
    title: 'Call',
    config: {
      automation: '6d1c5ff2-6b3c-4d53-9a51-2f0b3a1a9b01',
      values: [{ name: 'last', value: { kind: 'variable', variable: 'order' } }],
      wait,
      ...(days !== undefined && { timeout: { amount: days, unit: 'days' as const } }),
      zone: 'learner',
      detached,
    },
  }));

/** Steps that wait for what others do. */
export const outsideSteps: Array<fc.Arbitrary<Step>> = [fc.constant(HOOK), callStep];
const moneySteps: Array<fc.Arbitrary<Step>> = [
  fc.constant({ kind: 'revoke', title: 'Revoke', config: { reason: 'By mistake' } }),
  fc.constant({
    kind: 'charge',
    title: 'Charge',
    config: { amountMinor: 1_900, currency: 'EUR', title: 'An hour' },
  }),
  fc.constant({
    kind: 'subscribe',
    title: 'Subscribe',
    config: { amountMinor: 900, currency: 'EUR', title: 'The club', every: 'month' },
  }),
  fc.integer({ min: 1, max: 12 }).map((amount): Step => ({
    kind: 'subscribe',
    title: 'Subscribe on the page',
    config: {
      amountMinor: 900,
      currency: 'EUR',
      title: 'The club',
      every: 'month',
      checkout: { within: { amount, unit: 'days' }, link: 'page' },
    },
  })),
  fc.constantFrom('order' as const, 'lastCharge' as const).map((of): Step => ({
    kind: 'refund',
    title: 'Refund',
    config: { of, part: { kind: 'percent', percent: 50 }, reason: 'As promised' },
  })),
  fc.constant({ kind: 'grant', title: 'Grant', config: { course: 'knots' } }),
  fc.constant({
    kind: 'endEntitlement',
    title: 'End the access',
    config: { source: 'all', reason: 'It is over' },
  }),
];

/** Steps that act and take no time; `settled` leaves out those that may be blocked. */
export function actingSteps(settled: boolean): Array<fc.Arbitrary<Step>> {
  return settled
    ? [tagStep, fieldStep(settledField)]
    : [tagStep, fieldStep(anyField(anyValue)), fieldStep(anyField(copied)), ...moneySteps];
}

const ROLE = { kind: 'role' as const, role: 'instructor' as const };
const days = fc.integer({ min: 1, max: 12 }).map((amount) => ({ amount, unit: 'days' as const }));
const asked = { to: ROLE, title: 'Look at this learner', zone: 'learner' as const };

/** Steps that ask or tell somebody of the school; `settled` leaves out those that may wait for ever. */
export function askingSteps(settled: boolean): Array<fc.Arbitrary<Step>> {
  const due = settled ? days : fc.option(days, { nil: undefined });
  const dated = due.map((length) => (length === undefined ? asked : { ...asked, due: length }));
  return [
    ...(settled
      ? []
      : [
          fc.tuple(dated, fc.boolean()).map(([{ to, zone, ...more }, review]): Step => ({
            kind: 'generate',
            title: 'Write',
            config: {
              prompt: 'Cheer them up after {{learner.days}} days.',
              into: 'cheer',
              mostCharacters: 300,
              review,
              to,
              zone,
              ...('due' in more && { due: more.due }),
            },
          })),
        ]),
    dated.map((config): Step => ({ kind: 'approve', title: 'Approve', config })),
    fc.tuple(dated, fc.boolean()).map(([config, wait]): Step => ({
      kind: 'task',
      title: 'Call',
      config: { ...config, what: 'call', wait },
    })),
    fc.tuple(days, fc.boolean(), fc.integer({ min: 1, max: 3 })).map(([within, wait, levels]): Step => ({
      kind: 'alert',
      title: 'Alert',
      config: { to: Array.from({ length: levels }, () => ROLE), title: 'Look', within, wait },
    })),
  ];
}

/** All that will ever be decided about the tasks of a run, dated, each once. */
export function decisionLives(moments: fc.Arbitrary<Instant>): fc.Arbitrary<TaskFact[]> {
  return fc.uniqueArray(
    fc.record({
      stepId: fc.nat(10).map((n) => `s${n}`),
      visit: fc.constantFrom(1, 1, 2),
      at: moments,
      decision: fc.constantFrom('approved', 'rejected', 'done', 'notDone', 'acknowledged'),
    }),
    { maxLength: 4, selector: ({ stepId, visit }) => `${stepId}:${visit}` },
  );
}

/** How the runs end that a run has called, dated, each once. */
export function callLives(moments: fc.Arbitrary<Instant>): fc.Arbitrary<CallFact[]> {
  return fc.uniqueArray(
    fc.record({
      stepId: fc.nat(10).map((n) => `s${n}`),
      visit: fc.constantFrom(1, 1, 2),
      at: moments,
      outcome: fc.constantFrom('completed' as const, 'ended' as const, 'exited' as const),
    }),
    { maxLength: 3, selector: ({ stepId, visit }) => `${stepId}:${visit}` },
  );
}

/** What becomes of the pages that a run has opened, dated, each once. */
export function checkoutLives(moments: fc.Arbitrary<Instant>): fc.Arbitrary<CheckoutFact[]> {
  return fc.uniqueArray(
    fc.record({
      stepId: fc.nat(10).map((n) => `s${n}`),
      visit: fc.constantFrom(1, 1, 2),
      at: moments,
      state: fc.constantFrom('subscribed' as const, 'declined' as const, 'closed' as const),
    }),
    { maxLength: 3, selector: ({ stepId, visit }) => `${stepId}:${visit}` },
  );
}

/** All that will ever be noted about a person, dated. */
export function personLives(moments: fc.Arbitrary<Instant>): fc.Arbitrary<PersonFacts> {
  const stretch = fc
    .record({ tag, from: moments, until: fc.option(moments) })
    .filter(({ from, until }) => until === null || until > from);
  const field = fc.oneof(
    fc.record({ field: fc.constant('stage'), at: moments, value: fc.constantFrom(null, 'begun') }),
    fc.record({ field: fc.constant('visits'), at: moments, value: fc.constantFrom(null, 5) }),
  );
  return fc.record({
    tags: fc.array(stretch, { maxLength: 2 }),
    fields: fc.array(field, { maxLength: 3 }).map((facts) => facts.toSorted((a, b) => a.at - b.at)),
  });
}

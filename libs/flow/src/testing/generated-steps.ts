import * as fc from 'fast-check';
import type { JoinRule } from '../model/steps/blocks.ts';
import type { Step, StepOf } from '../model/definition.ts';
import { FACT_EVENTS } from '../learner/fact-events.ts';
import {
  CERTIFY,
  gateStep,
  mailStep,
  releaseStep,
  untilEvent,
  untilFacts,
  waitStep,
  weekdayStep,
} from './drawings.ts';
import { actingSteps, askingSteps, outsideSteps } from './generated-acting.ts';

const CONDITIONS = [
  'facts.progress >= 50',
  'facts.requirementsMet',
  'facts.modules["bowline"].completed',
  'facts.phases["basics"].progress > 10',
  'facts.daysSinceEnrollment >= 9',
  'facts.certified || facts.modules["splice"].released',
  '"vip" in facts.tags',
  'facts.fields.stage == "begun" || facts.fields.visits > 2',
];
const condition = fc.constantFrom(...CONDITIONS);
const days = fc.integer({ min: 1, max: 20 });
const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 });
const zone = fc.constantFrom('learner' as const, 'school' as const);

const policy = fc.oneof(
  fc.record({ kind: fc.constant('afterEnrollment' as const), days: fc.nat(40) }),
  fc.record({ kind: fc.constant('afterPreviousRelease' as const), days: fc.nat(12) }),
  fc.record({ kind: fc.constant('afterPreviousCompletion' as const), days: fc.nat(5) }),
  fc.record({
    kind: fc.constant('date' as const),
    date: fc.constantFrom('2025-03-10', '2025-04-01'),
    time: fc.constant('09:00'),
  }),
);

const branchStep = fc.array(condition, { minLength: 1, maxLength: 3 }).map((conditions): Step => {
  const branches = conditions.map((source, index) => ({
    id: `way-${index}`,
    title: `Way ${index}`,
    condition: source,
  }));
  return { kind: 'branch', title: 'Branch', config: { branches } };
});

const splitStep = fc
  .tuple(fc.nat(100), fc.option(fc.constantFrom('one', 'two'), { nil: undefined }))
  .map(([percent, salt]): Step => {
    const ways = [
      { id: 'a', title: 'A', percent },
      { id: 'b', title: 'B', percent: 100 - percent },
    ];
    return { kind: 'split', title: 'Split', config: salt === undefined ? { ways } : { ways, salt } };
  });
const filterStep = condition.map((source): Step => ({
  kind: 'filter',
  title: 'Filter',
  config: { condition: source },
}));
const relockStep = fc.constantFrom('bowline', 'splice').map((module): Step => ({
  kind: 'relock',
  title: 'Close',
  config: { module, reason: 'It is over' },
}));
const gradeStep = fc.option(days, { nil: undefined }).map((within): Step => ({
  kind: 'grade',
  title: 'Grade',
  config: {
    module: 'splice',
    by: 'policy',
    zone: 'none',
    ...(within !== undefined && { within: { amount: within, unit: 'days' } }),
  },
}));
const goToStep = fc
  .integer({ min: 1, max: 2 })
  .map((max): Step => ({ kind: 'goTo', title: 'Back', config: { max } }));
/** A goal; it has to stand outside of blocks. */
export const goalStep = fc
  .tuple(condition, fc.constantFrom('wait' as const, 'goOn' as const))
  .map(([source, onArrival]): Step => ({
    kind: 'goal',
    title: 'Goal',
    config: { condition: source, onArrival },
  }));
const EXIT: Step = { kind: 'exit', title: 'Out', config: { reason: 'Enough' } };

const zoned = <S extends Step>(step: fc.Arbitrary<S>): fc.Arbitrary<Step> =>
  fc.tuple(step, zone).map(([made, whose]) => ({ ...made, config: { ...made.config, zone: whose } }) as Step);

/** A wait for an event that may have come before. */
const sinceStep = fc
  .tuple(fc.constantFrom(...FACT_EVENTS), fc.constantFrom('run' as const, 'start', 'start'))
  .map(([event, from]): Step => {
    const since = from === 'run' ? { kind: 'run' as const } : { kind: 'step' as const, step: from };
    return {
      kind: 'waitFor',
      title: 'Since',
      config: { for: { kind: 'event', event, since }, zone: 'none' },
    };
  });

/** A wait by the calendar of work or of the course, here and there within some hours only. */
const courseWait = fc
  .record({
    rule: fc.oneof(
      fc.record({
        kind: fc.constant('businessDays' as const),
        days: fc.integer({ min: 1, max: 8 }),
        time: fc.constant('08:00'),
      }),
      fc.record({
        kind: fc.constant('courseDate' as const),
        from: fc.constant({ kind: 'enrollment' as const }),
        direction: fc.constantFrom('before' as const, 'after' as const),
        offset: days.map((amount) => ({ amount, unit: 'days' as const })),
      }),
      fc.record(
        {
          kind: fc.constant('courseDate' as const),
          from: fc
            .constantFrom('bowline', 'sheet-bend', 'splice')
            .map((module) => ({ kind: 'module' as const, module })),
          direction: fc.constantFrom('before' as const, 'after' as const),
          offset: days.map((amount) => ({ amount, unit: 'days' as const })),
          time: fc.constant('18:00'),
        },
        { requiredKeys: ['kind', 'from', 'direction', 'offset'] },
      ),
    ),
    within: fc.option(
      fc.tuple(weekdays, fc.boolean()).map(([on, night]) => ({
        weekdays: on,
        from: night ? '21:30' : '10:00',
        to: night ? '05:00' : '16:30',
      })),
      { nil: undefined, freq: 3 },
    ),
    whose: zone,
  })
  .map(({ rule, within, whose }): Step => ({
    kind: 'wait',
    title: 'By the calendar',
    config: { for: rule, zone: whose, ...(within !== undefined && { within }) },
  }));

/** How a join waits for so many ways. */
export function joinRules(ways: number): fc.Arbitrary<JoinRule> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<JoinRule>({ kind: 'all' }) },
    { weight: 1, arbitrary: fc.constant<JoinRule>({ kind: 'any' }) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 1, max: ways }).map((count): JoinRule => ({ kind: 'atLeast', count })),
    },
  );
}

/** A release of a module by any policy. */
export const releases: fc.Arbitrary<(module: string) => StepOf<'release'>> = fc
  .tuple(policy, zone, fc.option(weekdays, { nil: undefined, freq: 4 }))
  .map(([rule, whose, snapDays]) => {
    const more =
      snapDays === undefined ? { zone: whose } : { zone: whose, snap: { weekdays: snapDays, time: '07:30' } };
    return (module) => releaseStep(module, rule, more);
  });

/** A step of any kind but trigger, release and those of blocks; `settled` leaves out those that time alone cannot pass. */
export function ordinaryStep(settled: boolean): fc.Arbitrary<Step> {
  const timed: Array<fc.Arbitrary<Step>> = [
    zoned(days.map((amount) => waitStep(amount))),
    fc.tuple(weekdays, zone).map(([on, whose]): Step => {
      const made = weekdayStep(on, '09:00');
      return { ...made, config: { ...made.config, zone: whose } };
    }),
    courseWait,
    branchStep,
    splitStep,
    filterStep,
    goToStep,
    fc.constantFrom(undefined, 'inApp' as const, 'both' as const).map((channel): Step => {
      const mail = mailStep();
      return channel === undefined ? mail : { ...mail, config: { ...mail.config, channel } };
    }),
    relockStep,
    ...actingSteps(settled),
    ...askingSteps(settled),
    zoned(fc.tuple(condition, days).map(([source, timeout]) => untilFacts(source, timeout))),
  ];
  const rare = fc.constant(EXIT);
  if (settled) return fc.oneof({ weight: 40, arbitrary: fc.oneof(...timed) }, { weight: 1, arbitrary: rare });
  return fc.oneof(
    ...timed,
    rare,
    fc.constant(mailStep(true)),
    fc.constant(CERTIFY),
    ...outsideSteps,
    gradeStep,
    condition.map((source) => untilFacts(source)),
    fc.constantFrom(...FACT_EVENTS).map((type) => untilEvent(type)),
    sinceStep,
    fc
      .tuple(fc.constantFrom('bowline', 'splice'), fc.option(days, { nil: undefined }))
      .map(([key, due]) => gateStep(key, due)),
  );
}

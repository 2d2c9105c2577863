import * as fc from 'fast-check';
import type { Definition, Step } from '../model/definition.ts';
import type { AssessmentFact, Facts, ModuleFacts } from '../model/facts.ts';
import type { MigrationPlan, StepChoice } from '../model/migration.ts';
import type { EffectResult, Input, OperatorCommand } from '../model/inputs.ts';
import { FACT_EVENTS, factEvents } from '../learner/fact-events.ts';
import { DAY, HOUR } from '../time/durations.ts';
import { waitStep } from './drawings.ts';
import { callLives, checkoutLives, decisionLives, personLives } from './generated-acting.ts';
import { prune } from './generated-definitions.ts';
import { ENROLLED, newcomer } from './learner.ts';

export { definitions } from './generated-definitions.ts';

const moments = fc.integer({ min: 0, max: 90 * 24 }).map((hours) => ENROLLED + hours * HOUR);

function history(passed: boolean, handedIn: number): AssessmentFact[] {
  const grade = {
    attempt: 1,
    at: handedIn + 5 * HOUR,
    passed,
    percentage: passed ? 80 : 30,
    submittedAt: handedIn,
  };
  return [
    { kind: 'submitted', attempt: 1, at: handedIn },
    { kind: 'graded', ...grade },
  ];
}

/** Everything that will ever happen to a learner, dated; seen from any moment, it is the facts of that moment. */
export const lives: fc.Arbitrary<Facts> = fc
  .record({
    zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'),
    modules: fc.array(
      fc.record({
        lessons: fc.array(moments, { maxLength: 2 }),
        handedIn: fc.option(moments),
        passed: fc.boolean(),
      }),
      {
        minLength: 3,
        maxLength: 3,
      },
    ),
    issuedAt: fc.option(moments),
    person: personLives(moments),
    tasks: decisionLives(moments),
    calls: callLives(moments),
    checkouts: checkoutLives(moments),
  })
  .map(({ zone: learnerZone, modules, issuedAt, person, tasks, calls, checkouts }) => {
    const credential = { issuedAt, failedAt: null };
    const facts = newcomer({ learnerZone, credential, person, tasks, calls, checkouts });
    const lived = facts.modules.map((module, index): ModuleFacts => {
      const life = modules[index];
      const facts1 = life?.handedIn == null ? [] : history(life.passed, life.handedIn);
      const lessonCompletions = (life?.lessons ?? []).toSorted((a, b) => a - b);
      return { ...module, lessonCompletions, assessment: { maxAttempts: 2, history: facts1 } };
    });
    return { ...facts, modules: lived };
  });

/** The events that announce a life. */
export function eventsOf(facts: Facts): Input[] {
  const decided = (facts.tasks ?? []).map(({ at, stepId, decision }) => ({
    at,
    type: 'task.decided',
    data: { step: stepId, decision },
  }));
  const ended = (facts.calls ?? []).map(({ at, outcome }) => ({ at, type: 'run.ended', data: { outcome } }));
  const begun = (facts.checkouts ?? []).map(({ at, state }) => ({
    at,
    type: 'checkout.ended',
    data: { state },
  }));
  const announced = [...factEvents(facts, ENROLLED + 400 * DAY), ...decided, ...ended, ...begun];
  const events = announced.toSorted((a, b) => a.at - b.at);
  return events.map((event, index) => ({ kind: 'event', id: `e${index}`, ...event }));
}

const steps = fc.nat(10).map((n) => `s${n}`);
const place = { stepId: steps, visit: fc.constantFrom(1, 1, 1, 2) };
const effects = fc.constantFrom('reuse' as const, 'again' as const);
/** Any command, for any place. */
export const commands: fc.Arbitrary<OperatorCommand> = fc.oneof(
  fc.record({ name: fc.constant('retry' as const), ...place }),
  fc.record({ name: fc.constant('skip' as const), ...place }),
  fc.record({
    name: fc.constant('skip' as const),
    ...place,
    port: fc.constantFrom('next', 'timeout', 'error', 'passed', 'approved', 'done', 'nowhere'),
  }),
  fc.record({ name: fc.constant('releaseNow' as const), ...place }),
  fc.record({ name: fc.constant('settle' as const), ...place, happened: fc.boolean() }),
  fc.record({ name: fc.constant('retry' as const), ...place, effects }),
  fc.record({
    name: fc.constant('move' as const),
    ...place,
    to: fc.oneof({ weight: 4, arbitrary: steps }, fc.constantFrom('start', 'done', 'stopped', 'constructor')),
    effects,
  }),
  fc.record({
    name: fc.constant('postpone' as const),
    ...place,
    to: fc.oneof(
      fc.record({ kind: fc.constant('until' as const), at: moments }),
      fc.record({ kind: fc.constant('by' as const), milliseconds: fc.integer({ min: -DAY, max: 40 * DAY }) }),
    ),
  }),
  fc.record({
    name: fc.constant('changeVariable' as const),
    ...place,
    variable: fc.constantFrom('discount', 'Not a name', '__proto__', 'constructor'),
    value: fc.oneof(fc.boolean(), fc.nat(9), fc.string({ maxLength: 8 })),
  }),
  fc.record(
    {
      name: fc.constant('pause' as const),
      hold: fc.constantFrom('freeze' as const, 'holdEffects' as const),
      of: fc.constant('automation' as const),
    },
    { requiredKeys: ['name'] },
  ),
  fc.record(
    {
      name: fc.constant('resume' as const),
      overdue: fc.constantFrom('spread' as const, 'latestOnly' as const, 'skipStale' as const),
      spreadMinutes: fc.nat(300),
      of: fc.constant('automation' as const),
    },
    { requiredKeys: ['name'] },
  ),
);
const detail = fc.constantFrom(null, { code: 'provider.no', message: 'It said no.' });

const choice: fc.Arbitrary<StepChoice> = fc.oneof(
  fc.constantFrom<StepChoice>({ do: 'keep' }, { do: 'follow' }, { do: 'retime' }, { do: 'exit' }),
  fc.record({ do: fc.constant('redirect' as const), to: fc.oneof(steps, fc.constant('done')) }),
);

/** Any decision about the people inside, fitting or not. */
export const migrationPlans: fc.Arbitrary<MigrationPlan> = fc.record({
  scope: fc.constantFrom('now', 'now', 'nextStep', 'newOnly'),
  steps: fc.dictionary(steps, choice, { maxKeys: 8 }),
  spreadMinutes: fc.nat(600),
});

/** A change of another drawing as authors make them: other lengths of time, steps taken out, lines led elsewhere. */
export function edited(definition: Definition): fc.Arbitrary<Definition> {
  return fc
    .tuple(fc.array(fc.nat(30), { minLength: 12, maxLength: 12 }), fc.nat(6))
    .map(([numbers, gone]) => {
      const all = Object.entries(definition.steps).map(([id, step], index): [string, Step] => {
        const amount = numbers[index % numbers.length] ?? 0;
        if (step.kind === 'wait' && amount > 5) return [id, { ...step, ...waitStep(amount) }];
        if (step.kind === 'waitFor' && step.config.timeout !== undefined)
          return [id, { ...step, config: { ...step.config, timeout: { amount, unit: 'days' } } }];
        return [id, step];
      });
      return without({ ...definition, steps: Object.fromEntries(all) }, `s${gone}`);
    });
}

/** The drawing without a step: who came to it goes where its first line led. */
function without(definition: Definition, id: string): Definition {
  const to = definition.edges.find(({ from }) => from === id)?.to;
  if (to === undefined || to === id || definition.steps[id] === undefined) return definition;
  const { [id]: _gone, ...left } = definition.steps;
  const edges = definition.edges
    .filter(({ from }) => from !== id)
    .map((edge) => (edge.to === id ? { ...edge, to } : edge));
  return prune({ ...definition, steps: left, edges });
}

/** Anything that may reach a run, fitting or not. */
export const disturbances: fc.Arbitrary<Input[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('command' as const), at: moments, id: fc.uuid(), command: commands }),
    fc.record({
      kind: fc.constant('effect' as const),
      at: moments,
      key: fc.tuple(steps, fc.constantFrom(1, 1, 2)).map(([id, visit]) => `run:${id}:${visit}`),
      outcome: fc.constantFrom('done' as const, 'refused' as const, 'unknown' as const, 'cancelled' as const),
      detail,
      result: fc.constantFrom<EffectResult>({}, { status: 'checkout' }),
    }),
    fc.record({
      kind: fc.constant('event' as const),
      at: moments,
      id: fc.uuid(),
      type: fc.constantFrom(
        ...FACT_EVENTS,
        'tag.added',
        'field.changed',
        'task.decided',
        'run.ended',
        'checkout.ended',
        'foreign.event',
      ),
      data: fc.constant({}),
    }),
  ),
  { maxLength: 25 },
);

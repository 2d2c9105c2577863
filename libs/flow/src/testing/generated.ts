import * as fc from 'fast-check';
import { checkCountedLoops } from '../compile/checks/counted-loops.ts';
import { graphOf, reachableFrom } from '../compile/graph.ts';
import { mayStayOpen, portsOf, rulesOf } from '../kinds/registry.ts';
import type { Definition, Edge, Step } from '../model/definition.ts';
import type { AssessmentFact, Facts, ModuleFacts } from '../model/facts.ts';
import type { MigrationPlan, StepChoice } from '../model/migration.ts';
import type { Input, OperatorCommand } from '../model/inputs.ts';
import { FACT_EVENTS, factEvents } from '../learner/fact-events.ts';
import { DAY, HOUR } from '../time/durations.ts';
import {
  CATALOGUE,
  CERTIFY,
  DONE,
  gateStep,
  mailStep,
  releaseStep,
  START,
  STOPPED,
  untilEvent,
  untilFacts,
  waitStep,
  weekdayStep,
} from './drawings.ts';
import { actingSteps, personLives } from './generated-acting.ts';
import { ENROLLED, newcomer } from './learner.ts';

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
const goToStep = fc
  .integer({ min: 1, max: 2 })
  .map((max): Step => ({ kind: 'goTo', title: 'Back', config: { max } }));
const goalStep = fc
  .tuple(condition, fc.constantFrom('wait' as const, 'goOn' as const))
  .map(([source, onArrival]): Step => ({
    kind: 'goal',
    title: 'Goal',
    config: { condition: source, onArrival },
  }));
const EXIT: Step = { kind: 'exit', title: 'Out', config: { reason: 'Enough' } };

const zoned = <S extends Step>(step: fc.Arbitrary<S>): fc.Arbitrary<Step> =>
  fc.tuple(step, zone).map(([made, whose]) => ({ ...made, config: { ...made.config, zone: whose } }) as Step);

/** A step of any kind but trigger and release; `settled` leaves out those that time alone cannot pass. */
function ordinaryStep(settled: boolean): fc.Arbitrary<Step> {
  const timed: Array<fc.Arbitrary<Step>> = [
    zoned(days.map((amount) => waitStep(amount))),
    fc.tuple(weekdays, zone).map(([on, whose]): Step => {
      const made = weekdayStep(on, '09:00');
      return { ...made, config: { ...made.config, zone: whose } };
    }),
    branchStep,
    splitStep,
    filterStep,
    goToStep,
    fc.constant(mailStep()),
    ...actingSteps(settled),
    zoned(fc.tuple(condition, days).map(([source, timeout]) => untilFacts(source, timeout))),
  ];
  const rare = fc.oneof(
    fc.constant(EXIT),
    goalStep.filter(({ config }) => !settled || !('onArrival' in config) || config.onArrival === 'goOn'),
  );
  if (settled) return fc.oneof({ weight: 25, arbitrary: fc.oneof(...timed) }, { weight: 1, arbitrary: rare });
  return fc.oneof(
    ...timed,
    rare,
    fc.constant(mailStep(true)),
    fc.constant(CERTIFY),
    condition.map((source) => untilFacts(source)),
    fc.constantFrom(...FACT_EVENTS).map((type) => untilEvent(type)),
    fc
      .tuple(fc.constantFrom('bowline', 'splice'), fc.option(days, { nil: undefined }))
      .map(([key, due]) => gateStep(key, due)),
  );
}

interface Draft {
  steps: Step[];
  targets: number[];
  modules: string[];
}

/** Connects every port to a later step, or now and then, where that takes time, back to an earlier one. */
function connect({ steps, targets }: Draft): Definition {
  const ids = steps.map((_, index) => `s${index}`);
  const all: Record<string, Step> = { start: START };
  for (const [index, step] of steps.entries()) all[`s${index}`] = step;
  Object.assign(all, { done: DONE, stopped: STOPPED });
  let pick = 0;
  const choose = () => targets[(pick += 1) % targets.length] ?? 0;
  const edges: Edge[] = [{ from: 'start', port: 'next', to: ids[0] ?? 'done' }];
  for (const [index, step] of steps.entries()) {
    for (const port of portsOf(step)) {
      const number = choose();
      if (mayStayOpen(step, port) && number % 2 === 0) continue;
      const from = `s${index}`;
      const ahead = [...ids.slice(index + 1), 'done', 'stopped'];
      const mayGoBack = rulesOf(step).takesTime(step.config, port);
      const goesBack = mayGoBack && (number % 5 === 0 || step.kind === 'goTo');
      const to = goesBack
        ? `s${number % (index + 1)}`
        : (ahead[number % Math.min(3, ahead.length)] ?? 'done');
      edges.push(goesBack ? { from, port, to, back: true } : { from, port, to });
    }
  }
  const definition = {
    schemaVersion: 2 as const,
    trigger: 'start',
    entry: { rule: 'once' as const },
    steps: all,
    edges,
    settings: { exitOn: [] },
  };
  return prune(definition);
}

/** The definition without the steps that nothing leads to. */
function prune(definition: Definition): Definition {
  const reached = reachableFrom(graphOf(definition), [definition.trigger]);
  const steps = Object.fromEntries(Object.entries(definition.steps).filter(([id]) => reached.has(id)));
  return { ...definition, steps, edges: definition.edges.filter(({ from }) => reached.has(from)) };
}

/** Any drawing that compiles: every kind of step, forks, joins, loops, releases by every policy. */
export function definitions(settled = false): fc.Arbitrary<Definition> {
  const release = fc.tuple(policy, zone, fc.option(weekdays, { nil: undefined, freq: 4 }));
  const snapTime = '07:30';
  return fc
    .record({
      steps: fc.array(ordinaryStep(settled), { minLength: 1, maxLength: 7 }),
      releases: fc.array(release, { minLength: 1, maxLength: 3 }),
      places: fc.array(fc.nat(20), { minLength: 3, maxLength: 3 }),
      targets: fc.array(fc.nat(100), { minLength: 7, maxLength: 31 }),
    })
    .map(({ steps, releases, places, targets }) => {
      const mixed = [...steps];
      for (const [index, [rule, whose, snapDays]] of releases.entries()) {
        const key = CATALOGUE.modules[index]?.key ?? 'bowline';
        const more =
          snapDays === undefined
            ? { zone: whose }
            : { zone: whose, snap: { weekdays: snapDays, time: snapTime } };
        mixed.splice((places[index] ?? 0) % (mixed.length + 1), 0, releaseStep(key, rule, more));
      }
      return connect({ steps: mixed, targets, modules: [] });
    })
    .filter((definition) => checkCountedLoops(definition).length === 0);
}

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
  })
  .map(({ zone: learnerZone, modules, issuedAt, person }) => {
    const facts = newcomer({ learnerZone, credential: { issuedAt, failedAt: null }, person });
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
  return factEvents(facts, ENROLLED + 400 * DAY).map((event, index) => ({
    kind: 'event',
    id: `e${index}`,
    ...event,
  }));
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
    port: fc.constantFrom('next', 'timeout', 'error', 'passed', 'nowhere'),
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
    }),
    fc.record({
      kind: fc.constant('event' as const),
      at: moments,
      id: fc.uuid(),
      type: fc.constantFrom(...FACT_EVENTS, 'tag.added', 'field.changed', 'foreign.event'),
      data: fc.constant({}),
    }),
  ),
  { maxLength: 25 },
);

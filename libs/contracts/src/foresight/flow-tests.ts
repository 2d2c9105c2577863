import { z } from 'zod';
import { Id, Timestamp, TimeZoneName } from '../primitives.ts';
import {
  EventData,
  LearnerScript,
  ScriptBehaviour,
  ScriptedDecision,
  ScriptedOutcome,
  SimulatedVisit,
  StepKey,
  TimelineEntry,
} from './scripts.ts';

const AfterDays = z.number().min(0).max(1_000);

const ofTheRun = <N extends string>(name: N) =>
  z.strictObject({ name: z.literal(name), afterDays: AfterDays });
const ofAStep = <N extends string>(name: N) => ofTheRun(name).extend({ stepId: StepKey });

/** What an operator does, so many days after the enrollment; at a step: wherever the learner stands in it then. */
export const FlowTestCommand = z.discriminatedUnion('name', [
  /** By its first way out when none is named. */
  ofAStep('skip').extend({ port: StepKey.optional() }),
  ofAStep('releaseNow'),
  ofAStep('retry'),
  ofAStep('postpone').extend({ byDays: z.number().min(0.001).max(600) }),
  ofTheRun('pause'),
  ofTheRun('resume'),
  ofTheRun('exit'),
]);
export type FlowTestCommand = z.infer<typeof FlowTestCommand>;

/** The learner a test is about. */
export const FlowTestGiven = z.strictObject({
  behaviour: ScriptBehaviour.default('diligent'),
  modules: z.record(z.string().max(120), ScriptBehaviour).default({}),
  /** A fixed day, so that the test says the same whenever it is run. */
  enrolledAt: Timestamp,
  /** The school's when left out. */
  learnerZone: TimeZoneName.optional(),
  personId: z.string().max(64).optional(),
  tags: LearnerScript.shape.tags,
  fields: LearnerScript.shape.fields,
  vars: LearnerScript.shape.vars,
  /** What comes from outside, so many days after the enrollment. */
  events: z
    .array(
      z.strictObject({
        afterDays: AfterDays,
        type: z.string().max(80),
        data: EventData.default({}),
      }),
    )
    .max(50)
    .default([]),
  outcomes: z.array(ScriptedOutcome).max(50).default([]),
  /** About tasks that the learner waits for; one that none fits is decided well after two hours. */
  decisions: z.array(ScriptedDecision).max(50).optional(),
  /** What operators do. A test whose command does not fit where the learner is then is red. */
  commands: z.array(FlowTestCommand).max(50).optional(),
});
export type FlowTestGiven = z.infer<typeof FlowTestGiven>;

/** Within so long of a step being reached, or with `leaving` of its being left; of the enrollment when `of` is null. */
const Within = z.strictObject({
  amount: z.number().int().min(0).max(10_000),
  unit: z.enum(['minutes', 'hours', 'days', 'weeks']),
  of: StepKey.nullable(),
  leaving: z.literal(true).optional(),
});

/** One thing that has to be true of what happens to the learner. */
export const FlowExpectation = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reached'),
    stepId: StepKey,
    /** Exactly so often; at least once when left out. */
    times: z.number().int().min(1).max(1_000).optional(),
    within: Within.optional(),
    /** For the first time before that step is reached, if it is. */
    before: StepKey.optional(),
  }),
  z.strictObject({ kind: z.literal('notReached'), stepId: StepKey }),
  /** A message step sends: the first time within, before, so often. */
  z.strictObject({
    kind: z.literal('sent'),
    stepId: StepKey,
    times: z.number().int().min(1).max(1_000).optional(),
    within: Within.optional(),
    before: StepKey.optional(),
  }),
  z.strictObject({ kind: z.literal('leftBy'), stepId: StepKey, port: StepKey }),
  z.strictObject({ kind: z.literal('opened'), module: z.string().max(120), within: Within.optional() }),
  /** `open`: still on the way after two years. */
  z.strictObject({ kind: z.literal('outcome'), outcome: z.enum(['completed', 'ended', 'exited', 'open']) }),
]);
export type FlowExpectation = z.infer<typeof FlowExpectation>;

/** POST /api/automations/:id/flow-tests, PUT …/:testId -> FlowTest */
export const WriteFlowTest = z
  .strictObject({
    name: z.string().trim().min(1).max(160),
    given: FlowTestGiven,
    expect: z.array(FlowExpectation).min(1).max(20),
  })
  .meta({ id: 'WriteFlowTest' });
export type WriteFlowTest = z.infer<typeof WriteFlowTest>;
export const FlowTest = WriteFlowTest.extend({
  id: Id,
  updatedAt: Timestamp,
  /** With a published version: whether it was green then. Null: it belongs to the draft. */
  passed: z.boolean().nullable(),
}).meta({ id: 'FlowTest' });
export type FlowTest = z.infer<typeof FlowTest>;

/** GET /api/automations/:id/flow-tests?versionId= -> FlowTestList: those of the draft, or as they were published with a version. */
export const FlowTestList = z.strictObject({ items: z.array(FlowTest) }).meta({ id: 'FlowTestList' });
export type FlowTestList = z.infer<typeof FlowTestList>;

export const FlowTestResult = z.strictObject({
  testId: Id,
  name: z.string(),
  passed: z.boolean(),
  /** One sentence for each expectation that was not met, with its place in the list; -1: what is given does not fit. */
  failures: z.array(z.strictObject({ index: z.number().int(), message: z.string() })),
  timeline: z.array(TimelineEntry),
  visits: z.array(SimulatedVisit),
  zone: z.string(),
});
export type FlowTestResult = z.infer<typeof FlowTestResult>;
/** POST /api/automations/:id/flow-tests/run -> FlowTestRun: every test against the draft. */
export const FlowTestRun = z
  .strictObject({ passed: z.boolean(), results: z.array(FlowTestResult), tookMs: z.number() })
  .meta({ id: 'FlowTestRun' });
export type FlowTestRun = z.infer<typeof FlowTestRun>;

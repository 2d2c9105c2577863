import { z } from 'zod';
import { DefinitionDocument, LayoutDocument } from './automations.ts';
import { BecauseLine } from './courses.ts';
import { Id, Timestamp } from '../primitives.ts';

export const RunCondition = z.enum(['running', 'waiting', 'blocked', 'held', 'finished']);
export type RunCondition = z.infer<typeof RunCondition>;

/** GET /api/runs?automationId=&stepId=&condition=&search=&open=&cursor= (staff) -> page(RunSummary). search: name, e-mail or id. */
export const RunSummary = z
  .strictObject({
    id: Id,
    automationId: Id,
    automationName: z.string(),
    version: z.number().int(),
    enrollmentId: Id.nullable(),
    userId: Id,
    learnerName: z.string(),
    learnerEmail: z.string(),
    simulated: z.boolean(),
    condition: RunCondition,
    outcome: z.string().nullable(),
    startedAt: Timestamp,
    finishedAt: Timestamp.nullable(),
    /** One plain sentence: "Waiting for lesson 3; reminder goes out Mon 1 Dec 09:00 (Berlin)". */
    summary: z.string(),
    stepIds: z.array(z.string()),
  })
  .meta({ id: 'RunSummary' });
export type RunSummary = z.infer<typeof RunSummary>;

const EffectLine = z.strictObject({
  key: z.string(),
  kind: z.string(),
  state: z.enum(['planned', 'claimed', 'done', 'refused', 'unknown', 'cancelled']),
  attempt: z.number().int(),
  try: z.number().int(),
  nextAttemptAt: Timestamp.nullable(),
  lastError: z.string().nullable(),
  /** What it answered: of a message its subject, of others small values by name. */
  output: z.array(z.strictObject({ name: z.string(), value: z.string() })),
});

export const StepVisit = z.strictObject({
  stepId: z.string(),
  title: z.string(),
  /** Number of the version it goes by, or went by when it was left. */
  version: z.number().int(),
  visit: z.number().int(),
  state: z.enum(['running', 'waiting', 'blocked', 'held', 'left', 'exited']),
  port: z.string().nullable(),
  /** Virtual for speeded-up runs. */
  enteredAt: Timestamp,
  leftAt: Timestamp.nullable(),
  deadline: Timestamp.nullable(),
  problem: z.strictObject({ code: z.string(), detail: z.string() }).nullable(),
  because: z.array(BecauseLine),
  effects: z.array(EffectLine),
});
export type StepVisit = z.infer<typeof StepVisit>;

/** GET /api/runs/:id -> RunDetail. Times of steps are on the run's own clock. */
export const RunDetail = RunSummary.extend({
  organizationZone: z.string(),
  learnerZone: z.string(),
  speed: z.number(),
  virtualNow: Timestamp,
  versionId: Id,
  definition: DefinitionDocument,
  layout: LayoutDocument,
  visits: z.array(StepVisit),
  events: z.array(
    z.strictObject({
      seq: z.number().int(),
      type: z.string(),
      stepId: z.string().nullable(),
      at: Timestamp,
      text: z.string(),
    }),
  ),
  /** What it remembers, by name. */
  variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** What operators decided about it, newest first. */
  decisions: z.array(
    z.strictObject({ at: Timestamp, by: z.string().nullable(), action: z.string(), reason: z.string() }),
  ),
  /** The run that had ended and whose place this one takes, and the one that takes this one's. */
  restartOf: Id.nullable(),
  restartedAs: Id.nullable(),
  /** The run that called this one; null: it came by itself. */
  calledBy: z.strictObject({ runId: Id, automationName: z.string(), stepTitle: z.string() }).nullable(),
  /** The runs that it has called, in the order in which they began, each with the visit that did. */
  called: z.array(
    z.strictObject({
      runId: Id,
      automationName: z.string(),
      stepId: z.string(),
      visit: z.number().int().nullable(),
      outcome: z.enum(['completed', 'ended', 'exited']).nullable(),
    }),
  ),
  temporalUrl: z.string().nullable(),
}).meta({ id: 'RunDetail' });
export type RunDetail = z.infer<typeof RunDetail>;

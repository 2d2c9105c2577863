import { z } from 'zod';
import { Id, Timestamp, TimeZoneName } from '../primitives.ts';
import { LearnerScript, ScriptBehaviour, SimulatedVisit, TimelineEntry } from './scripts.ts';

/** Something that can go wrong, with the learner to whom it does. `script` simulates to `timeline`. */
export const FlowFinding = z
  .strictObject({
    code: z.string(),
    severity: z.enum(['error', 'warning']),
    stepId: z.string().nullable(),
    field: z.string().nullable(),
    message: z.string(),
    at: Timestamp,
    script: LearnerScript,
    timeline: z.array(TimelineEntry),
  })
  .meta({ id: 'FlowFinding' });
export type FlowFinding = z.infer<typeof FlowFinding>;

/** POST /api/automations/:id/explore -> ExplorationReport of the draft. 422 `automation.invalid` when it does not compile. */
export const ExplorationReport = z
  .strictObject({
    findings: z.array(FlowFinding),
    /** Different ways that were looked at. */
    ways: z.number().int(),
    /** Every way there is was looked at, as far as the drawing can tell ways apart. */
    complete: z.boolean(),
    /** Steps that no way has come to. */
    unreached: z.array(z.string()),
    tookMs: z.number(),
  })
  .meta({ id: 'ExplorationReport' });
export type ExplorationReport = z.infer<typeof ExplorationReport>;

/** POST /api/automations/:id/simulate -> SimulationReport: the draft, or a version, in the engine of the live runs. */
export const SimulateAutomation = LearnerScript.extend({ versionId: Id.optional() }).meta({
  id: 'SimulateAutomation',
});
export type SimulateAutomation = z.infer<typeof SimulateAutomation>;
export const SimulationReport = z
  .strictObject({
    tookMs: z.number(),
    entries: z.array(TimelineEntry),
    visits: z.array(SimulatedVisit),
    /** By whose clock the learner lives at first. */
    zone: z.string(),
    /** Null: still on the way when the simulation stopped looking. */
    outcome: z.enum(['completed', 'ended', 'exited']).nullable(),
    /** Where they stand then. */
    standingAt: z.array(z.string()),
  })
  .meta({ id: 'SimulationReport' });
export type SimulationReport = z.infer<typeof SimulationReport>;

/** POST /api/automations/:id/replay -> ReplayReport: what the draft, or a version, would have done for a real learner. */
export const ReplayRun = z.strictObject({ runId: Id, versionId: Id.optional() }).meta({ id: 'ReplayRun' });
export type ReplayRun = z.infer<typeof ReplayRun>;

/** One visit of a step, as it was and as it would have been; a side is null where there was none. */
export const ReplayDifference = z.strictObject({
  stepId: z.string(),
  title: z.string(),
  visit: z.number().int(),
  what: z.enum(['earlier', 'later', 'other-way', 'only-then', 'only-now']),
  was: z.strictObject({ leftAt: Timestamp.nullable(), port: z.string().nullable() }).nullable(),
  now: z.strictObject({ leftAt: Timestamp.nullable(), port: z.string().nullable() }).nullable(),
});
export type ReplayDifference = z.infer<typeof ReplayDifference>;
export const ReplayReport = z
  .strictObject({
    entries: z.array(TimelineEntry),
    /** Where they would have been when. */
    visits: z.array(SimulatedVisit),
    differences: z.array(ReplayDifference),
    /** Visits that would have gone as they went. */
    same: z.number().int(),
    was: z.strictObject({
      version: z.number().int(),
      outcome: z.string().nullable(),
      messages: z.number().int(),
    }),
    now: z.strictObject({ outcome: z.string().nullable(), messages: z.number().int() }),
    learnerName: z.string(),
    learnerZone: z.string(),
    /** What operators did by hand, in order; `notTaken`: why it would have come to nothing. */
    byHand: z.array(z.strictObject({ at: Timestamp, did: z.string(), notTaken: z.string().nullable() })),
    /** What was assumed. */
    assumptions: z.array(z.string()),
  })
  .meta({ id: 'ReplayReport' });
export type ReplayReport = z.infer<typeof ReplayReport>;

const BehaviourShare = z.strictObject({
  share: z.number().positive().max(1_000_000),
  behaviour: ScriptBehaviour,
});

/** Whom a forecast is about: imagined learners by shares, or those of the course's roster, each from their own day on. */
export const ForecastCrowd = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('drawn'),
    size: z.number().int().min(1).max(20_000),
    behaviours: z.array(BehaviourShare).min(1).max(10),
    zones: z
      .array(z.strictObject({ share: z.number().positive().max(1_000_000), zone: TimeZoneName }))
      .min(1)
      .max(40),
    enrolledFrom: Timestamp,
    enrolledUntil: Timestamp,
  }),
  z.strictObject({ kind: z.literal('roster') }),
]);
export type ForecastCrowd = z.infer<typeof ForecastCrowd>;

/** POST /api/automations/:id/forecast -> ForecastReport of the draft or a version. */
export const ForecastAutomation = z
  .strictObject({
    crowd: ForecastCrowd,
    versionId: Id.optional(),
    /** How long each learner is followed. */
    horizonDays: z.number().int().min(7).max(400).default(200),
    /** What grading one piece of work is taken to cost, in cents. */
    gradingCents: z.number().min(0).max(10_000).default(3),
  })
  .meta({ id: 'ForecastAutomation' });
export type ForecastAutomation = z.infer<typeof ForecastAutomation>;

const PerMonday = z.array(z.number().int());
export const ForecastReport = z
  .strictObject({
    learners: z.number().int(),
    zone: z.string(),
    /** Each Monday, 00:00 by the school's clock; lists below have one number for each. */
    mondays: z.array(Timestamp),
    steps: z.array(
      z.strictObject({
        stepId: z.string(),
        title: z.string(),
        entered: z.number().int(),
        ended: z.number().int(),
        ports: z.record(z.string(), z.number().int()),
        standing: PerMonday,
      }),
    ),
    notEnrolled: PerMonday,
    finished: z.strictObject({ completed: PerMonday, ended: PerMonday, exited: PerMonday }),
    messages: z.strictObject({
      /** Sent, after the quiet hours; `unsent`: called off, out of date by then, or over the frequency cap. */
      total: z.number().int(),
      unsent: z.number().int(),
      /** Hour by hour from `from` on. */
      from: Timestamp,
      perHour: z.array(z.number().int()),
      busiest: z.array(z.strictObject({ at: Timestamp, count: z.number().int() })),
    }),
    grading: z.strictObject({
      total: z.number().int(),
      perWeek: PerMonday,
      before: z.number().int(),
      cents: z.number(),
    }),
    /** Still on the way when they were followed no longer. */
    open: z.number().int(),
    cutShort: z.number().int(),
    assumptions: z.array(z.string()),
    tookMs: z.number(),
  })
  .meta({ id: 'ForecastReport' });
export type ForecastReport = z.infer<typeof ForecastReport>;

/**
 * One line of the same answer when it is asked for as `application/x-ndjson`: how far it is, part after part, and at last the
 * report. Ending the connection ends the work. A problem that shows after the first line comes as a line, too.
 */
export const ForecastLine = z.union([
  z.strictObject({ progress: z.strictObject({ done: z.number().int(), of: z.number().int() }) }),
  z.strictObject({ report: ForecastReport }),
  z.strictObject({ problem: z.strictObject({ code: z.string(), detail: z.string() }) }),
]);
export type ForecastLine = z.infer<typeof ForecastLine>;

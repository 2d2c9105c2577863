import { z } from 'zod';
import { Timestamp, TimeZoneName } from '../primitives.ts';

const Days = z.number().min(0).max(1_000);

/** What an imagined learner does in a module, counted from the moment it opens. Null: never. */
export const LearnerBehaviour = z.strictObject({
  startsAfterDays: Days.optional(),
  lessonsAfterDays: Days.nullable(),
  handsInAfterDays: Days.nullable(),
  result: z.enum(['passed', 'failed']),
  percentage: z.number().min(0).max(100).optional(),
  gradedAfterHours: z.number().min(0).max(10_000),
  /** Another, passing attempt so many days after a failed grade; left out: none. */
  retriesAfterDays: Days.optional(),
});
export type LearnerBehaviour = z.infer<typeof LearnerBehaviour>;

/** Ready-made learners. */
export const BehaviourName = z.enum(['diligent', 'late', 'fails-once', 'fails', 'silent']);
export type BehaviourName = z.infer<typeof BehaviourName>;
export const ScriptBehaviour = z.union([BehaviourName, LearnerBehaviour]);
export type ScriptBehaviour = z.infer<typeof ScriptBehaviour>;

/** A step of a drawing, or a way out of it. */
export const StepKey = z.string().min(1).max(64);
/** Small values by name. */
export const EventData = z.record(
  z.string().max(64),
  z.union([z.string().max(200), z.number(), z.boolean()]),
);

export const ScriptedOutcome = z.strictObject({
  stepId: StepKey,
  visit: z.number().int().min(1).optional(),
  try: z.number().int().min(1).optional(),
  outcome: z.enum(['done', 'refused', 'unknown']),
  /** A minute when left out. */
  afterMinutes: z.number().min(0).max(100_000).optional(),
  /** What a done effect answers: the variables a call keeps, or `{ status: 'declined' }` of a charge. */
  result: EventData.optional(),
});
export type ScriptedOutcome = z.infer<typeof ScriptedOutcome>;

export const ScriptedDecision = z.strictObject({
  stepId: StepKey,
  visit: z.number().int().min(1).optional(),
  /** `never`: nobody decides. */
  decision: z.enum(['approved', 'rejected', 'done', 'notDone', 'acknowledged', 'never']),
  /** Two hours when left out. */
  afterHours: z.number().min(0).max(10_000).optional(),
});
export type ScriptedDecision = z.infer<typeof ScriptedDecision>;

/** An imagined learner: who they are, what they do, and what comes from outside. */
export const LearnerScript = z
  .strictObject({
    /** Decides which way of a split is theirs. */
    personId: z.string().max(64).optional(),
    /** Now when left out. */
    enrolledAt: Timestamp.optional(),
    /** When the run begins, where it does not begin with the enrollment. */
    startedAt: Timestamp.optional(),
    /** The school's when left out. */
    learnerZone: TimeZoneName.optional(),
    /** What is known of the person on the first day: tags, fields; and the variables that the run begins with. */
    tags: z.array(z.string().min(1).max(64)).max(50).default([]),
    fields: EventData.default({}),
    vars: EventData.default({}),
    /** In every module, unless `modules` says otherwise for its key. */
    behaviour: ScriptBehaviour.default('diligent'),
    modules: z.record(z.string().max(120), ScriptBehaviour).default({}),
    events: z
      .array(z.strictObject({ at: Timestamp, type: z.string().max(80), data: EventData.default({}) }))
      .max(100)
      .default([]),
    zoneChanges: z
      .array(z.strictObject({ at: Timestamp, zone: TimeZoneName }))
      .max(20)
      .default([]),
    /** What an operator does; wherever the learner stands in that step then. */
    commands: z
      .array(
        z.strictObject({
          at: Timestamp,
          name: z.enum(['retry', 'skip', 'releaseNow', 'postpone', 'exit', 'pause', 'resume']),
          stepId: StepKey.optional(),
          port: StepKey.optional(),
          /** `postpone` only: by how long; a day when left out. */
          byMinutes: z.number().int().min(1).max(1_000_000).optional(),
        }),
      )
      .max(50)
      .default([]),
    /** The first that fits counts; an effect that none fits is done after a minute. */
    outcomes: z.array(ScriptedOutcome).max(100).default([]),
    /** About tasks that the learner waits for; one that none fits is decided well after two hours. */
    decisions: z.array(ScriptedDecision).max(100).optional(),
  })
  .meta({ id: 'LearnerScript' });
export type LearnerScript = z.infer<typeof LearnerScript>;

/** One visit of a step by an imagined learner, or by a real one as it would have been. */
export const SimulatedVisit = z.strictObject({
  stepId: z.string(),
  visit: z.number().int(),
  enteredAt: Timestamp,
  /** Null: still there when the simulation stopped looking. */
  leftAt: Timestamp.nullable(),
  /** Null: still there, or the way ended here. */
  port: z.string().nullable(),
});
export type SimulatedVisit = z.infer<typeof SimulatedVisit>;

/** What a mail of a simulation names that only its run knows, as it stands when the mail leaves. */
export const MailMoment = z.strictObject({
  /** Of the module it is about; null: it is about none. */
  moduleTitle: z.string().max(300).nullable(),
  /** When the next module opens, as far as is settled or expected then; null: nobody can say. Left out: the mail does not name it. */
  nextOpening: Timestamp.nullable().optional(),
  /** By whose clock its dates are written. */
  zone: TimeZoneName,
  /** There is a certificate to link to. */
  certified: z.boolean(),
});
export type MailMoment = z.infer<typeof MailMoment>;

/** One dated line of what happens to an imagined learner. */
export const TimelineEntry = z.strictObject({
  at: Timestamp,
  kind: z.string(),
  stepId: z.string().nullable(),
  title: z.string(),
  detail: z.string(),
  /** The way taken, where there were several. */
  port: z.string().nullable(),
  /** Only of a `message`. */
  mail: MailMoment.optional(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

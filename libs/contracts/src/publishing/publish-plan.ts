import { z } from 'zod';
import { FlowProblem, PeopleInside } from '../api/automations.ts';
import { Id, Timestamp } from '../primitives.ts';

/**
 * POST /api/automations/:id/publish/plan (instructor, admin) -> PublishPlan: nothing happens. The draft is compiled, held against the
 * versions people are on, and tried on the states of their runs. 409 `automation.draft-stale`, 422 `automation.invalid`.
 */
export const PlanPublish = z
  .strictObject({
    revision: z.number().int(),
    /** Left out: whoever is inside stays on their version. */
    people: PeopleInside.pick({ scope: true, steps: true, spreadMinutes: true, onlyRunIds: true }).optional(),
  })
  .meta({ id: 'PlanPublish' });
export type PlanPublish = z.infer<typeof PlanPublish>;

/** What became of a position: see `Move` of the engine. */
export const MoveKind = z.enum(['kept', 'followed', 'retimed', 'redirected', 'exited', 'marked']);
export type MoveKind = z.infer<typeof MoveKind>;

const DecisionName = z.enum(['keep', 'follow', 'retime', 'redirect', 'exit']);

/** A step at which something has to be decided, or at which somebody is. */
export const PlannedStep = z.strictObject({
  stepId: z.string(),
  title: z.string(),
  fate: z.enum(['same', 'changed', 'timed', 'replaced', 'removed']),
  choices: z.array(DecisionName),
  /** What happens without an answer; null: it depends on the version they are on. */
  proposed: DecisionName.nullable(),
  /** How many are there now, of all versions, and of each. */
  here: z.number().int(),
  versions: z.array(z.strictObject({ number: z.number().int(), here: z.number().int() })),
});
export type PlannedStep = z.infer<typeof PlannedStep>;

const Place = z.strictObject({
  title: z.string(),
  /** When time alone moves them on; null: it does not. */
  until: Timestamp.nullable(),
  status: z.enum(['running', 'waiting', 'blocked', 'held']),
});

/** One run as it stands, and as it would stand after publishing. */
export const PlannedRun = z.strictObject({
  runId: Id,
  who: z.string(),
  version: z.number().int(),
  before: z.array(Place),
  after: z.array(Place),
  did: z.array(MoveKind),
  mails: z.number().int(),
  /** Titles of modules that open at once. */
  opens: z.array(z.string()),
  ends: z.boolean(),
});
export type PlannedRun = z.infer<typeof PlannedRun>;

export const PublishPlan = z
  .strictObject({
    revision: z.number().int(),
    liveVersionId: Id.nullable(),
    /** What the draft says otherwise than the live version, in sentences. */
    changes: z.array(z.strictObject({ stepId: z.string().nullable(), text: z.string() })),
    /** What does not fit in the decision, and what is worth a look. */
    problems: z.array(FlowProblem),
    /** Open runs, and those of them that the decision is for. */
    inside: z.number().int(),
    concerned: z.number().int(),
    steps: z.array(PlannedStep),
    /** On how many runs it was tried; what follows is counted of these. */
    looked: z.number().int(),
    moves: z.record(MoveKind, z.number().int()),
    /** The next dates of those who stay at their step: how many get an earlier one, a later one, or go on at once. */
    dates: z.strictObject({
      earlier: z.number().int(),
      later: z.number().int(),
      same: z.number().int(),
      atOnce: z.number().int(),
    }),
    /** What would follow at once. */
    mails: z.number().int(),
    effects: z.number().int(),
    opens: z.array(z.strictObject({ title: z.string(), count: z.number().int() })),
    ends: z.number().int(),
    /** Some of them, those first for whom most changes. */
    samples: z.array(PlannedRun),
  })
  .meta({ id: 'PublishPlan' });
export type PublishPlan = z.infer<typeof PublishPlan>;

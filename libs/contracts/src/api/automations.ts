import { z } from 'zod';
import { Backfill } from './admissions.ts';
import { MailMoment, TimelineEntry } from '../foresight/scripts.ts';
import { Id, PersonName, Timestamp } from '../primitives.ts';
import { Reason } from '../reasons.ts';

/** GET /api/automations?courseId= (staff) -> page(AutomationSummary) */
export const AutomationSummary = z
  .strictObject({
    id: Id,
    name: z.string(),
    use: z.enum(['journey', 'campaign']),
    courseId: Id.nullable(),
    courseTitle: z.string().nullable(),
    liveVersion: z.number().int().nullable(),
    draftChanged: z.boolean(),
    archivedAt: Timestamp.nullable(),
    /** Names of the automations whose published version calls it. */
    calledBy: z.array(z.string()),
    counts: z.strictObject({
      running: z.number().int(),
      blocked: z.number().int(),
      finished: z.number().int(),
    }),
    updatedAt: Timestamp,
  })
  .meta({ id: 'AutomationSummary' });
export type AutomationSummary = z.infer<typeof AutomationSummary>;

/** Checked against the engine's own schema (`@gradus/flow` Definition) by both ends. */
export const DefinitionDocument = z.looseObject({ schemaVersion: z.number().int() });
export const LayoutDocument = z.record(z.string(), z.strictObject({ x: z.number(), y: z.number() }));

/** GET /api/automations/:id -> AutomationDetail. `revision` guards the draft: send it back with every edit. */
export const AutomationDetail = z
  .strictObject({
    id: Id,
    name: z.string(),
    use: z.enum(['journey', 'campaign']),
    courseId: Id.nullable(),
    courseTitle: z.string().nullable(),
    archivedAt: Timestamp.nullable(),
    draft: z.strictObject({
      definition: DefinitionDocument,
      layout: LayoutDocument,
      revision: z.number().int(),
      changedSincePublish: z.boolean(),
      savedAt: Timestamp,
    }),
    live: z
      .strictObject({
        versionId: Id,
        number: z.number().int(),
        hash: z.string(),
        publishedAt: Timestamp,
        definition: DefinitionDocument,
        layout: LayoutDocument,
      })
      .nullable(),
    /** For pickers, previews and the browser's own compile and simulate. */
    catalogue: z.strictObject({
      courseTitle: z.string().nullable(),
      schoolName: z.string(),
      schoolZone: z.string(),
      modules: z.array(
        z.strictObject({
          key: z.string(),
          title: z.string(),
          position: z.number().int(),
          phase: z.string(),
          phaseTitle: z.string().optional(),
          hasAssessment: z.boolean(),
          lessonCount: z.number().int(),
        }),
      ),
      segments: z.array(z.strictObject({ id: Id, name: z.string() })).default([]),
      /** The AI provider that writes texts; null: none is connected. Left out: not known. */
      writer: z.string().nullable().optional(),
      /** Where calls may go, and whether the school has a key to sign them. */
      egress: z
        .strictObject({ hosts: z.array(z.string()), schoolKey: z.boolean() })
        .default({ hosts: [], schoolKey: false }),
      courses: z.array(z.strictObject({ key: z.string(), title: z.string() })).default([]),
      /** For steps that call one; `calls`: those that its published version calls. */
      automations: z
        .array(
          z.strictObject({
            id: Id,
            name: z.string(),
            state: z.enum(['live', 'unpublished', 'archived']),
            use: z.enum(['journey', 'campaign']),
            calls: z.array(Id),
            suppressWhile: z.array(Id),
          }),
        )
        .default([]),
      automationId: Id,
    }),
  })
  .meta({ id: 'AutomationDetail' });
export type AutomationDetail = z.infer<typeof AutomationDetail>;

/**
 * POST /api/automations (instructor, admin; Idempotency-Key) -> 201 AutomationDetail. A campaign; `id` is chosen by the client,
 * so that asking twice makes one. Begins as a template, as a given definition (import, copy), or empty.
 */
export const CreateAutomation = z
  .strictObject({
    id: Id,
    name: z.string().trim().min(1, 'give it a name').max(160),
    courseId: Id.nullable().default(null),
    template: z.string().max(60).optional(),
    definition: DefinitionDocument.optional(),
    layout: LayoutDocument.optional(),
  })
  .refine(({ template, definition }) => !template || !definition, {
    path: ['definition'],
    message: 'give a template or a definition, not both',
  })
  .meta({ id: 'CreateAutomation' });
export type CreateAutomation = z.infer<typeof CreateAutomation>;

/** PATCH /api/automations/:id (instructor, admin) -> AutomationDetail */
export const RenameAutomation = z
  .strictObject({ name: z.string().trim().min(1, 'give it a name').max(160) })
  .meta({ id: 'RenameAutomation' });
export type RenameAutomation = z.infer<typeof RenameAutomation>;

/**
 * POST /api/automations/:id/{archive,restore} (instructor, admin) -> AutomationDetail. Nobody enters an archived automation any
 * more; who is inside goes on to the end. The journey of a course cannot be archived: 409 `automation.journey-needed`.
 */
export const ArchiveAutomation = z.strictObject({ reason: Reason }).meta({ id: 'ArchiveAutomation' });
export type ArchiveAutomation = z.infer<typeof ArchiveAutomation>;

/** Of one request: all boxes of a large drawing may be moved at once, of what changes the drawing itself so many. */
export const MOST_OPERATIONS = { all: 2_500, notMoves: 200 };

/** Puts a box or a note somewhere else, and changes nothing of what runs. */
const isMove = ({ type }: { type: string }): boolean => type === 'moveStep' || type === 'moveNote';

/** POST /api/automations/:id/operations -> AutomationDetail.draft. 409 `automation.draft-stale` on another revision. */
export const ApplyOperations = z
  .strictObject({
    revision: z.number().int(),
    operations: z
      .array(z.looseObject({ type: z.string() }))
      .min(1)
      .max(MOST_OPERATIONS.all)
      .refine(
        (operations) => operations.filter((one) => !isMove(one)).length <= MOST_OPERATIONS.notMoves,
        `besides moves at most ${MOST_OPERATIONS.notMoves} operations go into one request; send the others in the next one`,
      ),
  })
  .meta({ id: 'ApplyOperations' });
export type ApplyOperations = z.infer<typeof ApplyOperations>;
export const DraftDetail = AutomationDetail.shape.draft.meta({ id: 'DraftDetail' });
export type DraftDetail = z.infer<typeof DraftDetail>;

export const FlowProblem = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  stepId: z.string().nullable(),
  field: z.string().nullable(),
  message: z.string(),
  /** All the steps that it concerns, when there are several; `stepId` is the one to begin with. */
  steps: z.array(z.string()).optional(),
  /** How an imagined learner comes to it; left out where no run would meet it, and behind the first twenty problems. */
  timeline: z.array(TimelineEntry).optional(),
});
export type FlowProblem = z.infer<typeof FlowProblem>;
/** POST /api/automations/:id/check -> CheckReport of the draft. */
export const CheckReport = z
  .strictObject({ ok: z.boolean(), problems: z.array(FlowProblem) })
  .meta({ id: 'CheckReport' });
export type CheckReport = z.infer<typeof CheckReport>;

export const StepDecision = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('keep') }),
  z.strictObject({ do: z.literal('follow') }),
  z.strictObject({ do: z.literal('retime') }),
  z.strictObject({ do: z.literal('redirect'), to: z.string() }),
  z.strictObject({ do: z.literal('exit') }),
]);
/** What publishing does to the people already inside. Steps that are not named get what the engine proposes. */
export const PeopleInside = z
  .strictObject({
    scope: z.enum(['nextStep', 'now']),
    steps: z.record(z.string(), StepDecision).default({}),
    /** Minutes over which the mails of those who move at once are spread. */
    spreadMinutes: z.number().int().min(0).max(1_440).default(60),
    runsPerSecond: z.number().int().min(1).max(100).default(10),
    /** Only these go over, and everybody else stays; left out: everybody inside. */
    onlyRunIds: z.array(Id).min(1).max(5_000).optional(),
    /** The live version that the decision was made against; null: none. 409 `automation.plan-stale` when it is another. */
    liveVersionId: Id.nullable(),
  })
  .meta({ id: 'PeopleInside' });
export type PeopleInside = z.infer<typeof PeopleInside>;

/**
 * POST /api/automations/:id/publish -> VersionSummary. 409 `automation.draft-stale`, 422 `automation.invalid` with `data.problems`,
 * 422 `automation.tests-red` with `data.failures` while flow tests are red and nobody says why it is published all the same.
 */
export const PublishAutomation = z
  .strictObject({
    revision: z.number().int(),
    note: z.string().max(500).default(''),
    /** Left out: whoever is inside stays on their version. */
    people: PeopleInside.optional(),
    /** What becomes of those who qualify already for how it starts; left out: they are skipped. */
    backfill: Backfill.optional(),
    /** Publish although flow tests are red; why is audited. */
    despiteTests: z.strictObject({ reason: Reason }).optional(),
  })
  .meta({ id: 'PublishAutomation' });
export type PublishAutomation = z.infer<typeof PublishAutomation>;
/** GET /api/automations/:id/versions -> page(VersionSummary) */
export const VersionSummary = z
  .strictObject({
    id: Id,
    number: z.number().int(),
    hash: z.string(),
    note: z.string(),
    publishedAt: Timestamp,
    publishedBy: z.string(),
    openRuns: z.number().int(),
    live: z.boolean(),
  })
  .meta({ id: 'VersionSummary' });
export type VersionSummary = z.infer<typeof VersionSummary>;

/** GET /api/automations/:id/versions/:versionId -> VersionDetail */
export const VersionDetail = VersionSummary.extend({
  definition: DefinitionDocument,
  layout: LayoutDocument,
}).meta({
  id: 'VersionDetail',
});
export type VersionDetail = z.infer<typeof VersionDetail>;

/**
 * One step's numbers in one version. entered (those who came over from another version included) = waiting + running +
 * blocked + held + left + exited + migratedOut, or `conserved` is false.
 */
export const StepCounts = z.strictObject({
  stepId: z.string(),
  entered: z.number().int(),
  waiting: z.number().int(),
  running: z.number().int(),
  blocked: z.number().int(),
  held: z.number().int(),
  left: z.number().int(),
  exited: z.number().int(),
  /** Of those who entered: visits begun in another version that go on in this one. */
  migratedIn: z.number().int(),
  /** Visits that go on in another version, or were left for one. */
  migratedOut: z.number().int(),
  ports: z.record(z.string(), z.number().int()),
  conserved: z.boolean(),
});
export type StepCounts = z.infer<typeof StepCounts>;
/** GET /api/automations/:id/counts?versionId= -> AutomationCounts */
export const AutomationCounts = z
  .strictObject({
    versionId: Id.nullable(),
    steps: z.array(StepCounts),
    openRuns: z.number().int(),
    conserved: z.boolean(),
  })
  .meta({ id: 'AutomationCounts' });
export type AutomationCounts = z.infer<typeof AutomationCounts>;

/** POST /api/automations/:id/message-preview -> MessagePreview with sample values, or with those of somebody imagined or real. */
export const PreviewMessage = z
  .strictObject({
    subject: z.string().max(200),
    body: z.string().max(20_000),
    category: z.enum(['transactional', 'marketing']),
    stepId: z.string().optional(),
    /** As the learner of this run of the automation would have got it at that moment. */
    as: z.strictObject({ runId: Id, at: Timestamp }).optional(),
    /** As it stood with a learner of a simulation when the mail left. `name`: left out, whoever `as` says, or a sample. */
    simulated: MailMoment.extend({ name: PersonName.optional() }).optional(),
  })
  .meta({ id: 'PreviewMessage' });
export type PreviewMessage = z.infer<typeof PreviewMessage>;
export const MessagePreview = z
  .strictObject({
    subject: z.string(),
    html: z.string(),
    text: z.string(),
    /** As it is shown in-app; the body is Markdown. */
    notice: z.strictObject({ title: z.string(), body: z.string() }),
    unknownVariables: z.array(z.string()),
  })
  .meta({ id: 'MessagePreview' });
export type MessagePreview = z.infer<typeof MessagePreview>;

/** POST /api/automations/:id/prompt-trials -> PromptTrial: what a prompt brings, with sample values. Nobody is sent it. */
export const TryPrompt = z
  .strictObject({
    prompt: z.string().trim().min(1).max(4_000),
    /** As the step allows. */
    mostCharacters: z.number().int().min(50).max(4_000),
    stepId: z.string().max(64).optional(),
  })
  .meta({ id: 'TryPrompt' });
export type TryPrompt = z.infer<typeof TryPrompt>;
export const PromptTrial = z
  .strictObject({
    /** Markdown, as the sample learner would read it. */
    text: z.string(),
    /** What the provider was asked: the prompt with the sample values in it. */
    asked: z.string(),
    provider: z.string(),
    model: z.string(),
    /** US dollars; null: nobody has entered the prices of the model. */
    costUsd: z.number().nullable(),
  })
  .meta({ id: 'PromptTrial' });
export type PromptTrial = z.infer<typeof PromptTrial>;

import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type Layout, type Problem, calledBy, compile, startingEvent, upgradeDefinition } from '@gradus/flow';
import { readCatalogue } from './read-catalogue.ts';

export interface VersionToPublish {
  organizationId: string;
  automationId: string;
  /** Null: made by the system. */
  publishedBy: string | null;
  note: string;
  /** The draft as the publisher saw it. */
  expectedRevision: number;
  /** The live version that a decision about the people inside was made against; left out: none was made. */
  expectedLive?: string | null;
}

export interface PublishedVersion {
  versionId: string;
  number: number;
  hash: string;
}

/** There is no such automation in the organization. */
export class AutomationMissingError extends Error {
  override name = 'AutomationMissingError';
  readonly code = 'automation.missing';
  constructor() {
    super('There is no such automation.');
  }
}

/** The draft was changed by somebody else since it was read. */
export class DraftStaleError extends Error {
  override name = 'DraftStaleError';
  readonly code = 'automation.draft-stale';
  readonly revision: number;
  constructor(revision: number) {
    super('The draft was changed meanwhile. Load it again, look at what changed and repeat your edit.');
    this.revision = revision;
  }
}

/** Another version was published since the decision about the people inside was made. */
export class LiveVersionChangedError extends Error {
  override name = 'LiveVersionChangedError';
  readonly code = 'automation.plan-stale';
  constructor() {
    super(
      'Another version was published meanwhile, so what you decided about the people inside may not fit any more. Look at it again.',
    );
  }
}

/** The draft has problems that refuse publishing; nothing was changed. */
export class AutomationInvalidError extends Error {
  override name = 'AutomationInvalidError';
  readonly code = 'automation.invalid';
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    super(
      `The drawing cannot be published: ${errors[0]?.message ?? 'it does not compile.'}` +
        (errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''),
    );
    this.problems = problems;
  }
}

/**
 * Makes the draft an immutable version and the live one, in the caller's transaction. Learners who are inside stay on
 * theirs; whoever enrols next gets the new one. The automation's row is locked, so publishing twice at once is publishing
 * one after the other.
 *
 * @throws AutomationMissingError, DraftStaleError, LiveVersionChangedError, AutomationInvalidError
 */
export async function publishVersion(
  manager: EntityManager,
  { organizationId, automationId, publishedBy, note, expectedRevision, expectedLive }: VersionToPublish,
): Promise<PublishedVersion> {
  const draft = await lockDraft(manager, organizationId, automationId);
  if (draft.revision !== expectedRevision) throw new DraftStaleError(draft.revision);
  if (expectedLive !== undefined && expectedLive !== draft.liveVersionId) throw new LiveVersionChangedError();
  const calls = calledBy(draft.definition);
  if (calls.length > 0) await lockCalls(manager, organizationId);
  const catalogue = await readCatalogue(manager, organizationId, draft.courseId, null, automationId);
  const versionId = randomUUID();
  const compiled = compile(draft.definition, catalogue, versionId);
  if (!compiled.ok) throw new AutomationInvalidError(compiled.problems);
  const { hash, listens } = compiled.plan;
  const [{ number }] = await manager.query<[{ number: number }]>(
    `INSERT INTO automation_versions (id, organization_id, automation_id, number, hash, definition, layout, catalogue,
                                      listens, note, published_by, calls)
     SELECT $1, $2, $3, COALESCE(max(number), 0) + 1, $4, $5::jsonb, $6::jsonb, $7::jsonb, $8::text[], $9, $10::uuid, $11::uuid[]
       FROM automation_versions WHERE automation_id = $3
     RETURNING number`,
    [
      versionId,
      organizationId,
      automationId,
      hash,
      JSON.stringify(draft.definition),
      JSON.stringify(draft.layout),
      JSON.stringify({
        ...catalogue,
        segments: undefined,
        egress: undefined,
        writer: undefined,
        automations: undefined,
        automationId: undefined,
      }),
      listens,
      note,
      publishedBy,
      calls,
    ],
  );
  await manager.query(
    `UPDATE automations SET live_version_id = $2, starts_on = CASE use WHEN 'campaign' THEN $4 END
      WHERE id = $1 AND organization_id = $3`,
    [automationId, versionId, organizationId, startingEvent(draft.definition)],
  );
  return { versionId, number, hash };
}

/** Of two that begin to call one another at the same time, the second sees what the first has published. */
async function lockCalls(manager: EntityManager, organizationId: string): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`calls:${organizationId}`]);
}

async function lockDraft(manager: EntityManager, organizationId: string, automationId: string) {
  const [row] = await manager.query<
    Array<{
      course_id: string | null;
      draft_definition: unknown;
      draft_layout: Layout;
      draft_revision: number;
      live_version_id: string | null;
    }>
  >(
    `SELECT course_id, draft_definition, draft_layout, draft_revision, live_version_id
       FROM automations WHERE id = $1 AND organization_id = $2 FOR NO KEY UPDATE`,
    [automationId, organizationId],
  );
  if (!row) throw new AutomationMissingError();
  return {
    courseId: row.course_id,
    definition: upgradeDefinition(row.draft_definition),
    layout: row.draft_layout,
    revision: row.draft_revision,
    liveVersionId: row.live_version_id,
  };
}

import type { EntityManager } from 'typeorm';
import { type Problem, compile, upgradeDefinition } from '@gradus/flow';
import { readCatalogue } from '../automations/read-catalogue.ts';

export interface CourseVersionToPublish {
  organizationId: string;
  courseId: string;
  courseVersionId: string;
  /** The published version as the publisher saw it. */
  expectedPublished: string | null;
}

/** There is no such version of the course. */
export class CourseVersionMissingError extends Error {
  override name = 'CourseVersionMissingError';
  readonly code = 'course.version-missing';
  constructor() {
    super('There is no such version of this course.');
  }
}

/** Another version was published since the publisher looked. */
export class PublishedVersionChangedError extends Error {
  override name = 'PublishedVersionChangedError';
  readonly code = 'course.version-stale';
  constructor() {
    super(
      'Another version of this course was published meanwhile. Load it again and look at what would change.',
    );
  }
}

/** What a live automation of the course would lose by a version. */
export interface UnfitAutomation {
  automationId: string;
  name: string;
  problems: Problem[];
}

/** A live automation opens or asks for something that the version does not have; nothing was changed. */
export class AutomationsUnfitError extends Error {
  override name = 'AutomationsUnfitError';
  readonly code = 'course.automations-unfit';
  readonly automations: readonly UnfitAutomation[];
  constructor(automations: readonly UnfitAutomation[]) {
    const [first] = automations;
    super(
      `“${first?.name}” does not fit this version: ${first?.problems[0]?.message ?? 'it does not compile.'} ` +
        'Change and publish it first, then publish the course.',
    );
    this.automations = automations;
  }
}

/**
 * Makes a version the one that new learners get, in the caller's transaction; whoever is enrolled stays on theirs. What the
 * version says of the course itself (title, price, length) counts from now on. The course's row is locked, so two who publish
 * take turns. Publishing what is published changes nothing.
 *
 * @throws CourseVersionMissingError, PublishedVersionChangedError, AutomationsUnfitError
 */
export async function publishCourseVersion(
  manager: EntityManager,
  { organizationId, courseId, courseVersionId, expectedPublished }: CourseVersionToPublish,
): Promise<{ number: number }> {
  const [course] = await manager.query<Array<{ published: string | null }>>(
    `SELECT published_version_id AS published FROM courses WHERE id = $1 AND organization_id = $2 FOR NO KEY UPDATE`,
    [courseId, organizationId],
  );
  const [version] = await manager.query<Array<{ number: number }>>(
    'SELECT number FROM course_versions WHERE id = $3 AND course_id = $1 AND organization_id = $2',
    [courseId, organizationId, courseVersionId],
  );
  if (!course || !version) throw new CourseVersionMissingError();
  if (course.published === courseVersionId) return version;
  if (course.published !== expectedPublished) throw new PublishedVersionChangedError();
  const unfit = await unfitAutomations(manager, organizationId, courseId, courseVersionId);
  if (unfit.length > 0) throw new AutomationsUnfitError(unfit);
  await manager.query(
    `UPDATE courses c SET published_version_id = v.id, title = COALESCE(v.about->>'title', c.title),
            description = COALESCE(v.about->>'description', c.description),
            duration_weeks = COALESCE((v.about->>'durationWeeks')::int, c.duration_weeks),
            price = COALESCE((v.about->'price'->>'amount')::numeric, c.price),
            currency = COALESCE(v.about->'price'->>'currency', c.currency),
            credential = COALESCE(v.about->'credential', c.credential)
       FROM course_versions v WHERE v.id = $3 AND c.id = $1 AND c.organization_id = $2`,
    [courseId, organizationId, courseVersionId],
  );
  await manager.query(
    `UPDATE course_versions SET state = 'published', published_at = clock_timestamp()
      WHERE id = $2 AND organization_id = $1`,
    [organizationId, courseVersionId],
  );
  return version;
}

/** Live automations of the course that could not be published against this version. */
export async function unfitAutomations(
  manager: EntityManager,
  organizationId: string,
  courseId: string,
  courseVersionId: string,
): Promise<UnfitAutomation[]> {
  // What others than the course offer is no matter of its version.
  const { writer: _, ...known } = await readCatalogue(manager, organizationId, courseId, courseVersionId);
  const catalogue = { ...known, automations: undefined };
  const live = await manager.query<Array<{ id: string; name: string; definition: unknown }>>(
    `SELECT a.id, a.name, v.definition FROM automations a JOIN automation_versions v ON v.id = a.live_version_id
      WHERE a.organization_id = $1 AND a.course_id = $2 AND a.archived_at IS NULL ORDER BY a.created_at`,
    [organizationId, courseId],
  );
  return live.flatMap(({ id, name, definition }) => {
    const compiled = compile(upgradeDefinition(definition), catalogue, 'live');
    return compiled.ok ? [] : [{ automationId: id, name, problems: compiled.problems }];
  });
}

import { z } from 'zod';
import { Id, Timestamp } from '../primitives.ts';

/** GET /api/courses/:id/versions -> page(CourseVersionSummary), newest first. */
export const CourseVersionSummary = z
  .strictObject({
    id: Id,
    number: z.number().int(),
    /** `draft`: imported and never published. */
    state: z.enum(['draft', 'published']),
    /** What new learners get. */
    current: z.boolean(),
    importedAt: Timestamp,
    publishedAt: Timestamp.nullable(),
    /** Enrollments of this version that have not ended. */
    learners: z.number().int(),
  })
  .meta({ id: 'CourseVersionSummary' });
export type CourseVersionSummary = z.infer<typeof CourseVersionSummary>;

/**
 * GET /api/courses/:id/versions/:versionId/changes: what the version has otherwise than the published one, and what publishing it
 * would mean.
 */
export const CourseVersionChanges = z
  .strictObject({
    publishedVersionId: Id.nullable(),
    changes: z.array(
      z.strictObject({
        change: z.enum(['added', 'changed', 'removed', 'moved']),
        what: z.enum(['course', 'phase', 'module', 'lesson', 'assignment']),
        text: z.string(),
      }),
    ),
    /** Live automations that do not fit: publishing is refused while there is one. */
    unfit: z.array(z.strictObject({ automationId: Id, name: z.string(), problems: z.array(z.string()) })),
    /** Titles of modules that the course's live journey does not open: new learners would never get to them. */
    unopened: z.array(z.string()),
  })
  .meta({ id: 'CourseVersionChanges' });
export type CourseVersionChanges = z.infer<typeof CourseVersionChanges>;

/**
 * POST /api/courses/:id/versions/:versionId/publish -> CourseVersionSummary. Learners inside stay on their version. 409
 * `course.version-stale` when another one was published meanwhile, 422 `course.automations-unfit`.
 */
export const PublishCourseVersion = z
  .strictObject({
    /** The published version as the publisher saw it. */
    publishedVersionId: Id.nullable(),
    note: z.string().max(500).default(''),
  })
  .meta({ id: 'PublishCourseVersion' });
export type PublishCourseVersion = z.infer<typeof PublishCourseVersion>;

import type { EntityManager } from 'typeorm';
import type { AdmissionPreview, AdmissionWho } from '@gradus/contracts';
import type { Definition } from '@gradus/flow';
import { subjectsOf } from './subjects-of.ts';

/** What a preview asks of an automation. */
export interface PreviewedAutomation {
  id: string;
  organizationId: string;
  courseId: string | null;
  use: 'journey' | 'campaign';
  definition: Pick<Definition, 'entry' | 'settings'>;
}

const SAMPLES = 20;

/**
 * What an admission would come to if everybody were let in now. Whether a keyed entry lets somebody in hangs on its key,
 * which nobody has yet: it counts as a yes.
 */
export async function previewAdmission(
  manager: EntityManager,
  { id, organizationId, courseId, use, definition }: PreviewedAutomation,
  who: AdmissionWho,
): Promise<AdmissionPreview> {
  const { sql, parameters } = subjectsOf(who, organizationId, courseId);
  const next = parameters.length + 1;
  const [row] = await manager.query<[AdmissionPreview]>(
    `WITH people AS (
       SELECT s.user_id, s.user_id IS NULL OR ($2::uuid IS NOT NULL AND s.enrollment_id IS NULL) AS unknown,
              EXISTS (SELECT 1 FROM runs r WHERE r.organization_id = $1 AND r.user_id = s.user_id
                         AND r.automation_id = ANY($${next + 1}::uuid[]) AND r.finished_at IS NULL) AS suppressed,
              COALESCE(mine.inside, false) AS inside, mine.inside IS NOT NULL AS before
         FROM (${sql}) AS s
         LEFT JOIN LATERAL (SELECT bool_or(r.finished_at IS NULL) AS inside FROM runs r
                WHERE r.automation_id = $${next}::uuid AND r.user_id = s.user_id
                  AND ($${next + 3}::text = 'campaign' OR r.enrollment_id = s.enrollment_id)) AS mine ON true),
     sorted AS (
       SELECT user_id, CASE WHEN unknown THEN 'unknown' WHEN suppressed THEN 'suppressed'
                            WHEN inside AND $${next + 2}::text IN ('once', 'afterEnd') THEN 'inside'
                            WHEN before AND $${next + 2}::text = 'once' THEN 'enteredBefore' ELSE 'enter' END AS fate
         FROM people)
     SELECT count(*)::int AS total,
            (count(*) FILTER (WHERE fate = 'enter'))::int AS enter,
            (count(*) FILTER (WHERE fate = 'inside'))::int AS inside,
            (count(*) FILTER (WHERE fate = 'enteredBefore'))::int AS "enteredBefore",
            (count(*) FILTER (WHERE fate = 'suppressed'))::int AS suppressed,
            (count(*) FILTER (WHERE fate = 'unknown'))::int AS unknown,
            (SELECT COALESCE(jsonb_agg(jsonb_build_object('userId', u.id, 'name', u.name, 'email', u.email)), '[]')
               FROM (SELECT user_id FROM sorted WHERE fate = 'enter' LIMIT ${SAMPLES}) AS few
               JOIN users u ON u.id = few.user_id) AS samples
       FROM sorted`,
    [...parameters, id, definition.settings.suppressWhile ?? [], definition.entry.rule, use],
  );
  return row;
}

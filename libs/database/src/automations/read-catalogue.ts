import type { EntityManager } from 'typeorm';
import type { Catalogue } from '@gradus/flow';
import { readWriter } from './writer.ts';
import { egressHosts } from '../outside/egress-hosts.ts';
import { keysOf } from '../outside/signing-keys.ts';

/** What the published version of a course, or the one named, and the school offer to a drawing. */
export async function readCatalogue(
  manager: EntityManager,
  organizationId: string,
  courseId: string | null,
  courseVersionId: string | null = null,
  automationId: string | null = null,
): Promise<Catalogue> {
  const segments = await manager.query<Array<{ id: string; name: string }>>(
    'SELECT id, name FROM segments WHERE organization_id = $1 AND archived_at IS NULL ORDER BY name',
    [organizationId],
  );
  const egress = await readEgress(manager, organizationId);
  const writer = await readWriter(manager);
  const known = writer === undefined ? {} : { writer };
  const courses = await manager.query<Array<{ key: string; title: string }>>(
    `SELECT key, title FROM courses WHERE organization_id = $1 AND published_version_id IS NOT NULL ORDER BY title`,
    [organizationId],
  );
  const automations = await readCallable(manager, organizationId);
  const school = { segments, egress, courses, automations, automationId, ...known };
  if (courseId === null) return { modules: [], courseTitle: null, ...school };
  const rows = await manager.query<
    Array<{
      course_title: string;
      key: string | null;
      title: string;
      position: number;
      phase: string;
      phase_title: string;
      has_assessment: boolean;
    }>
  >(
    `SELECT c.title AS course_title, m.key, m.title, m.position, p.key AS phase, p.title AS phase_title,
            EXISTS (SELECT 1 FROM assessments a WHERE a.module_id = m.id AND a.required) AS has_assessment
       FROM courses c
       LEFT JOIN modules m ON m.course_version_id = COALESCE($3::uuid, c.published_version_id)
       LEFT JOIN phases p ON p.id = m.phase_id
      WHERE c.id = $1 AND c.organization_id = $2 ORDER BY m.position`,
    [courseId, organizationId, courseVersionId],
  );
  return {
    ...school,
    courseTitle: rows[0]?.course_title ?? null,
    modules: rows
      .filter((row) => row.key !== null)
      .map((row) => ({
        key: row.key!,
        title: row.title,
        position: row.position,
        phase: row.phase,
        phaseTitle: row.phase_title,
        hasAssessment: row.has_assessment,
      })),
  };
}

/** The school's automations by name, as whoever calls one has to know them. */
async function readCallable(
  manager: EntityManager,
  organizationId: string,
): Promise<NonNullable<Catalogue['automations']>> {
  return manager.query(
    `SELECT a.id, a.name, a.use, COALESCE(v.calls, '{}') AS calls,
            COALESCE(v.definition->'settings'->'suppressWhile', '[]') AS "suppressWhile",
            CASE WHEN a.archived_at IS NOT NULL THEN 'archived' WHEN v.id IS NULL THEN 'unpublished' ELSE 'live' END AS state
       FROM automations a LEFT JOIN automation_versions v ON v.id = a.live_version_id
      WHERE a.organization_id = $1 ORDER BY a.name, a.id LIMIT 2000`,
    [organizationId],
  );
}

async function readEgress(
  manager: EntityManager,
  organizationId: string,
): Promise<NonNullable<Catalogue['egress']>> {
  const keys = await keysOf(manager, { organizationId, automationId: null, direction: 'out' });
  return { hosts: await egressHosts(manager, organizationId), schoolKey: keys.length > 0 };
}

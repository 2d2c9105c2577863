import type { Audience, AudiencePreview } from '@gradus/contracts';
import type { EntityManager } from 'typeorm';
import { Parameters, audienceSql } from './audience-sql.ts';

const SAMPLES = 20;

/** Whom the audience takes in now. */
export async function previewAudience(
  manager: EntityManager,
  organizationId: string,
  audience: Audience,
): Promise<AudiencePreview> {
  const parameters = new Parameters([organizationId]);
  const predicate = audienceSql(audience, parameters);
  const [row] = await manager.query<[AudiencePreview]>(
    `WITH matched AS (
       SELECT p.user_id, p.created_at FROM memberships p WHERE p.organization_id = $1::uuid AND ${predicate})
     SELECT (SELECT count(*)::int FROM matched) AS total,
            (SELECT COALESCE(jsonb_agg(jsonb_build_object('userId', u.id, 'name', u.name, 'email', u.email)), '[]')
               FROM (SELECT user_id FROM matched ORDER BY created_at DESC LIMIT ${SAMPLES}) AS few
               JOIN users u ON u.id = few.user_id) AS samples`,
    parameters.values,
  );
  return row;
}

import type { EntityManager } from 'typeorm';
import { type CalledPlan, type Plan, calledBy } from '@gradus/flow';
import type { Plans } from '../running/plans.ts';

/** Whose plan it is. */
export interface Calling {
  organizationId: string;
  automationId: string;
  /** Null: it belongs to no course. */
  courseId: string | null;
}

/** Far more than anybody calls; a round is met but once. */
const MOST = 100;

/**
 * A plan with those of the automations that it calls, and that they call, as they are published now: whoever imagines a run
 * goes through them. Those of another course are left out: what is imagined of a learner is imagined in this one.
 */
export async function withCalled(
  manager: EntityManager,
  plans: Plans,
  { organizationId, automationId, courseId }: Calling,
  plan: Plan,
): Promise<Plan> {
  const called: Record<string, CalledPlan> = {};
  let ahead = calledBy(plan.definition);
  while (ahead.length > 0 && Object.keys(called).length < MOST) {
    const rows = await manager.query<Array<{ id: string; name: string; version_id: string }>>(
      `SELECT id, name, live_version_id AS version_id FROM automations
        WHERE organization_id = $1 AND id::text = ANY($2) AND live_version_id IS NOT NULL AND archived_at IS NULL
          AND (course_id IS NULL OR course_id = $3)`,
      [organizationId, ahead, courseId],
    );
    const next = new Set<string>();
    for (const { id, name, version_id: versionId } of rows) {
      const found = await plans.of(manager, versionId);
      called[id] = { name, plan: found };
      for (const other of calledBy(found.definition)) next.add(other);
    }
    ahead = [...next].filter((id) => called[id] === undefined);
  }
  return Object.keys(called).length === 0 ? plan : { ...plan, automationId, called };
}

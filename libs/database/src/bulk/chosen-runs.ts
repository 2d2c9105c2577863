import type { BulkFilter, RunOrder } from '@gradus/contracts';

/** Orders to a run as a whole; the others are for one visit of it. */
const WHOLE: ReadonlySet<RunOrder['name']> = new Set(['exit', 'pause', 'resume']);

/** Visits that an order can be for, where the filter does not say; the engine has the last word on each. */
const STATES: Partial<Record<RunOrder['name'], string>> = {
  retry: `s.state = 'blocked'`,
  settle: `s.state = 'blocked'`,
  postpone: `s.state = 'waiting'`,
  releaseNow: `s.state = 'waiting'`,
};

/** A query of whom an order is for: `run_id`, `step_id`, `visit`, `seen_deadline`, `since`; one row each. */
export interface ChosenRuns {
  sql: string;
  parameters: unknown[];
}

/**
 * Whom a filter finds for an order, in an organization: open runs, or the visits that learners are at in them. For `resume`
 * of an automation (`pausedBy`) only runs that were paused with it.
 */
export function chosenRuns(
  organizationId: string,
  filter: BulkFilter,
  order: RunOrder,
  pausedBy?: 'automation',
): ChosenRuns {
  const parameters: unknown[] = [organizationId];
  const put = (value: unknown) => `$${parameters.push(value)}`;
  const ofRun = runConditions(filter, put);
  if (pausedBy === 'automation') ofRun.push(`r.state->>'pausedBy' = 'automation'`);
  const ofVisit = visitConditions(filter, put);
  const from = `runs r ${filter.courseVersionId || filter.enrolledFrom || filter.enrolledUntil ? 'JOIN enrollments e ON e.id = r.enrollment_id' : ''}`;
  const where = ['r.organization_id = $1', 'r.finished_at IS NULL', ...ofRun];
  if (WHOLE.has(order.name)) {
    const visits = ['s.run_id = r.id', 's.left_at IS NULL', ...ofVisit].join(' AND ');
    if (ofVisit.length > 0) where.push(`EXISTS (SELECT 1 FROM step_runs s WHERE ${visits})`);
    const sql = `SELECT r.id AS run_id, NULL::text AS step_id, NULL::int AS visit, NULL::timestamptz AS seen_deadline,
                        r.started_at AS since FROM ${from} WHERE ${where.join(' AND ')}`;
    return { sql, parameters };
  }
  const own = filter.state === undefined ? STATES[order.name] : undefined;
  where.push('s.left_at IS NULL', ...ofVisit, ...(own === undefined ? [] : [own]));
  const sql = `SELECT r.id AS run_id, s.step_id::text, s.visit, s.deadline AS seen_deadline, s.entered_at AS since
                 FROM ${from} JOIN step_runs s ON s.run_id = r.id WHERE ${where.join(' AND ')}`;
  return { sql, parameters };
}

type Put = (value: unknown) => string;

function runConditions(filter: BulkFilter, put: Put): string[] {
  const conditions: string[] = [];
  if (filter.automationId !== undefined) conditions.push(`r.automation_id = ${put(filter.automationId)}`);
  if (filter.versionId !== undefined) conditions.push(`r.version_id = ${put(filter.versionId)}`);
  if (filter.runIds !== undefined) conditions.push(`r.id = ANY(${put(filter.runIds)}::uuid[])`);
  if (filter.courseVersionId !== undefined)
    conditions.push(`e.course_version_id = ${put(filter.courseVersionId)}`);
  if (filter.enrolledFrom !== undefined)
    conditions.push(`e.enrolled_at >= ${put(filter.enrolledFrom)}::timestamptz`);
  if (filter.enrolledUntil !== undefined)
    conditions.push(`e.enrolled_at < ${put(filter.enrolledUntil)}::timestamptz`);
  return conditions;
}

function visitConditions(filter: BulkFilter, put: Put): string[] {
  const conditions: string[] = [];
  if (filter.stepId !== undefined) conditions.push(`s.step_id = ${put(filter.stepId)}`);
  if (filter.state !== undefined) conditions.push(`s.state = ${put(filter.state)}`);
  if (filter.cause !== undefined)
    conditions.push(
      `s.state = 'blocked' AND COALESCE(s.problem_code, 'flow.blocked') = ${put(filter.cause)}`,
    );
  if (filter.sinceBefore !== undefined)
    conditions.push(`s.entered_at < ${put(filter.sinceBefore)}::timestamptz`);
  return conditions;
}

import { randomUUID } from 'node:crypto';
import { takeTurn } from '@gradus/activities';
import { admit, readLiveAutomation } from '@gradus/database';
import type { Step, StepOf } from '@gradus/flow';
import type { Learner, School } from './school.ts';

/** A step that calls this automation and waits for its end, unless told otherwise. */
export function callStep(automation: string, more: Partial<StepOf<'callAutomation'>['config']> = {}): Step {
  return {
    kind: 'callAutomation',
    title: 'Call',
    config: { automation, values: [], wait: true, zone: 'none', detached: false, ...more },
  };
}

/** Lets a learner into an automation, as an event would; answers the run, or why there is none. */
export function letIn(
  school: School,
  automationId: string,
  { userId, enrollmentId }: Learner,
  at = new Date(),
) {
  const { dataSource, organizationId, parts } = school;
  return dataSource.transaction(async (manager) => {
    const live = await readLiveAutomation(manager, organizationId, automationId);
    const occasion = { key: `test:${randomUUID()}`, at, data: {} };
    return admit(manager, parts.parts.plans, live!, { organizationId, userId, enrollmentId }, occasion);
  });
}

/** The same for a run that is known to begin. */
export async function begin(
  school: School,
  automationId: string,
  learner: Learner,
  at?: Date,
): Promise<string> {
  const { runId } = await letIn(school, automationId, learner, at);
  if (runId === null) throw new Error('They were not let in.');
  return runId;
}

/** One turn of a run, by nobody's bell. */
export const turn = (school: School, runId: string) =>
  takeTurn(school.dataSource, school.parts.parts.plans, runId);

export interface CalledRun {
  id: string;
  outcome: string | null;
  vars: Record<string, unknown>;
  called_by_run_id: string;
  called_by_step_id: string;
  version_id: string;
}

/** The runs that a run has called, oldest first. */
export function calledBy(school: School, runId: string): Promise<CalledRun[]> {
  return school.dataSource.query<CalledRun[]>(
    `SELECT id, outcome, state->'vars' AS vars, called_by_run_id, called_by_step_id, version_id
       FROM runs WHERE called_by_run_id = $1 ORDER BY started_at, id`,
    [runId],
  );
}

/** Where a run stands (`step` or `step status`), or its outcome. */
export async function placeOf(school: School, runId: string): Promise<string> {
  const [row] = await school.dataSource.query<
    [{ outcome: string | null; tokens: Array<{ stepId: string; status: string }> }]
  >(`SELECT outcome, state->'tokens' AS tokens FROM runs WHERE id = $1`, [runId]);
  if (row.outcome !== null) return row.outcome;
  return row.tokens
    .map(({ stepId, status }) => (status === 'waiting' ? stepId : `${stepId} ${status}`))
    .join(', ');
}

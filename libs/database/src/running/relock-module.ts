import type { Instant } from '@gradus/flow';
import type { ModuleClosing } from '../entities/learning.ts';
import type { Standing } from '../learning/read-facts.ts';
import type { Asks, Prepared } from '../statements/pipeline.ts';
import { ModuleMissingError, type UnlockSubject } from './project-unlocks.ts';

/** By which step of which run a module is closed, when, and why. */
export interface Closer extends Pick<ModuleClosing, 'runId' | 'stepId' | 'reason'> {
  automationId: string;
  at: Instant;
}

/**
 * Only what is open at that moment is closed: what somebody has opened after it, stays open. The audit log says so in the
 * same statement.
 */
const RELOCK: Prepared = {
  name: 'relock-module',
  text: `
WITH closed AS (
  UPDATE module_unlocks u
     SET state = 'projected', unlock_at = NULL, expected_at = NULL, because = '[]', closings = u.closings || jsonb_build_array(
           jsonb_build_object('opened', u.unlock_at, 'at', $4::timestamptz, 'reason', $5::text, 'runId', $6::text, 'stepId', $7::text))
   WHERE u.organization_id = $1 AND u.enrollment_id = $2 AND u.module_id = $3 AND u.unlock_at <= $4
  RETURNING u.module_id)
INSERT INTO audit_log (organization_id, action, subject_kind, subject_id, reason, data)
SELECT $1, 'module.relock', 'enrollment', $2::text, $5,
       jsonb_build_object('module', $9::text, 'run', $6::text, 'step', $7::text, 'automation', $8::text)
  FROM closed`,
};

/**
 * Closes a module again for one enrollment. Its dates are then the engine's to write anew: `standing` is told, so that the
 * same turn already does. Sent without waiting for the answer.
 *
 * @throws ModuleMissingError when the learner's course version has no such module
 */
export function relockModule(
  asks: Asks,
  { organizationId, enrollmentId, clock }: UnlockSubject,
  { modules }: Standing,
  moduleKey: string,
  closer: Closer,
): void {
  const module = modules.get(moduleKey);
  if (!module) throw new ModuleMissingError(moduleKey);
  const { runId, stepId, reason, automationId } = closer;
  const at = clock.toReal(closer.at);
  void asks.ask(RELOCK, [
    organizationId,
    enrollmentId,
    module.id,
    at,
    reason,
    runId,
    stepId,
    automationId,
    moduleKey,
  ]);
  const before = module.unlock;
  if (!before || before.unlock_at === null || new Date(before.unlock_at) > at) return;
  const closing = { opened: before.unlock_at, at: at.toISOString(), reason, runId, stepId };
  const closings = [...before.closings, closing];
  module.unlock = { state: 'projected', unlock_at: null, expected_at: null, because: [], closings };
}

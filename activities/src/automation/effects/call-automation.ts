import type { EntityManager } from 'typeorm';
import {
  type Admission,
  Plans,
  RunClock,
  admit,
  enrollmentIn,
  readLiveAutomation,
  tryLockEntries,
} from '@gradus/database';
import { CALLED_AT, ConditionFailedError, type StepOf } from '@gradus/flow';
import { type BellTarget, runBell } from '@gradus/temporal';
import { EffectRefusedError, EntriesBusyError } from '../../ledger/problems.ts';
import type { EffectWork, LateEffect, RunEffect } from './effect-work.ts';
import { endRun } from '../calling/end-called.ts';

type Config = StepOf<'callAutomation'>['config'];

/** Versions are immutable, so this process keeps what it has read of them. */
const plans = new Plans();

interface Caller {
  organization_id: string;
  automation_id: string;
  user_id: string;
  enrollment_id: string | null;
  course_id: string | null;
  clock_origin: Date;
  speed: number;
  step_id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const NOT_LET_IN: Record<Extract<Admission, { runId: null }>['because'], string> = {
  inside: 'The learner is inside the called automation already.',
  'entered-before': 'The learner has been in the called automation before, and it lets everybody in once.',
  suppressed: 'The learner is inside an automation that keeps them out of the called one.',
};

/**
 * Done when the called run's row exists, in the version that is published now: its end is an event. Its entry rules hold as for
 * anybody, and who they keep out is refused with the reason.
 */
export const callAutomation: EffectWork = {
  inTurn: true,
  asOfDecision: true,
  claimSeconds: 15,
  call: () => Promise.resolve(null),
  async settle(manager, effect) {
    const config = effect.config as Config;
    const caller = await callerOf(manager, effect);
    const called = UUID.test(config.automation)
      ? await readLiveAutomation(manager, caller.organization_id, config.automation)
      : null;
    if (!called || called.use === 'journey')
      throw new EffectRefusedError(
        'call.unfit',
        'The automation that is called here is not published, or archived. Publish it or choose another one, then retry.',
      );
    await refuseRound(manager, effect.runId, called.id);
    await takeEntries(manager, effect, caller);
    const admission = await admit(manager, plans, called, await subjectOf(manager, caller, called.courseId), {
      key: `call:${effect.outwardKey}`,
      at: calledAt(effect, caller),
      data: handedOver(effect.given),
    }).catch(withoutKey);
    if (admission.runId === null)
      throw new EffectRefusedError(`call.${admission.because}`, NOT_LET_IN[admission.because]);
    const { runId } = admission;
    await manager.query(
      `UPDATE runs SET called_by_run_id = $2, called_by_step_id = $3, called_key = $4, detached = $5 WHERE id = $1`,
      [runId, effect.runId, caller.step_id, effect.key, config.detached],
    );
    return { outcome: { runId }, ring: runBell(runId) };
  },
  undo: takeOut,
};

/** Whoever was elsewhere by the time the call came through is taken out of the called run. */
async function takeOut(manager: EntityManager, { outcome }: LateEffect): Promise<BellTarget | false> {
  const { runId } = outcome;
  if (typeof runId !== 'string') return false;
  await endRun(manager, runId, 'late');
  return runBell(runId);
}

async function callerOf(manager: EntityManager, { runId, key }: RunEffect): Promise<Caller> {
  const [row] = await manager.query<Caller[]>(
    `SELECT r.organization_id, r.automation_id, r.user_id, r.enrollment_id, e.course_id, r.clock_origin, r.speed, f.step_id
       FROM runs r JOIN effects f ON f.run_id = r.id AND f.key = $2 LEFT JOIN enrollments e ON e.id = r.enrollment_id
      WHERE r.id = $1`,
    [runId, key],
  );
  if (!row) throw new Error(`No run ${runId}.`);
  return row;
}

/**
 * Whoever lets people in takes the person's lock before any row; a turn comes to it with its own rows locked, and must not
 * wait there.
 */
async function takeEntries(
  manager: EntityManager,
  { inTurn = false }: RunEffect,
  { organization_id: organizationId, user_id: userId }: Caller,
): Promise<void> {
  if (inTurn && !(await tryLockEntries(manager, { organizationId, userId })))
    throw new EntriesBusyError(
      'Somebody else is letting the learner in somewhere. It is tried again at once.',
    );
}

/** The learner in the place that the called automation is about: the caller's own, or the one in its course. */
async function subjectOf(
  manager: EntityManager,
  { organization_id: organizationId, user_id: userId, enrollment_id: enrollmentId, course_id }: Caller,
  courseId: string | null,
) {
  if (courseId === null || courseId === course_id) return { organizationId, userId, enrollmentId };
  const place = await enrollmentIn(manager, { organizationId, userId, courseId });
  if (place === null)
    throw new EffectRefusedError(
      'call.no-place',
      'The called automation is about a course in which the learner has no place. Give them one, then retry.',
    );
  return { organizationId, userId, enrollmentId: place };
}

/** Who may enter is told apart by a value that nobody has: as long as that is so, trying again would not help. */
function withoutKey(error: unknown): never {
  if (!(error instanceof ConditionFailedError)) throw error;
  throw new EffectRefusedError(
    'call.key-unknown',
    'The called automation lets in by a value that is not known of this learner. Hand it over in this step or give it to them, then retry.',
  );
}

/** The moment of the call by the clock on the wall: a call that is carried out late begins as if it were not. */
function calledAt({ given }: RunEffect, { clock_origin: origin, speed }: Caller): Date {
  const at = given[CALLED_AT];
  return typeof at === 'number' ? new RunClock(origin, speed).toReal(at) : new Date();
}

function handedOver({ [CALLED_AT]: _at, ...values }: RunEffect['given']): RunEffect['given'] {
  return values;
}

/** Publishing refuses calls that lead round in a circle; a run on an older version may still hold one. */
async function refuseRound(manager: EntityManager, runId: string, automationId: string): Promise<void> {
  const rows = await manager.query<unknown[]>(
    `WITH RECURSIVE callers AS (
       SELECT id, automation_id, called_by_run_id FROM runs WHERE id = $1
        UNION ALL
       SELECT r.id, r.automation_id, r.called_by_run_id FROM runs r JOIN callers c ON r.id = c.called_by_run_id)
     SELECT 1 FROM callers WHERE automation_id = $2 LIMIT 1`,
    [runId, automationId],
  );
  if (rows.length === 0) return;
  throw new EffectRefusedError(
    'call.round',
    'The called automation is among those that led here, so it would go round for ever. Take the call out of the drawing, then skip the step.',
  );
}

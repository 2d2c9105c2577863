import type { EntityManager } from 'typeorm';
import { AFTER_EVERYTHING, type Facts, type FactsView, completionsUndone, factsAt } from '@gradus/flow';
import { recordEvent } from '../events/record-event.ts';
import { RunClock } from '../running/run-clock.ts';
import { readFacts } from './read-facts.ts';

export interface ProgressSubject {
  id: string;
  organizationId: string;
  userId: string;
  courseId: string;
  enrolledAt: Date;
  speed: number;
}

/**
 * Locks an enrollment for a change of its facts. Whoever adds a fact (lesson done, work handed in, grade) and whoever
 * decides by the facts (a turn) takes this lock first, so that none of them overlooks the other.
 */
export async function lockEnrollment(
  manager: EntityManager,
  enrollmentId: string,
): Promise<ProgressSubject | null> {
  const [row] = await manager.query<
    Array<{
      id: string;
      organization_id: string;
      user_id: string;
      course_id: string;
      enrolled_at: Date;
      speed: number;
    }>
  >(
    `SELECT id, organization_id, user_id, course_id, enrolled_at, speed FROM enrollments WHERE id = $1 FOR NO KEY UPDATE`,
    [enrollmentId],
  );
  if (!row) return null;
  return {
    id: row.id,
    organizationId: row.organization_id,
    userId: row.user_id,
    courseId: row.course_id,
    enrolledAt: row.enrolled_at,
    speed: row.speed,
  };
}

/**
 * Works progress out anew from the facts, writes the projection and records what became true (`module.completed`,
 * `requirements.met`): once, and once more each time it became true again after a changed grade had undone it. Call after
 * `lockEnrollment` and the change, in the same transaction.
 */
export async function refreshProgress(
  manager: EntityManager,
  enrollment: ProgressSubject,
): Promise<FactsView> {
  const clock = new RunClock(enrollment.enrolledAt, enrollment.speed);
  const facts = await readFacts(manager, enrollment.id, clock);
  const view = factsAt(facts, AFTER_EVERYTHING);
  await manager.query(
    'UPDATE enrollments SET progress_percentage = $2 WHERE id = $1 AND progress_percentage <> $2',
    [enrollment.id, view.progress.toFixed(2)],
  );
  const base = {
    organizationId: enrollment.organizationId,
    userId: enrollment.userId,
    enrollmentId: enrollment.id,
    courseId: enrollment.courseId,
  };
  const undone = undoneBy(facts);
  for (const [module, { completed }] of Object.entries(view.modules))
    if (completed)
      await recordEvent(manager, {
        ...base,
        type: 'module.completed',
        key: nth(`module.completed:${enrollment.id}:${module}`, undone.get(module)),
        data: { module },
      });
  if (view.requirementsMet)
    await recordEvent(manager, {
      ...base,
      type: 'requirements.met',
      key: nth(`requirements.met:${enrollment.id}`, sumOf(undone)),
    });
  return view;
}

/** How often each module's completion was undone. */
const undoneBy = ({ modules }: Facts): Map<string, number> =>
  new Map(modules.map((module) => [module.key, completionsUndone(module, AFTER_EVERYTHING)]));

/** While all requirements are met no module is undone, so this is another number each time they are met again. */
const sumOf = (undone: Map<string, number>): number =>
  [...undone.values()].reduce((sum, times) => sum + times, 0);

/** The first has the plain key, which the events written so far have. */
const nth = (key: string, undone = 0): string => (undone === 0 ? key : `${key}:${undone}`);

import type { TaskDecision } from '@gradus/contracts';
import type { TaskBackup } from '@gradus/database';
import type { Caller } from '../access/caller.ts';

/** What can be answered to each kind of task. */
export const ANSWERS: Record<'approval' | 'todo' | 'alert', TaskDecision[]> = {
  approval: ['approved', 'rejected'],
  todo: ['done', 'notDone'],
  alert: ['acknowledged'],
};

interface Asked {
  assignee_id: string | null;
  role: string | null;
  backups: TaskBackup[];
}

/** Who is asked, whoever it has come to since, and the owner of the school may decide. */
export function mayDecide(task: Asked, { userId, role }: Caller, now: Date): boolean {
  if (role === 'admin') return true;
  const known = [
    { personId: task.assignee_id, role: task.role },
    ...task.backups.filter(({ from }) => new Date(from) <= now),
  ];
  return known.some((one) => one.personId === userId || one.role === role);
}

/** The same in SQL, for a task `t`, the person `$2` and their role `$3`. */
export const MINE = `(t.assignee_id = $2 OR EXISTS (
  SELECT 1 FROM jsonb_array_elements(t.backups) b
   WHERE b->>'personId' = $2::text AND (b->>'from')::timestamptz <= clock_timestamp()))`;
export const OF_ROLE = `(t.role = $3 OR EXISTS (
  SELECT 1 FROM jsonb_array_elements(t.backups) b
   WHERE b->>'role' = $3::text AND (b->>'from')::timestamptz <= clock_timestamp()))`;

import { useQuery } from '@tanstack/react-query';
import { taskCountQuery, taskKeys } from '../../api/acting/tasks.ts';
import { useLive } from '../../api/live.ts';

/** How many open tasks are the reader's or their role's. */
export function TaskBadge() {
  useLive({ tasks: [taskKeys.all()] });
  const count = useQuery(taskCountQuery).data;
  const open = count ? count.mine + count.role : 0;
  if (open === 0) return null;
  return (
    <span className="ml-auto rounded-full bg-accent-soft px-2 text-xs font-semibold text-accent tabular-nums">
      {open}
      <span className="sr-only"> open</span>
    </span>
  );
}

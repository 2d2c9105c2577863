import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { taskKeys, taskQuery } from '../../api/acting/tasks.ts';
import { useLive } from '../../api/live.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TaskCard } from './task-card.tsx';

/** One task, where the mails and notices about it lead. */
export function TaskPage() {
  const { taskId } = useParams({ from: '/tasks/$taskId' });
  useLive({ tasks: [taskKeys.all()] });
  const query = useQuery(taskQuery(taskId));
  return (
    <Page title="Task">
      <PageHeader
        title="Task"
        above={
          <Link to="/tasks" className="text-accent hover:underline">
            All tasks
          </Link>
        }
      />
      {query.isPending && <Skeleton className="h-40 rounded-xl" />}
      {query.isError && (
        <Card>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Card>
      )}
      {query.data && <TaskCard task={query.data} />}
    </Page>
  );
}

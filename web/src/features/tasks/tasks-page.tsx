import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ClipboardCheck } from 'lucide-react';
import { useState } from 'react';
import { type TaskFilter, taskCountQuery, taskKeys, tasksQuery } from '../../api/acting/tasks.ts';
import { useLive } from '../../api/live.ts';
import { Card } from '../../ui/card.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Select } from '../../ui/control/select.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TaskCard } from './task-card.tsx';

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
] as const;

/** What automations ask people of the school for: to decide, to do, to take notice. */
export function TasksPage() {
  const [filter, setFilter] = useState<TaskFilter>({ whose: 'all', state: 'open' });
  useLive({ tasks: [taskKeys.all()] });
  const count = useQuery(taskCountQuery).data;
  const whose = [
    { value: 'all', label: 'Everybody’s' },
    { value: 'mine', label: count ? `Mine (${count.mine})` : 'Mine' },
    { value: 'role', label: count ? `My role’s (${count.role})` : 'My role’s' },
  ] as const;
  return (
    <Page title="Tasks">
      <PageHeader
        title="Tasks"
        description="What automations need a person for. A learner who waits for you goes on as soon as you decide."
      />
      <div className="grid max-w-xl gap-4 sm:grid-cols-2">
        <FormField label="Whose">
          <Select
            choices={whose}
            value={filter.whose}
            onChange={(next) => setFilter({ ...filter, whose: next })}
          />
        </FormField>
        <FormField label="Show">
          <Select
            choices={STATES}
            value={filter.state}
            onChange={(state) => setFilter({ ...filter, state })}
          />
        </FormField>
      </div>
      <TaskList filter={filter} />
    </Page>
  );
}

function TaskList({ filter }: { filter: TaskFilter }) {
  const query = useInfiniteQuery(tasksQuery(filter));
  const tasks = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending)
    return (
      <div aria-busy className="flex flex-col gap-4">
        <Skeleton className="h-40 rounded-xl" />
        <Skeleton className="h-40 rounded-xl" />
      </div>
    );
  if (query.isError)
    return (
      <Card>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Card>
    );
  if (tasks.length === 0)
    return (
      <Card>
        <EmptyState icon={ClipboardCheck} title={filter.state === 'open' ? 'Nothing to do' : 'Nothing yet'}>
          Steps called “Ask for approval”, “Give a task” and “Raise an alert” bring their work here. This page
          updates by itself.
        </EmptyState>
      </Card>
    );
  return (
    <>
      <ul className="flex flex-col gap-4" aria-label="Tasks">
        {tasks.map((task) => (
          <li key={task.id}>
            <TaskCard task={task} />
          </li>
        ))}
      </ul>
      <MoreButton {...query} />
    </>
  );
}

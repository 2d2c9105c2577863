import type { PersonDetail } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { personQuery } from '../../api/acting/people.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonText } from '../../ui/skeleton.tsx';
import { Badge, SimulatedBadge } from '../../ui/status.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { CoursesCard } from './courses-card.tsx';
import { EraseCard } from './erasing/erase-card.tsx';
import { FieldsCard } from './fields-card.tsx';
import { TagsCard } from './tags-card.tsx';

/** What the school has noted about one person. Automations read and write the same. */
export function PersonPage() {
  const { userId } = useParams({ from: '/people/$userId' });
  const person = useQuery(personQuery(userId));
  if (person.isPending)
    return (
      <Page title="Person">
        <Card>
          <SkeletonText className="p-6" lines={6} />
        </Card>
      </Page>
    );
  if (person.isError)
    return (
      <Page title="Person">
        <Card>
          <ErrorState
            title="This person could not be read"
            error={person.error}
            onRetry={() => void person.refetch()}
            retrying={person.isFetching}
          />
        </Card>
      </Page>
    );
  return <PersonView person={person.data} />;
}

function PersonView({ person }: { person: PersonDetail }) {
  return (
    <Page title={person.name}>
      <PageHeader
        above={
          <Link to="/ops/search" search={{ search: person.email }} className="hover:underline">
            Courses, mails and runs of {person.name}
          </Link>
        }
        title={person.name}
        description={`${person.email} · ${person.timeZone}`}
        badges={
          <>
            <Badge>{person.role}</Badge>
            {person.simulated && <SimulatedBadge />}
          </>
        }
      />
      {person.erasedAt === null ? (
        <>
          <CoursesCard person={person} />
          <TagsCard person={person} />
          <FieldsCard person={person} />
        </>
      ) : (
        <Notice title="This person was erased">
          <Moment at={person.erasedAt} style="day" />. What they wrote can be read by nobody; grades and
          payments stay, without a name.
        </Notice>
      )}
      {person.erasedAt === null && <HistoryCard history={person.history} />}
      {person.erasedAt === null && <EraseCard person={person} />}
    </Page>
  );
}

function HistoryCard({ history }: Pick<PersonDetail, 'history'>) {
  return (
    <Card>
      <CardHeader title="What changed" />
      {history.length === 0 ? (
        <EmptyState icon={History} title="Nothing has been noted yet" className="py-8">
          Every tag and every field is kept here with who set it and when.
        </EmptyState>
      ) : (
        <CardBody>
          <ol className="flex flex-col gap-2.5 text-sm">
            {history.map((line, index) => (
              <li key={index} className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="min-w-0 break-words">{line.what}</span>
                <span className="text-ink-soft">
                  {line.by} · <Moment at={line.at} />
                </span>
              </li>
            ))}
          </ol>
        </CardBody>
      )}
    </Card>
  );
}

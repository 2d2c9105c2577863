import type { EnrollmentSubmissions } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { NotebookPen } from 'lucide-react';
import { enrollmentSubmissionsQuery, gradeKeys } from '../../../api/acting/grades.ts';
import { useLive } from '../../../api/live.ts';
import { EnrollmentStatus } from '../../../enrollments/enrollment-status.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { SimulatedBadge } from '../../../ui/status.tsx';
import { AssignmentCard } from './assignment-card.tsx';

/** All that one learner has handed in, what it was graded with, and how that came about. */
export function SubmissionsPage() {
  const { enrollmentId } = useParams({ from: '/teach/learners/$enrollmentId' });
  const submissions = useQuery(enrollmentSubmissionsQuery(enrollmentId));
  useLive(
    submissions.data
      ? { [`course:${submissions.data.courseId}`]: [gradeKeys.submissions(enrollmentId)] }
      : {},
  );
  // What was read stays when reading it again fails: a dialog may stand open over it.
  if (submissions.data) return <Submissions work={submissions.data} />;
  if (submissions.isPending)
    return (
      <Page title="Submissions">
        <Card aria-busy>
          <SkeletonText className="p-6" lines={7} />
        </Card>
      </Page>
    );
  return (
    <Page title="Submissions">
      <Card>
        <ErrorState
          title="What was handed in could not be read"
          error={submissions.error}
          onRetry={() => void submissions.refetch()}
          retrying={submissions.isFetching}
        />
      </Card>
    </Page>
  );
}

function Submissions({ work }: { work: EnrollmentSubmissions }) {
  const title = `Submissions of ${work.learnerName}`;
  return (
    <Page title={title}>
      <PageHeader
        above={
          <Link
            to="/teach/courses/$courseId"
            params={{ courseId: work.courseId }}
            search={{ tab: 'roster' }}
            className="hover:text-ink hover:underline"
          >
            Roster of {work.courseTitle}
          </Link>
        }
        title={title}
        badges={
          <>
            <EnrollmentStatus state={work.state} />
            {work.simulated && <SimulatedBadge />}
          </>
        }
        description="Every attempt with its grade. A grade that is wrong can be changed; the one before it stays in the history."
        actions={
          <Link
            to="/people/$userId"
            params={{ userId: work.userId }}
            className="self-center text-accent hover:underline"
          >
            About {work.learnerName}
          </Link>
        }
      />
      {work.items.length === 0 && (
        <Card>
          <EmptyState icon={NotebookPen} title="Nothing handed in yet">
            Attempts appear here as they are handed in, with their grades as soon as they have one.
          </EmptyState>
        </Card>
      )}
      {work.items.map((item) => (
        <AssignmentCard key={item.assessmentId} item={item} work={work} />
      ))}
    </Page>
  );
}

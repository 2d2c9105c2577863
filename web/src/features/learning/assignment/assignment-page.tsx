import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PenLine } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { AssessmentDetail } from '@gradus/contracts';
import { assessmentQuery } from '../../../api/assessments.ts';
import { progressQuery } from '../../../api/courses.ts';
import { hasCode } from '../../../api/problem.ts';
import { useMe } from '../../../api/session.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Button } from '../../../ui/control/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { Skeleton, SkeletonText } from '../../../ui/skeleton.tsx';
import { CourseTime } from '../course-time.tsx';
import { LockedLesson } from '../lesson/locked-lesson.tsx';
import { useLiveCourse } from '../use-live-course.ts';
import { WayBack } from '../way-back.tsx';
import { Editor } from './editor.tsx';
import { Rubric } from './rubric.tsx';
import { SubmissionCard } from '../submissions/submission-card.tsx';
import { isUnderWay } from '../submissions/submission-words.ts';

const route = getRouteApi('/courses/$courseId/assignments/$assessmentId');

export function AssignmentPage() {
  const { courseId, assessmentId } = route.useParams();
  const assessment = useQuery({
    ...assessmentQuery(assessmentId),
    // The grade comes as a live change; this is for the day when live changes do not.
    refetchInterval: (query) => (query.state.data?.submissions.some(isUnderWay) ? 15_000 : false),
  });
  const progress = useQuery(progressQuery(courseId));
  useLiveCourse(progress.data, assessmentId);
  const module = progress.data?.modules.find((each) => each.assessment?.id === assessmentId);

  if (assessment.isPending) return <Loading />;
  if (hasCode(assessment.error, 'module.locked'))
    return (
      <CourseTime progress={progress.data} readAt={progress.dataUpdatedAt}>
        <LockedLesson courseId={courseId} problem={assessment.error} />
      </CourseTime>
    );
  if (assessment.isError)
    return (
      <Page title="Assignment">
        <WayBack courseId={courseId} module={module} />
        <Card>
          <ErrorState
            title="The assignment could not be loaded"
            error={assessment.error}
            onRetry={() => void assessment.refetch()}
            retrying={assessment.isFetching}
          />
        </Card>
      </Page>
    );
  return (
    <Page width="wide" title={assessment.data.title}>
      <PageHeader
        above={<WayBack courseId={courseId} module={module ?? { title: assessment.data.moduleTitle }} />}
        title={assessment.data.title}
      />
      <CourseTime progress={progress.data} readAt={progress.dataUpdatedAt}>
        <Workplace assessment={assessment.data} />
      </CourseTime>
    </Page>
  );
}

function Workplace({ assessment }: { assessment: AssessmentDetail }) {
  const me = useMe();
  const submissions = [...assessment.submissions].sort((a, b) => b.attempt - a.attempt);
  const latest = submissions[0];
  const underWay = submissions.some(isUnderWay);
  const writing = assessment.canSubmit && me && (
    <Editor key={`${me.id}:${submissions.length}`} assessment={assessment} personId={me.id} />
  );
  const history = submissions.length > 0 && (
    <section aria-labelledby="attempts" className="flex flex-col gap-4">
      <h2 id="attempts" className="text-lg font-semibold">
        What you handed in
      </h2>
      {submissions.map((submission, index) => (
        <SubmissionCard key={submission.id} submission={submission} latest={index === 0} />
      ))}
    </section>
  );
  return (
    <div className="grid items-start gap-7 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr]">
      <Card>
        <CardHeader title="What to do" />
        <CardBody>
          <Markdown text={assessment.instructions} compact />
        </CardBody>
      </Card>
      <Rubric assessment={assessment} />
      <div className="flex min-w-0 flex-col gap-7">
        {!assessment.canSubmit && assessment.reason && !underWay && <Notice>{assessment.reason}</Notice>}
        {latest?.grade ? (
          <>
            {history}
            {writing && latest.grade.passed ? <Again>{writing}</Again> : writing}
          </>
        ) : (
          <>
            {writing}
            {history}
          </>
        )}
      </div>
    </div>
  );
}

/** It is passed already; who wants to do better may, but is not asked to. */
function Again({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState(false);
  return wanted ? (
    children
  ) : (
    <Button className="self-start" onClick={() => setWanted(true)}>
      <PenLine aria-hidden />
      Improve it and hand in again
    </Button>
  );
}

function Loading() {
  return (
    <Page width="wide" title="Assignment">
      <div className="flex flex-col gap-3" role="status" aria-label="Loading">
        <Skeleton className="h-5 w-56" />
        <Skeleton className="h-9 w-96 max-w-full" />
      </div>
      <div className="grid items-start gap-7 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Card className="flex flex-col gap-8 p-6">
          <SkeletonText lines={6} />
          <Skeleton className="h-72 w-full" />
        </Card>
        <Card className="p-6">
          <SkeletonText lines={8} />
        </Card>
      </div>
    </Page>
  );
}

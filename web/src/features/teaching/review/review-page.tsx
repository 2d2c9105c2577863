import type { ReviewItem } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, PartyPopper } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLive } from '../../../api/live.ts';
import { reviewQueueQuery, teachingKeys } from '../../../api/teaching.ts';
import { Card } from '../../../ui/card.tsx';
import { Button, buttonStyle } from '../../../ui/control/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ReviewDesk } from './review-desk.tsx';

/** What the grader was unsure of, one submission at a time. */
export function ReviewPage() {
  useLive({ review: [teachingKeys.reviewQueue()] });
  const queue = useInfiniteQuery(reviewQueueQuery);
  const items = queue.data?.pages.flatMap((page) => page.items) ?? [];
  const total = queue.data?.pages[0]?.total ?? items.length;
  const [currentId, setCurrentId] = useState<string | null>(null);
  const found = items.findIndex((item) => item.submissionId === currentId);
  const index = Math.max(0, found);
  const current = items[index];
  /** Fixed by its id: what comes in meanwhile must not push away the one being judged. */
  if (current && found === -1) setCurrentId(current.submissionId);
  const { hasNextPage, fetchNextPage } = queue;
  useEffect(() => {
    if (hasNextPage && index >= items.length - 2) void fetchNextPage();
  }, [hasNextPage, fetchNextPage, index, items.length]);
  return (
    <Page title="Review queue" width="wide">
      <PageHeader
        title="Review queue"
        description="Work the grader was not sure about. The learner reads “your instructor is looking at it” until you decide."
        actions={current && <Pager items={items} index={index} total={total} onGo={setCurrentId} />}
      />
      <OwnWork waiting={queue.data?.pages[0]?.ownWaiting ?? 0} />
      {queue.isPending && (
        <div aria-busy className="grid gap-6 lg:grid-cols-2">
          <Skeleton className="h-96 rounded-xl" />
          <Skeleton className="h-96 rounded-xl" />
        </div>
      )}
      {queue.isError && (
        <Card>
          <ErrorState error={queue.error} onRetry={() => void queue.refetch()} />
        </Card>
      )}
      {queue.isSuccess && !current && <NothingToReview />}
      {current && (
        <ReviewDesk
          key={current.submissionId}
          item={current}
          onDecided={() => setCurrentId(items[index + 1]?.submissionId ?? null)}
        />
      )}
    </Page>
  );
}

interface PagerProps {
  items: ReviewItem[];
  index: number;
  total: number;
  onGo(submissionId: string): void;
}

function Pager({ items, index, total, onGo }: PagerProps) {
  const before = items[index - 1];
  const after = items[index + 1];
  return (
    <div className="flex items-center gap-2">
      <Button
        size="icon"
        aria-label="Previous submission"
        disabled={!before}
        onClick={() => before && onGo(before.submissionId)}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <p className="min-w-20 text-center text-sm tabular-nums" aria-live="polite">
        {index + 1} of {total}
      </p>
      <Button
        size="icon"
        aria-label="Next submission"
        disabled={!after}
        onClick={() => after && onGo(after.submissionId)}
      >
        <ChevronRight aria-hidden />
      </Button>
    </div>
  );
}

/** Nobody grades their own work; whoever takes part in a course that they teach is told where it is. */
function OwnWork({ waiting }: { waiting: number }) {
  if (waiting === 0) return null;
  return (
    <Notice>
      {waiting === 1 ? 'A piece of your own work waits too.' : `${waiting} pieces of your own work wait too.`}{' '}
      Another instructor or an administrator grades your own work, so it is not listed here.
    </Notice>
  );
}

function NothingToReview() {
  return (
    <Card>
      <EmptyState
        icon={PartyPopper}
        title="Nothing waits for you"
        action={
          <Link to="/teach" className={buttonStyle()}>
            Back to my courses
          </Link>
        }
      >
        The grader decides what it is sure of. When its confidence is low, the submission comes here, with
        what it proposes and the words it bases that on. This page updates by itself.
      </EmptyState>
    </Card>
  );
}

import type { NoticeItem } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BellOff, Check, CheckCheck } from 'lucide-react';
import { noticesQuery, useReadNotice, useReadNotices } from '../../api/acting/notices.ts';
import { cn } from '../../ui/class-names.ts';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Moment } from '../../ui/time/moment.tsx';

interface NoticeListProps {
  unread: number;
  onLeave(): void;
}

/** Newest first; what is unread stands out until it is marked. */
export function NoticeList({ unread, onLeave }: NoticeListProps) {
  const query = useInfiniteQuery(noticesQuery);
  const readAll = useReadNotices();
  const notices = query.data?.pages.flatMap((page) => page.items) ?? [];
  const newest = notices[0]?.at;
  if (query.isPending)
    return (
      <div aria-busy className="flex flex-col gap-3">
        <Skeleton className="h-24 rounded-lg" />
        <Skeleton className="h-24 rounded-lg" />
      </div>
    );
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (newest === undefined)
    return (
      <EmptyState icon={BellOff} title="Nothing yet">
        What your school wants you to know while you are here comes to this place.
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-3">
      {unread > 0 && (
        <Button
          size="sm"
          className="self-end"
          busy={readAll.isPending}
          onClick={() => readAll.mutate(newest)}
        >
          <CheckCheck aria-hidden /> Mark all as read
        </Button>
      )}
      <ul className="flex flex-col gap-3">
        {notices.map((notice) => (
          <li key={notice.id}>
            <NoticeCard notice={notice} onLeave={onLeave} />
          </li>
        ))}
      </ul>
      <MoreButton {...query} />
    </div>
  );
}

function NoticeCard({ notice, onLeave }: { notice: NoticeItem; onLeave(): void }) {
  const read = useReadNotice();
  const { id, title, body, path, at } = notice;
  return (
    <article
      className={cn('rounded-lg border border-line p-4', !notice.read && 'border-accent bg-accent-soft/40')}
    >
      <header className="flex items-baseline justify-between gap-3">
        <h3 className="min-w-0 font-semibold break-words">
          {!notice.read && <span className="sr-only">Unread: </span>}
          {title}
        </h3>
        <Moment at={at} distance="only" className="shrink-0 text-xs text-ink-soft" />
      </header>
      {body !== '' && <Markdown text={body} compact className="mt-1.5" />}
      <footer className="mt-3 flex flex-wrap gap-2 empty:hidden">
        {path !== null && (
          <Link
            to={path}
            className={buttonStyle({ size: 'sm' })}
            onClick={() => {
              if (!notice.read) read.mutate(id);
              onLeave();
            }}
          >
            Open<span className="sr-only">: {title}</span>
          </Link>
        )}
        {!notice.read && (
          <Button size="sm" variant="quiet" busy={read.isPending} onClick={() => read.mutate(id)}>
            <Check aria-hidden /> Mark as read<span className="sr-only">: {title}</span>
          </Button>
        )}
      </footer>
    </article>
  );
}

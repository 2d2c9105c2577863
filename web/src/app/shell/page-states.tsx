import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { buttonStyle } from '../../ui/control/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton, SkeletonText } from '../../ui/skeleton.tsx';

export function PageFailed({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Page title="Something went wrong">
      <ErrorState error={error} onRetry={() => void router.invalidate()} />
    </Page>
  );
}

export function PageMissing() {
  return (
    <Page title="Not found">
      <EmptyState
        icon={Compass}
        title="There is no such page"
        action={
          <Link to="/" className={buttonStyle({ variant: 'primary' })}>
            Go to the start
          </Link>
        }
      >
        The link may be old or mistyped. What you were looking for may have a new place.
      </EmptyState>
    </Page>
  );
}

export function PagePending() {
  return (
    <Page title="Loading" className="gap-8">
      <Skeleton className="h-9 w-72" />
      <SkeletonText lines={4} />
    </Page>
  );
}

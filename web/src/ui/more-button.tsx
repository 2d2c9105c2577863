import { cn } from './class-names.ts';
import { Button } from './control/button.tsx';

interface MoreButtonProps {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage(): unknown;
  className?: string;
}

/** At the foot of a list that goes on. Takes what an infinite query answers. */
export function MoreButton({ hasNextPage, isFetchingNextPage, fetchNextPage, className }: MoreButtonProps) {
  if (!hasNextPage) return null;
  return (
    <div className={cn('flex justify-center p-4', className)}>
      <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        Show more
      </Button>
    </div>
  );
}

import { useState } from 'react';
import { Button } from './control/button.tsx';

interface MoreButtonProps {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage(): unknown;
}

/**
 * At the foot of a list that goes on. Takes what an infinite query answers. Once pressed it stays, so that it keeps the focus when
 * the last of the list has come.
 */
export function MoreButton({ hasNextPage, isFetchingNextPage, fetchNextPage }: MoreButtonProps) {
  const [pressed, setPressed] = useState(false);
  if (!hasNextPage && !pressed) return null;
  const isWhole = !hasNextPage && !isFetchingNextPage;
  const more = () => {
    setPressed(true);
    void fetchNextPage();
  };
  return (
    <div className="flex justify-center p-4">
      <Button busy={isFetchingNextPage} disabled={isWhole} focusableWhenDisabled onClick={more}>
        {isWhole ? 'All are shown' : 'Show more'}
      </Button>
    </div>
  );
}

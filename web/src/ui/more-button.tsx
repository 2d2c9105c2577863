import { useState } from 'react';
import { Button } from './control/button.tsx';

interface MoreButtonProps {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isSuccess: boolean;
  isPlaceholderData: boolean;
  data: { pages: readonly unknown[] } | undefined;
  fetchNextPage(): unknown;
}

/**
 * At the foot of a list that goes on. Takes what an infinite query answers. Once pressed it stays, so that it keeps the focus when
 * the last of the list has come.
 */
export function MoreButton(props: MoreButtonProps) {
  const { hasNextPage, isFetchingNextPage, isSuccess, isPlaceholderData, data, fetchNextPage } = props;
  const [pressed, setPressed] = useState(false);
  // Another list is being read: what was pressed was the button of one that is no more.
  const isAnother = data === undefined || isPlaceholderData;
  if (pressed && isAnother) setPressed(false);
  const isRead = isSuccess && !isAnother && data.pages.length > 1;
  const isWhole = pressed && isRead && !hasNextPage && !isFetchingNextPage;
  if (!hasNextPage && !isFetchingNextPage && !isWhole) return null;
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

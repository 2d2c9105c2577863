import { useEffect, useState } from 'react';
import { useLiveState } from '../../api/live.ts';
import { Spinner } from '../../ui/progress.tsx';

/** Only once it takes noticeably long: a hiccup is nobody's concern. */
const PATIENCE_MS = 2_500;

export function LiveHint() {
  const away = useLiveState() === 'reconnecting';
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!away) return setLate(false);
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [away]);
  return (
    <span role="status" className="text-sm text-ink-soft">
      {away && late && (
        <span
          className="flex items-center gap-2"
          title="What you see may be a little old. It catches up by itself."
        >
          <Spinner />
          <span className="max-sm:sr-only">Reconnecting …</span>
        </span>
      )}
    </span>
  );
}

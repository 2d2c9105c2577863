import { useEffect, useState } from 'react';
import { useLiveState } from '../../api/live.ts';
import { Spinner } from '../../ui/progress.tsx';

/** Only once it takes noticeably long: a hiccup is nobody's concern. */
const PATIENCE_MS = 2_500;

export function LiveHint() {
  const away = useLiveState() === 'reconnecting';
  return (
    <span role="status" className="text-sm text-ink-soft">
      {away && <Reconnecting />}
    </span>
  );
}

function Reconnecting() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <span
      className="flex items-center gap-2"
      title="What you see may be a little old. It catches up by itself."
    >
      <Spinner />
      <span className="max-sm:sr-only">Reconnecting …</span>
    </span>
  );
}

import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';

interface JourneyLinkProps {
  /** Null: there is none. */
  runId: string | null;
  /** "of Ada", "in Pottery": which of those on the page, for whoever does not see what the link stands beside. */
  which: string;
}

/** From a place in a course to its run. */
export function JourneyLink({ runId, which }: JourneyLinkProps) {
  if (runId === null) return null;
  return (
    <Link
      to="/runs/$runId"
      params={{ runId }}
      aria-label={`See the journey ${which}`}
      className="inline-flex items-center gap-1 font-medium whitespace-nowrap text-accent hover:underline"
    >
      Journey <ArrowUpRight aria-hidden className="size-4" />
    </Link>
  );
}

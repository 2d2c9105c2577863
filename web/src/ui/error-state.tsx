import type { ReactNode } from 'react';
import { CircleAlert, RotateCw } from 'lucide-react';
import { cn } from './class-names.ts';
import { Button } from './control/button.tsx';

interface ErrorStateProps {
  title?: string;
  /** Its message is shown: errors of ours are written for people. */
  error?: unknown;
  onRetry?(): void;
  retrying?: boolean;
  action?: ReactNode;
  className?: string;
}

export function ErrorState({ title, error, onRetry, retrying, action, className }: ErrorStateProps) {
  const reference = (error as { requestId?: string | null } | null)?.requestId;
  return (
    <div role="alert" className={cn('flex flex-col items-center gap-3 px-6 py-14 text-center', className)}>
      <span className="grid size-12 place-items-center rounded-full bg-bad-soft text-bad">
        <CircleAlert className="size-6" aria-hidden />
      </span>
      <h2 className="text-lg font-semibold">{title ?? 'This did not work'}</h2>
      <p className="max-w-[52ch] text-ink-soft">{sentenceOf(error)}</p>
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        {onRetry && (
          <Button onClick={onRetry} busy={retrying ?? false}>
            <RotateCw aria-hidden />
            Try again
          </Button>
        )}
        {action}
      </div>
      {reference && <p className="text-xs text-ink-soft">Reference for support: {reference}</p>}
    </div>
  );
}

/** What to tell a person about anything thrown. */
export function sentenceOf(error: unknown): string {
  const known = error instanceof Error && 'code' in error;
  return known ? error.message : 'Something unexpected happened. Try again, or reload the page.';
}

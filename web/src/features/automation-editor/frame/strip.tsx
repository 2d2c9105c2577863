import type { ReactNode } from 'react';

interface StripProps {
  className: string;
  icon: ReactNode;
  action?: ReactNode;
  /** `quiet`: its parts say themselves what is to be announced. */
  alert?: boolean | 'quiet';
  children: ReactNode;
}

/** A line above the drawing. */
export function Strip({ className, icon, action, alert, children }: StripProps) {
  return (
    <div
      role={alert === 'quiet' ? undefined : alert ? 'alert' : 'status'}
      className={`flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 border-y border-line px-4 py-2 text-sm ${className}`}
    >
      {icon}
      <p className="min-w-0 flex-1 basis-56 text-ink">{children}</p>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}

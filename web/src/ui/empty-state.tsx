import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import { cn } from './class-names.ts';

interface EmptyStateProps {
  icon: LucideIcon;
  title: ReactNode;
  /** Why it is empty and what will appear here, or how to make it appear. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ icon: Icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center gap-3 px-6 py-14 text-center', className)}>
      <span className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon className="size-6" aria-hidden />
      </span>
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="max-w-[46ch] text-ink-soft">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

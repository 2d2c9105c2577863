import type { ReactNode } from 'react';
import { cn } from './class-names.ts';

const widths = {
  reading: 'max-w-[46rem]',
  normal: 'max-w-[64rem]',
  wide: 'max-w-[84rem]',
  full: 'max-w-none',
};

interface PageProps {
  width?: keyof typeof widths;
  /** Shown in the browser's tab. */
  title: string;
  className?: string;
  children: ReactNode;
}

/** The frame of a page: its measure, its margins, its title in the tab. */
export function Page({ width = 'normal', title, className, children }: PageProps) {
  return (
    <div
      className={cn(
        'mx-auto flex w-full flex-col gap-7 px-4 py-7 sm:px-6 sm:py-10',
        widths[width],
        className,
      )}
    >
      <title>{`${title} · Gradus`}</title>
      {children}
    </div>
  );
}

interface PageHeaderProps {
  title: ReactNode;
  /** Where we are: a link back, a course name. */
  above?: ReactNode;
  description?: ReactNode;
  badges?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, above, description, badges, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
      <div className="flex min-w-0 flex-col gap-1.5">
        {above && <div className="text-sm text-ink-soft">{above}</div>}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="text-2xl font-semibold tracking-tight sm:text-[1.75rem]">{title}</h1>
          {badges}
        </div>
        {description && <p className="max-w-[68ch] text-ink-soft">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}

import { Link } from '@tanstack/react-router';
import { Activity, ChevronLeft, Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../../../ui/class-names.ts';
import { useEditorScope } from '../store/editor-context.tsx';

interface FrameProps {
  show: 'draft' | 'live' | 'compare';
  mayEdit: boolean;
  tools?: ReactNode;
  banner: ReactNode;
  children: ReactNode;
  /** At the right of wide screens, over the canvas on small ones; null leaves the canvas all the room. */
  panel: ReactNode;
}

/** The frame of the canvas pages: one line of tools, the banner that cannot be missed, the canvas and its panel. */
export function Frame({ show, mayEdit, tools, banner, children, panel }: FrameProps) {
  const { automation } = useEditorScope();
  return (
    <div className="flex h-[calc(100dvh-3.5rem)] min-h-120 flex-col">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 bg-surface px-3 py-2 sm:px-4">
        <Link
          to="/automations"
          aria-label="All automations"
          className="grid size-8 place-items-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
        >
          <ChevronLeft aria-hidden className="size-5" />
        </Link>
        <div className="mr-auto min-w-0">
          <h1 className="truncate leading-tight font-semibold">{automation.name}</h1>
          {automation.courseTitle && (
            <p className="truncate text-xs text-ink-soft">{automation.courseTitle}</p>
          )}
        </div>
        {mayEdit && <ShowSwitch show={show} />}
        {tools}
      </header>
      {banner}
      <div className="relative flex min-h-0 flex-1">
        <div className="min-w-0 flex-1">{children}</div>
        {panel && (
          <aside
            aria-label="Details"
            className="absolute inset-y-0 right-0 z-20 w-full overflow-y-auto border-l border-line bg-surface shadow-high sm:w-[25rem] lg:relative lg:inset-auto lg:shrink-0 lg:shadow-none"
          >
            {panel}
          </aside>
        )}
      </div>
    </div>
  );
}

function ShowSwitch({ show }: Pick<FrameProps, 'show'>) {
  const { automation } = useEditorScope();
  const look = (chosen: boolean) =>
    cn(
      'inline-flex h-7 items-center gap-1.5 rounded-sm px-2.5 text-[0.8125rem] font-medium',
      chosen ? 'bg-surface text-ink shadow-low' : 'text-ink-soft hover:text-ink',
    );
  const to = { to: '/automations/$automationId', params: { automationId: automation.id } } as const;
  return (
    <nav aria-label="Draft or live" className="flex gap-0.5 rounded-md bg-sunken p-0.5">
      <Link
        {...to}
        search={{ show: 'draft' }}
        aria-current={show === 'draft' ? 'true' : undefined}
        className={look(show === 'draft')}
      >
        <Pencil aria-hidden className="size-3.5" /> Edit
      </Link>
      <Link
        {...to}
        search={{ show: 'live' }}
        aria-current={show === 'live' ? 'true' : undefined}
        className={look(show === 'live')}
      >
        <Activity aria-hidden className="size-3.5" /> Watch
      </Link>
    </nav>
  );
}

import type { ReactNode } from 'react';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { cn } from './class-names.ts';

const looks = {
  note: { icon: Info, box: 'bg-note-soft', sign: 'text-note' },
  good: { icon: CircleCheck, box: 'bg-good-soft', sign: 'text-good' },
  warn: { icon: TriangleAlert, box: 'bg-warn-soft', sign: 'text-warn' },
  bad: { icon: CircleAlert, box: 'bg-bad-soft', sign: 'text-bad' },
};

interface NoticeProps {
  tone?: keyof typeof looks;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** Something to know, in the flow of the page. */
export function Notice({ tone = 'note', title, children, action, className }: NoticeProps) {
  const { icon: Icon, box, sign } = looks[tone];
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cn('flex gap-3 rounded-lg p-4', box, className)}
    >
      <Icon className={cn('mt-0.5 size-5 shrink-0', sign)} aria-hidden />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          {title && <p className="font-medium">{title}</p>}
          {children && <div className={cn(title && 'text-[0.9375rem] opacity-85')}>{children}</div>}
        </div>
        {action && <div className="flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  );
}

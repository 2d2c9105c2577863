import type { ReactNode } from 'react';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { cn } from '../class-names.ts';
import { buttonStyle } from '../control/button.tsx';
import { backdropStyle } from './popup-style.ts';

interface SheetProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: ReactNode;
  description?: ReactNode;
  side?: 'left' | 'right';
  children: ReactNode;
  footer?: ReactNode;
  className?: string;
}

/** A panel from the side, over the page: navigation on a phone, details beside a list. */
export function Sheet(props: SheetProps) {
  const { side = 'right' } = props;
  return (
    <Base.Root open={props.open} onOpenChange={(open) => props.onOpenChange(open)}>
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Popup
          className={cn(
            'fixed inset-y-0 z-50 flex w-[min(26rem,calc(100vw-3rem))] flex-col bg-surface shadow-high outline-none transition-transform duration-250 ease-out',
            side === 'right'
              ? 'right-0 border-l border-line data-ending-style:translate-x-full data-starting-style:translate-x-full'
              : 'left-0 border-r border-line data-ending-style:-translate-x-full data-starting-style:-translate-x-full',
            props.className,
          )}
        >
          <header className="flex items-start justify-between gap-4 border-b border-line px-5 py-4">
            <div className="min-w-0">
              <Base.Title className="text-base font-semibold">{props.title}</Base.Title>
              {props.description && (
                <Base.Description className="text-sm text-ink-soft">{props.description}</Base.Description>
              )}
            </div>
            <Base.Close
              aria-label="Close"
              className={cn(buttonStyle({ variant: 'quiet', size: 'icon-sm' }), '-mr-1.5 text-ink-soft')}
            >
              <X aria-hidden />
            </Base.Close>
          </header>
          <div className="relative min-h-0 flex-1 overflow-y-auto px-5 py-4">{props.children}</div>
          {props.footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-4">
              {props.footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

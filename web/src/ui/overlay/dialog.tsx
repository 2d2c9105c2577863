import type { ReactNode } from 'react';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { cn } from '../class-names.ts';
import { buttonStyle } from '../control/button.tsx';
import { backdropStyle } from './popup-style.ts';

interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  /** Where the focus goes at the beginning; else to what Base UI finds first, which is the way out. */
  initialFocus?: () => HTMLElement | null;
  className?: string;
}

export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children, footer, initialFocus, className } = props;
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Popup
          // On a touch screen the keyboard would cover what is to be read first.
          initialFocus={initialFocus && ((type) => (type === 'touch' ? true : (initialFocus() ?? true)))}
          className={cn(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[min(44rem,calc(100dvh-2rem))] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border border-line bg-surface shadow-high outline-none transition-[opacity,scale] duration-150 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
            className,
          )}
        >
          <header className="flex items-start justify-between gap-4 px-6 pt-5 pb-1">
            <div className="flex flex-col gap-1">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description && <Base.Description className="text-ink-soft">{description}</Base.Description>}
            </div>
            <Base.Close
              aria-label="Close"
              className={cn(buttonStyle({ variant: 'quiet', size: 'icon-sm' }), '-mt-1 -mr-2 text-ink-soft')}
            >
              <X aria-hidden />
            </Base.Close>
          </header>
          {children && <div className="relative min-h-0 flex-1 overflow-y-auto px-6 py-4">{children}</div>}
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 rounded-b-xl border-t border-line bg-page/60 px-6 py-4">
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

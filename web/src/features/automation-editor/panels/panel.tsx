import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/control/button.tsx';

interface PanelProps {
  title: string;
  description?: ReactNode;
  onClose(): void;
  children: ReactNode;
}

export function Panel({ title, description, onClose, children }: PanelProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-5 p-4 sm:p-5">
      <header className="flex items-start justify-between gap-3">
        <div>
          <h2 className="font-semibold">{title}</h2>
          {description && <p className="mt-0.5 text-sm text-ink-soft">{description}</p>}
        </div>
        <Button size="icon-sm" variant="quiet" aria-label={`Close: ${title}`} onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      {children}
    </section>
  );
}

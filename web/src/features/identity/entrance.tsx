import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';

interface EntranceProps {
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Below the card: other ways to go on. */
  below?: ReactNode;
}

/** The frame of sign-in, registration and what is reached from mails. */
export function Entrance({ title, description, children, below }: EntranceProps) {
  return (
    <Page title={title} className="max-w-[28rem] justify-center gap-5 py-10 sm:py-16">
      <Card className="flex flex-col gap-6 p-6 sm:p-8">
        <div className="flex flex-col gap-1.5">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {description && <p className="text-ink-soft">{description}</p>}
        </div>
        {children}
      </Card>
      {below && <div className="text-center text-[0.9375rem] text-ink-soft">{below}</div>}
    </Page>
  );
}

import { Collapsible } from '@base-ui/react/collapsible';
import { ChevronDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '../class-names.ts';

interface FoldProps extends Omit<ComponentProps<typeof Collapsible.Root>, 'children'> {
  /** What is always there; pressed anywhere, it opens and closes the rest. */
  heading: ReactNode;
  headingClass: string;
  children: ReactNode;
}

/** A heading, and what it says more when it is opened. */
export function Fold({ heading, headingClass, children, ...root }: FoldProps) {
  return (
    <Collapsible.Root {...root}>
      <h3>
        <Collapsible.Trigger className={cn('group flex w-full items-center gap-4 text-left', headingClass)}>
          {heading}
          <ChevronDown
            className="size-4.5 shrink-0 text-ink-soft transition-transform group-data-panel-open:rotate-180"
            aria-hidden
          />
        </Collapsible.Trigger>
      </h3>
      <Collapsible.Panel className="h-[var(--collapsible-panel-height)] overflow-hidden transition-[height] duration-200 data-ending-style:h-0 data-starting-style:h-0">
        {children}
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}

import { type ComponentProps, memo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { cn } from './class-names.ts';
import { Scrolled } from './reading/scrolled.tsx';

interface MarkdownProps {
  text: string;
  /** Smaller than a lesson: instructions, feedback. */
  compact?: boolean;
  className?: string;
}

/** Written text with the typography of a book. HTML inside is shown as text, never run. */
export const Markdown = memo(function Markdown({ text, compact, className }: MarkdownProps) {
  return (
    <div className={cn('prose', compact && 'text-[0.9375rem] leading-relaxed', className)}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
});

const components: Components = { a: MarkdownLink, table: MarkdownTable };

function MarkdownLink({ href, children }: ComponentProps<'a'>) {
  const elsewhere = /^https?:/.test(href ?? '');
  return (
    <a href={href} {...(elsewhere ? { target: '_blank', rel: 'noreferrer' } : {})}>
      {children}
    </a>
  );
}

function MarkdownTable({ children }: ComponentProps<'table'>) {
  return (
    <Scrolled role="group" aria-label="Table" className="overflow-x-auto">
      <table>{children}</table>
    </Scrolled>
  );
}

import { memo } from 'react';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { cn } from './class-names.ts';

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
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        components={{
          a: ({ href, children }) => (
            <a href={href} {...(/^https?:/.test(href ?? '') ? { target: '_blank', rel: 'noreferrer' } : {})}>
              {children}
            </a>
          ),
          table: ({ children }) => (
            <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Table">
              <table>{children}</table>
            </div>
          ),
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
});

import type { ComponentProps } from 'react';
import { Field } from '@base-ui/react/field';
import { cn } from '../class-names.ts';

export const inputStyle =
  'w-full rounded-md border border-line-strong/70 bg-surface text-ink shadow-low transition-[border-color,box-shadow] placeholder:text-ink-soft/80 hover:border-line-strong focus-visible:border-accent focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-accent disabled:cursor-not-allowed disabled:opacity-60 data-invalid:border-bad aria-invalid:border-bad';

type Control = Omit<ComponentProps<typeof Field.Control>, 'className' | 'render'> & { className?: string };

/** Inside a `FormField` it finds its label, hint and error by itself. */
export function Input({ className, ...rest }: Control) {
  return (
    <Field.Control
      className={cn(inputStyle, 'h-10 px-3 text-base sm:text-[0.9375rem]', className)}
      {...rest}
    />
  );
}

type AreaProps = Omit<ComponentProps<'textarea'>, 'defaultValue'>;

export function Textarea({ className, ...rest }: AreaProps) {
  return (
    <Field.Control
      render={<textarea {...rest} />}
      className={cn(
        inputStyle,
        'min-h-24 px-3 py-2 text-base leading-relaxed sm:text-[0.9375rem]',
        className,
      )}
    />
  );
}

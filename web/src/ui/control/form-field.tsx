import type { ReactNode } from 'react';
import { Field } from '@base-ui/react/field';
import { CircleAlert } from 'lucide-react';
import { cn } from '../class-names.ts';

interface FormFieldProps {
  label: ReactNode;
  /** The control: `Input`, `Textarea`, `Select`, `Combobox`, ... */
  children: ReactNode;
  hint?: ReactNode;
  error?: string | null | undefined;
  optional?: boolean;
  /** The label is for screen readers only. */
  hideLabel?: boolean;
  className?: string;
}

/** A label, a control, a hint, and what is wrong with it. */
export function FormField({ label, children, hint, error, optional, hideLabel, className }: FormFieldProps) {
  return (
    <Field.Root invalid={Boolean(error)} className={cn('flex flex-col gap-1.5', className)}>
      <Field.Label className={cn('text-sm font-medium text-ink', hideLabel && 'sr-only')}>
        {label}
        {optional && <span className="ml-1.5 font-normal text-ink-soft">optional</span>}
      </Field.Label>
      {children}
      {error ? (
        <Field.Error match className="flex items-start gap-1.5 text-sm text-bad">
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          {error}
        </Field.Error>
      ) : (
        hint && <Field.Description className="text-sm text-ink-soft">{hint}</Field.Description>
      )}
    </Field.Root>
  );
}

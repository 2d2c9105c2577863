import { Progress as Base } from '@base-ui/react/progress';
import { LoaderCircle } from 'lucide-react';
import { cn } from './class-names.ts';

interface ProgressProps {
  /** 0 to 100, or null while nobody knows. */
  value: number | null;
  label: string;
  /** Shown at the right instead of the percentage: "4 of 12 weeks". */
  text?: string;
  hideLabel?: boolean;
  className?: string;
}

export function ProgressBar({ value, label, text, hideLabel, className }: ProgressProps) {
  return (
    <Base.Root value={value} className={cn('flex flex-col gap-1.5', className)}>
      <div className={cn('flex justify-between gap-3 text-sm', hideLabel && 'sr-only')}>
        <Base.Label className="text-ink-soft">{label}</Base.Label>
        <Base.Value className="font-medium tabular-nums">
          {(formatted) => text ?? (value === null ? '' : formatted)}
        </Base.Value>
      </div>
      <Base.Track className="block h-2 overflow-hidden rounded-full bg-sunken">
        <Base.Indicator className="block h-full rounded-full bg-accent transition-[width] duration-500 data-indeterminate:w-1/3 data-indeterminate:animate-[ui-shimmer_1.4s_ease-in-out_infinite]" />
      </Base.Track>
    </Base.Root>
  );
}

export function Spinner({ className }: { className?: string }) {
  return (
    <LoaderCircle aria-hidden className={cn('size-4 animate-[ui-spin_0.9s_linear_infinite]', className)} />
  );
}

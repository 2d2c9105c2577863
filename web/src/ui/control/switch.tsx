import type { ReactNode } from 'react';
import { Switch as Base } from '@base-ui/react/switch';

interface SwitchProps {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange(checked: boolean): void;
  disabled?: boolean;
}

export function Switch({ label, hint, checked, onChange, disabled }: SwitchProps) {
  return (
    <label className="flex items-start justify-between gap-6">
      <span className="flex flex-col gap-0.5">
        <span className="font-medium">{label}</span>
        {hint && <span className="text-sm text-ink-soft">{hint}</span>}
      </span>
      <Base.Root
        checked={checked}
        onCheckedChange={(next) => onChange(next)}
        disabled={disabled ?? false}
        className="mt-0.5 inline-flex h-6 w-11 shrink-0 items-center rounded-full border border-line-strong bg-sunken p-0.5 transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-55"
      >
        <Base.Thumb className="size-4.5 rounded-full bg-line-strong shadow-low transition-transform data-checked:translate-x-5 data-checked:bg-on-accent" />
      </Base.Root>
    </label>
  );
}

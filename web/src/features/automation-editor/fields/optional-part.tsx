import type { ReactNode } from 'react';
import { Switch } from '../../../ui/control/switch.tsx';

interface OptionalPartProps {
  label: string;
  hint?: string;
  on: boolean;
  onToggle(on: boolean): void;
  children: ReactNode;
}

/** A part of a form that can be left out. */
export function OptionalPart({ label, hint, on, onToggle, children }: OptionalPartProps) {
  return (
    <div className="flex flex-col gap-4 rounded-lg border border-line p-4">
      <Switch label={label} hint={hint} checked={on} onChange={onToggle} />
      {on && children}
    </div>
  );
}

import type { Duration, Zone } from '@gradus/flow';
import { DurationField } from './duration-field.tsx';
import { OptionalPart } from './optional-part.tsx';
import { ZoneField } from './zone-field.tsx';

interface TimeLimitFieldProps {
  label: string;
  hint: string;
  /** What the length of time is called. */
  lengthLabel: string;
  /** How long it is once it is switched on. */
  usual: Duration;
  value: Duration | undefined;
  onChange(value: Duration | undefined): void;
  zone: Zone;
  onZone(zone: Zone): void;
  error: string | undefined;
}

/** How long a learner waits at a step at most, and on whose clock; it can be left out. */
export function TimeLimitField({ label, hint, lengthLabel, usual, ...limit }: TimeLimitFieldProps) {
  const { value, onChange, zone, onZone, error } = limit;
  return (
    <>
      <OptionalPart
        label={label}
        hint={hint}
        on={value !== undefined}
        onToggle={(on) => onChange(on ? usual : undefined)}
      >
        {value && <DurationField label={lengthLabel} value={value} onChange={onChange} error={error} />}
      </OptionalPart>
      {value && <ZoneField value={zone} allow={['learner', 'school', 'none']} onChange={onZone} />}
    </>
  );
}

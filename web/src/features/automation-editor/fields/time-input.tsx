import { Input } from '../../../ui/control/input.tsx';

/** `HH:MM`; an empty or half-typed time is not passed on. */
export function TimeInput({ value, onChange }: { value: string; onChange(value: string): void }) {
  return (
    <Input
      type="time"
      className="w-32"
      value={value}
      onChange={(event) => event.target.value !== '' && onChange(event.target.value.slice(0, 5))}
    />
  );
}

/** `YYYY-MM-DD`. */
export function DateInput({ value, onChange }: { value: string; onChange(value: string): void }) {
  return (
    <Input
      type="date"
      className="w-44"
      value={value}
      onChange={(event) => event.target.value !== '' && onChange(event.target.value)}
    />
  );
}

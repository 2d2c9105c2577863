import { useState } from 'react';
import { Input } from '../../../ui/control/input.tsx';

interface NumberInputProps {
  value: number;
  onChange(value: number): void;
  min: number;
  max: number;
  className?: string;
  'aria-label'?: string;
}

/** A whole number. While it is being typed it may be empty; only a number in range is passed on. */
export function NumberInput({ value, onChange, min, max, ...rest }: NumberInputProps) {
  const [text, setText] = useState<string | null>(null);
  return (
    <Input
      {...rest}
      inputMode="numeric"
      autoComplete="off"
      value={text ?? String(value)}
      onChange={(event) => {
        const typed = event.target.value;
        setText(typed);
        const number = Number(typed);
        if (/^\d+$/.test(typed) && number >= min && number <= max) onChange(number);
      }}
      onBlur={() => setText(null)}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
        if (step === 0) return;
        event.preventDefault();
        setText(null);
        onChange(Math.min(max, Math.max(min, value + step)));
      }}
    />
  );
}

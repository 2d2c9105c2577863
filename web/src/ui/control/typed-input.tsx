import { useState } from 'react';
import type { ComponentProps } from 'react';
import { Input } from './input.tsx';

interface TypedInputProps extends Omit<ComponentProps<typeof Input>, 'value' | 'onChange' | 'onBlur'> {
  value: string;
  /** What stands in the field now; it may be nothing that can be taken over yet. */
  onType(field: HTMLInputElement): void;
}

/** While it is being typed it says what was typed, be it nothing or half a number; once it is left it says its value again. */
export function TypedInput({ value, onType, ...rest }: TypedInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      {...rest}
      value={typed ?? value}
      onChange={({ target }) => {
        setTyped(target.value);
        onType(target);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

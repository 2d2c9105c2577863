import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { cn } from '../class-names.ts';
import { inputStyle } from './input.tsx';

interface SearchInputProps {
  label: string;
  placeholder?: string;
  value: string;
  /** Called when typing rests, or at once when the field is left. */
  onSearch(text: string): void;
  className?: string;
  /** Of a page that is there to search. */
  takesFocus?: boolean;
}

const REST_MS = 250;

export function SearchInput({
  label,
  placeholder,
  value,
  onSearch,
  className,
  takesFocus,
}: SearchInputProps) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (text === value) return;
    timer.current = setTimeout(() => onSearch(text), REST_MS);
    return () => clearTimeout(timer.current);
  }, [text, value, onSearch]);
  // Who follows a link right after typing is on their way there: a search that came later would call them back.
  const searchNow = () => {
    clearTimeout(timer.current);
    if (text !== value) onSearch(text);
  };
  return (
    <label className={cn('relative block', className)}>
      <span className="sr-only">{label}</span>
      <Search aria-hidden className="pointer-events-none absolute top-3 left-3 size-4 text-ink-soft" />
      <input
        ref={field}
        type="search"
        className={cn(inputStyle, 'h-10 pr-3 pl-9 text-base sm:text-[0.9375rem]')}
        placeholder={placeholder ?? label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={searchNow}
      />
    </label>
  );
}

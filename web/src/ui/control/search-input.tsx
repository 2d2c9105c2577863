import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cn } from '../class-names.ts';
import { inputStyle } from './input.tsx';

interface SearchInputProps {
  label: string;
  placeholder?: string;
  value: string;
  /** Called when typing rests. */
  onSearch(text: string): void;
  className?: string;
}

const REST_MS = 250;

export function SearchInput({ label, placeholder, value, onSearch, className }: SearchInputProps) {
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onSearch(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text, value, onSearch]);
  return (
    <label className={cn('relative block', className)}>
      <span className="sr-only">{label}</span>
      <Search aria-hidden className="pointer-events-none absolute top-3 left-3 size-4 text-ink-soft" />
      <input
        type="search"
        className={cn(inputStyle, 'h-10 pr-3 pl-9 text-base sm:text-[0.9375rem]')}
        placeholder={placeholder ?? label}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}

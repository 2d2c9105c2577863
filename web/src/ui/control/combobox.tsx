import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown } from 'lucide-react';
import { cn } from '../class-names.ts';
import { itemStyle, popupStyle } from '../overlay/popup-style.ts';
import { inputStyle } from './input.tsx';
import type { Choice } from './select.tsx';

interface ComboboxProps {
  choices: readonly Choice<string>[];
  value: string | null;
  onChange(value: string): void;
  placeholder?: string;
  nothingFound?: string;
  id?: string;
}

/** One of many, found by typing. Inside a `FormField` the label is found by itself. */
export function Combobox({ choices, value, onChange, placeholder, nothingFound, id }: ComboboxProps) {
  const chosen = choices.find((choice) => choice.value === value) ?? null;
  return (
    <Base.Root
      items={choices}
      autoHighlight
      value={chosen}
      isItemEqualToValue={(a: Choice<string>, b: Choice<string>) => a.value === b.value}
      onValueChange={(next: Choice<string> | null) => next && onChange(next.value)}
    >
      <Base.InputGroup className="relative">
        <Base.Input
          {...(id ? { id } : {})}
          placeholder={placeholder}
          className={cn(inputStyle, 'h-10 pr-10 pl-3 text-base sm:text-[0.9375rem]')}
        />
        <Base.Trigger
          aria-label="Show all"
          className="absolute inset-y-0 right-0 grid w-10 place-items-center"
        >
          <ChevronsUpDown className="size-4 text-ink-soft" aria-hidden />
        </Base.Trigger>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="z-50 outline-none">
          <Base.Popup className={cn(popupStyle, 'w-[var(--anchor-width)]')}>
            <Base.Empty className="text-sm text-ink-soft not-empty:px-3 not-empty:py-3">
              {nothingFound ?? 'Nothing found.'}
            </Base.Empty>
            <Base.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain outline-none">
              {(choice: Choice<string>) => (
                <Base.Item key={choice.value} value={choice} className={cn(itemStyle, 'pr-8')}>
                  <span className="flex w-full items-baseline justify-between gap-3">
                    {choice.label}
                    {choice.hint && <span className="text-xs text-ink-soft tabular-nums">{choice.hint}</span>}
                  </span>
                  <Base.ItemIndicator className="absolute right-2.5">
                    <Check className="size-4 text-accent" aria-hidden />
                  </Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

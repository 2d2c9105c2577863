import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { cn } from '../class-names.ts';
import { itemStyle, popupStyle } from '../overlay/popup-style.ts';
import { inputStyle } from './input.tsx';

export interface Choice<Value extends string> {
  value: Value;
  label: string;
  hint?: string;
}

interface SelectProps<Value extends string> {
  choices: readonly Choice<Value>[];
  value: Value | null;
  onChange(value: Value): void;
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  'aria-label'?: string;
}

/** One of a few. Inside a `FormField` the label is found by itself. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { choices, value, onChange, placeholder = 'Choose …', disabled, className } = props;
  return (
    <Base.Root
      items={choices}
      value={value}
      disabled={disabled ?? false}
      onValueChange={(next) => next !== null && onChange(next)}
    >
      <Base.Trigger
        aria-label={props['aria-label']}
        className={cn(
          inputStyle,
          'flex h-10 items-center justify-between gap-2 px-3 text-left text-[0.9375rem]',
          className,
        )}
      >
        <Base.Value placeholder={placeholder} className="truncate data-placeholder:text-ink-soft" />
        <Base.Icon>
          <ChevronsUpDown className="size-4 text-ink-soft" aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={6} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup
            className={cn(
              popupStyle,
              'max-h-[min(24rem,var(--available-height))] min-w-[var(--anchor-width)] overflow-y-auto',
            )}
          >
            {choices.map((choice) => (
              <Base.Item key={choice.value} value={choice.value} className={cn(itemStyle, 'pr-8')}>
                <span className="flex flex-col">
                  <Base.ItemText>{choice.label}</Base.ItemText>
                  {choice.hint && <span className="text-xs text-ink-soft">{choice.hint}</span>}
                </span>
                <Base.ItemIndicator className="absolute right-2.5">
                  <Check className="size-4 text-accent" aria-hidden />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

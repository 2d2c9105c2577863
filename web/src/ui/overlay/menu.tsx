import type { ReactElement, ReactNode } from 'react';
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { cn } from '../class-names.ts';
import { itemStyle, popupStyle } from './popup-style.ts';

interface MenuProps {
  /** The button that opens it, without its own `onClick`. */
  trigger: ReactElement<Record<string, unknown>>;
  align?: 'start' | 'center' | 'end';
  children: ReactNode;
}

export function Menu({ trigger, align = 'end', children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className="z-50 outline-none">
          <Base.Popup className={cn(popupStyle, 'max-h-[var(--available-height)] min-w-52 overflow-y-auto')}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  onSelect?(): void;
  /** A link to render as: `<Link to="/account" />`. */
  as?: ReactElement<Record<string, unknown>>;
  danger?: boolean;
  disabled?: boolean;
  children: ReactNode;
}

export function MenuItem({ icon, onSelect, as, danger, disabled, children }: MenuItemProps) {
  return (
    <Base.Item
      {...(as ? { render: as } : {})}
      disabled={disabled ?? false}
      onClick={() => onSelect?.()}
      className={cn(itemStyle, danger && 'text-bad')}
    >
      {icon}
      {children}
    </Base.Item>
  );
}

interface MenuChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onChange(value: Value): void;
  choices: readonly { value: Value; label: string; icon?: ReactNode }[];
}

/** One of a few, inside a menu. */
export function MenuChoice<Value extends string>({
  label,
  value,
  onChange,
  choices,
}: MenuChoiceProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-soft">
        {label}
      </Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: Value) => onChange(next)}>
        {choices.map((choice) => (
          <Base.RadioItem
            key={choice.value}
            value={choice.value}
            closeOnClick
            className={cn(itemStyle, 'pr-8')}
          >
            {choice.icon}
            {choice.label}
            <Base.RadioItemIndicator className="absolute right-2.5">
              <Check className="text-accent" aria-hidden />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}

import type { ComponentProps, ReactNode } from 'react';
import { Button as BaseButton } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import { cn } from '../class-names.ts';
import { Spinner } from '../progress.tsx';

const style = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap select-none transition-[background-color,border-color,color,box-shadow] duration-150 disabled:cursor-not-allowed disabled:opacity-55 data-disabled:cursor-not-allowed data-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent shadow-low hover:bg-accent-strong',
        secondary:
          'border border-line bg-surface text-ink shadow-low hover:border-line-strong hover:bg-sunken',
        quiet: 'text-ink hover:bg-sunken aria-pressed:bg-sunken data-popup-open:bg-sunken',
        danger: 'bg-bad text-on-accent shadow-low hover:brightness-92 dark:hover:brightness-110',
        link: 'text-accent underline-offset-4 hover:underline',
      },
      size: {
        sm: 'h-8 px-3 text-[0.8125rem]',
        md: 'h-10 px-4 text-[0.9375rem]',
        lg: 'h-12 px-6 text-base',
        icon: 'size-10 [&_svg]:size-[1.125rem]',
        'icon-sm': 'size-8',
      },
    },
    compoundVariants: [{ variant: 'link', className: 'h-auto px-0 whitespace-normal' }],
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

type Look = VariantProps<typeof style>;

/** Also for links that look like buttons: `<Link className={buttonStyle({ variant: 'primary' })}>`. */
export function buttonStyle({ className, ...look }: Look & { className?: string } = {}): string {
  return cn(style(look), className);
}

export interface ButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className'>, Look {
  className?: string;
  /** Shows a spinner, keeps the width and the focus, and takes no more presses. */
  busy?: boolean;
}

export function Button({ variant, size, busy = false, className, disabled, children, ...rest }: ButtonProps) {
  return (
    <BaseButton
      type="button"
      className={cn(style({ variant, size }), 'relative', className)}
      disabled={busy || (disabled ?? false)}
      focusableWhenDisabled={busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <BusyLabel>{children}</BusyLabel> : children}
    </BaseButton>
  );
}

function BusyLabel({ children }: { children: ReactNode }) {
  return (
    <>
      <span className="absolute inset-0 grid place-items-center">
        <Spinner />
      </span>
      <span className="inline-flex items-center gap-2 opacity-0">{children}</span>
    </>
  );
}

import type { ComponentProps } from 'react';

interface ScrolledProps extends Omit<ComponentProps<'div'>, 'tabIndex' | 'role'> {
  'aria-label': string;
  /** `group` where there may be many of them on a page, which would be too many landmarks. */
  role?: 'region' | 'group';
}

/** What scrolls by itself: it can be focused, so that the arrow keys move it. */
export function Scrolled({ role = 'region', ...rest }: ScrolledProps) {
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
  return <div tabIndex={0} role={role} {...rest} />;
}

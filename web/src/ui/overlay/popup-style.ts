/** What menus, selects and comboboxes have in common. */
export const popupStyle =
  'origin-[var(--transform-origin)] rounded-lg border border-line bg-surface p-1 text-ink shadow-high outline-none transition-[opacity,scale] duration-120 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0';

export const itemStyle =
  'relative flex w-full cursor-default items-center gap-2.5 rounded-sm px-2.5 py-2 text-left text-[0.9375rem] leading-snug outline-none select-none data-highlighted:bg-sunken data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0';

export const backdropStyle =
  'fixed inset-0 z-40 bg-shade transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0';

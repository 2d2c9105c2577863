import type { NoteTone } from '@gradus/flow';

/** How each colour of a note looks and is called. They are for telling notes apart and mean nothing. */
export const noteTones = {
  stone: { name: 'Grey', tint: 'bg-tint-stone' },
  sand: { name: 'Sand', tint: 'bg-tint-sand' },
  sky: { name: 'Blue', tint: 'bg-tint-sky' },
  leaf: { name: 'Green', tint: 'bg-tint-leaf' },
  rose: { name: 'Rose', tint: 'bg-tint-rose' },
} satisfies Record<NoteTone, { name: string; tint: string }>;

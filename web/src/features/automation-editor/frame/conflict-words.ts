import type { DraftEdit } from '@gradus/contracts';

/** Deeds that are told; the rest is in the list of changes. */
const TOLD = 3;

type Edit = Pick<DraftEdit, 'editedBy' | 'own' | 'editedAt' | 'said'>;

interface Conflict {
  /** A sentence without its full stop. */
  who: string;
  /** When they did it last; null: not known. */
  at: string | null;
  /** What they did, as the rest of that sentence; null: not known, or nothing that could be told. */
  what: string | null;
}

/** Who changed a draft meanwhile, when, and what they did to it. `edits`: newest first; `more`: there are older ones. */
export function sayConflict(edits: readonly Edit[], more = false): Conflict {
  const inOrder = edits.toReversed();
  const names = [...new Set(inOrder.map(({ own, editedBy }) => (own ? 'You' : (editedBy ?? 'Somebody'))))];
  return { who: sayWho(names), at: edits[0]?.editedAt ?? null, what: sayWhat(inOrder, more) };
}

function sayWho(names: string[]): string {
  if (names.length === 0) return 'Somebody else changed this draft';
  if (names.length === 1 && names[0] === 'You') return 'You changed this draft in another window';
  return `${listed(names)} changed this draft`;
}

function sayWhat(edits: readonly Edit[], more: boolean): string | null {
  const deeds = [...new Set(edits.flatMap(({ said }) => said))];
  if (deeds.length === 0) return null;
  if (more) return listed([...deeds.slice(0, TOLD), 'more']);
  const rest = deeds.length - TOLD;
  if (rest <= 0) return listed(deeds);
  return listed([...deeds.slice(0, TOLD), rest === 1 ? 'one thing more' : `${rest} things more`]);
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

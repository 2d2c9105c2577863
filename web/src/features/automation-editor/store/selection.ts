import type { FlowDocument } from '@gradus/flow';

/** All that is chosen; with one alone, its settings are shown. */
export interface Selection {
  selection: readonly string[];
  selectedId: string | null;
}

export function chosen(what: string | null | readonly string[]): Selection {
  const selection = typeof what === 'string' ? [what] : (what ?? []);
  return { selection, selectedId: selection.length === 1 ? (selection[0] ?? null) : null };
}

/** Without the steps and notes that are no longer there: undone, or taken out by somebody else. */
export function stillThere({ selection }: Selection, { definition }: FlowDocument): Selection {
  return chosen(selection.filter((id) => definition.steps[id] ?? definition.notes?.[id]));
}

import type { Definition } from '@gradus/flow';

export interface DraftChanges {
  added: string[];
  removed: string[];
  changed: string[];
  /** Lines that are new, gone or lead elsewhere. */
  rewired: number;
  settings: boolean;
}

/** What a draft changes about the live version, by the titles of its steps. */
export function draftChanges(live: Definition, draft: Definition): DraftChanges {
  const title = (definition: Definition) => (id: string) => definition.steps[id]?.title ?? id;
  const before = Object.keys(live.steps);
  const after = Object.keys(draft.steps);
  return {
    added: after.filter((id) => !live.steps[id]).map(title(draft)),
    removed: before.filter((id) => !draft.steps[id]).map(title(live)),
    changed: after.filter((id) => live.steps[id] && !same(live.steps[id], draft.steps[id])).map(title(draft)),
    rewired: difference(lines(live), lines(draft)) + difference(lines(draft), lines(live)),
    settings: !same(live.settings, draft.settings) || !same(live.entry, draft.entry),
  };
}

export function nothingChanged(changes: DraftChanges): boolean {
  const { added, removed, changed, rewired, settings } = changes;
  return added.length + removed.length + changed.length + rewired === 0 && !settings;
}

const lines = (definition: Definition) =>
  new Set(definition.edges.map(({ from, port, to }) => `${from}:${port}>${to}`));

function difference(a: Set<string>, b: Set<string>): number {
  return [...a].filter((line) => !b.has(line)).length;
}

/** Equal as data, whatever the order of the keys. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]),
  );
}

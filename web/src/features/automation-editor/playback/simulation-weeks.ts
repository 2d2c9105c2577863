const WEEK = 7 * 86_400_000;

/** Entries by week since the first one; week 1 begins with it. */
export function byWeek<Entry extends { at: string }>(
  entries: readonly Entry[],
): { week: number; entries: Entry[] }[] {
  const start = Math.min(...entries.map((entry) => Date.parse(entry.at)));
  const weeks = new Map<number, Entry[]>();
  for (const entry of [...entries].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const week = Math.floor((Date.parse(entry.at) - start) / WEEK) + 1;
    weeks.set(week, [...(weeks.get(week) ?? []), entry]);
  }
  return [...weeks].map(([week, list]) => ({ week, entries: list }));
}

/** More of one kind than this are folded away. */
const SHOWN = 2;

interface OfAKind<Found> {
  code: string;
  shown: Found[];
  folded: Found[];
}

/** Findings together by what they find, in the order in which each kind comes first. */
export function byKind<Found extends { code: string }>(findings: readonly Found[]): OfAKind<Found>[] {
  const kinds = new Map<string, Found[]>();
  for (const finding of findings) kinds.set(finding.code, [...(kinds.get(finding.code) ?? []), finding]);
  return [...kinds].map(([code, found]) => {
    const shown = found.length > SHOWN + 1 ? found.slice(0, SHOWN) : found;
    return { code, shown, folded: found.slice(shown.length) };
  });
}

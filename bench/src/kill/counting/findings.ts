/** What came of a crowd, each finding as a sentence. */
export interface Count {
  /** Distinct effects that had to happen, by kind. */
  effects: Record<string, number>;
  lost: string[];
  doubled: string[];
  early: string[];
  misjudged: string[];
  /** Raw repetitions of one key at a receiver, by kind. */
  redelivered: Record<string, number>;
  outcomes: Record<string, number>;
}

/** Before anything is counted. */
export const nothingYet = (): Count => ({
  effects: {},
  lost: [],
  doubled: [],
  early: [],
  misjudged: [],
  redelivered: {},
  outcomes: {},
});

/** One kind of effect that must have happened, by the keys under which the receiver has it. */
export function expect(total: Count, kind: string, who: string, keys: readonly string[]): void {
  total.effects[kind] = (total.effects[kind] ?? 0) + 1;
  const distinct = new Set(keys);
  if (distinct.size === 0) total.lost.push(`${who}: no ${kind}`);
  if (distinct.size > 1) total.doubled.push(`${who}: ${kind} under ${distinct.size} keys`);
  total.redelivered[kind] = (total.redelivered[kind] ?? 0) + Math.max(0, keys.length - distinct.size);
}

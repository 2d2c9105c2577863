import { createHash } from 'node:crypto';

/** An entry of the audit log as its link in the chain covers it. */
export interface ChainedEntry {
  id: string;
  /** Numbers entries as they were begun; a position in the chain is as they came to be seen. */
  seq: string;
  organization: string;
  /** Who did it; null: Gradus itself. */
  actor: string | null;
  action: string;
  subjectKind: string;
  subjectId: string;
  reason: string;
  data: Record<string, unknown>;
  /** ISO 8601 in UTC, to the microsecond. */
  at: string;
}

/** Before the first link. */
export const NO_LINK: Buffer = Buffer.alloc(32);

/**
 * The link of an entry: SHA-256 of the link before it (32 zero bytes before the first) and the entry in the canonical form of
 * RFC 8785, UTF-8. Whoever has the entries and one link can work out all others, in any language.
 */
export function linkOf(previous: Buffer, entry: ChainedEntry): Buffer {
  return createHash('sha256').update(previous).update(canonical(entry)).digest();
}

/**
 * JSON with the keys of every object in order and nothing between, as RFC 8785 has it. The engine's `canonicalJson` is no help: it
 * puts keys that are numbers before the others, as JavaScript does.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

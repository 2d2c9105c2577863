import type { AdmissionWho } from '@gradus/contracts';

/** How staff say whom they mean. */
export type WhoKind = 'one' | 'addresses' | 'roster' | 'segment';

/** What the form holds, complete or not. */
export interface WhoDraft {
  kind: WhoKind;
  userId: string | null;
  /** As it was pasted. */
  addresses: string;
  segmentId: string | null;
}

/** The addresses in a pasted text, however they are parted, each once. */
export function addressesIn(text: string): string[] {
  const found = text.match(/[^\s,;<>"']+@[^\s,;<>"']+/g) ?? [];
  return [...new Set(found.map((address) => address.toLowerCase().replace(/\.$/, '')))];
}

/** Whom the form means; null while that is not said yet. */
export function whoOf({ kind, userId, addresses, segmentId }: WhoDraft): AdmissionWho | null {
  if (kind === 'roster') return { kind };
  if (kind === 'one') return userId === null ? null : { kind: 'people', userIds: [userId] };
  if (kind === 'segment') return segmentId === null ? null : { kind, segmentId };
  const found = addressesIn(addresses);
  return found.length === 0 ? null : { kind: 'addresses', addresses: found.slice(0, 5_000) };
}

import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Vault } from '../vault/vault.ts';

/** Whose key: of one automation, or (null) of the school; to sign what goes out, or what comes in. */
export interface KeyOwner {
  organizationId: string;
  automationId: string | null;
  direction: 'out' | 'in';
}

/** What everybody may know of a key. */
export interface KeyInfo {
  keyId: string;
  createdAt: Date;
  /** It counts until then, beside the one that has taken its place; null: it is the present one. */
  retiresAt: Date | null;
}

/** How long a key that was replaced still counts: time for the other side to take the new one. */
const GRACE_HOURS = 24;

const OWNED = `organization_id = $1 AND automation_id IS NOT DISTINCT FROM $2::uuid AND direction = $3
   AND (retires_at IS NULL OR retires_at > clock_timestamp())`;

const owned = ({ organizationId, automationId, direction }: KeyOwner) => [
  organizationId,
  automationId,
  direction,
];

/** Puts a new key in place of the present one, which counts for another day. Answers its public name. */
export async function replaceKey(
  manager: EntityManager,
  vault: Vault,
  owner: KeyOwner,
  { secret, by }: { secret: string; by: string | null },
): Promise<string> {
  await manager.query(
    `UPDATE signing_keys SET retires_at = clock_timestamp() + make_interval(hours => ${GRACE_HOURS})
      WHERE ${OWNED} AND retires_at IS NULL`,
    owned(owner),
  );
  const keyId = `gk_${randomBytes(9).toString('base64url')}`;
  const { wrappedBy, sealed } = vault.wrap(secret);
  await manager.query(
    `INSERT INTO signing_keys (organization_id, automation_id, direction, key_id, wrapped_by, sealed, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [...owned(owner), keyId, wrappedBy, sealed, by],
  );
  return keyId;
}

/** Keys that count now, the present one first. */
export function keysOf(manager: EntityManager, owner: KeyOwner): Promise<KeyInfo[]> {
  return manager.query<KeyInfo[]>(
    `SELECT key_id AS "keyId", created_at AS "createdAt", retires_at AS "retiresAt" FROM signing_keys
      WHERE ${OWNED} ORDER BY retires_at NULLS FIRST, created_at DESC`,
    owned(owner),
  );
}

/** The same with their secrets, to sign or to look at a signature. */
export async function openKeys(
  manager: EntityManager,
  vault: Vault,
  owner: KeyOwner,
): Promise<Array<{ keyId: string; secret: string }>> {
  const rows = await manager.query<Array<{ keyId: string; wrappedBy: string; sealed: Buffer }>>(
    `SELECT key_id AS "keyId", wrapped_by AS "wrappedBy", sealed FROM signing_keys
      WHERE ${OWNED} ORDER BY retires_at NULLS FIRST, created_at DESC`,
    owned(owner),
  );
  return rows.map(({ keyId, wrappedBy, sealed }) => ({ keyId, secret: vault.unwrap(wrappedBy, sealed) }));
}

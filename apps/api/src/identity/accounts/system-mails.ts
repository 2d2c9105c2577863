import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

type Purpose = 'verify-email' | 'reset-password' | 'known-address' | 'enrolled-by-hand';

const HOUR = 3_600;
/** Subjects as ops read them; the relay's templates say the same to the person. */
const SUBJECTS: Record<Purpose, string> = {
  'verify-email': 'Confirm your address',
  'reset-password': 'Choose a new password',
  'known-address': 'You already have an account',
  'enrolled-by-hand': 'You have been enrolled',
};
/** A mail of the same kind is not sent twice within this time: a form that is sent again and again is one mail. */
const QUIET_SECONDS = 60;

interface Addressee {
  organization_id: string;
  simulated: boolean;
}

/**
 * Queues the mails that belong to no automation, in the caller's transaction: the token row and the message row are
 * written together, the relay makes the link and sends. Publish `topics.outbox` after the commit.
 */
@Injectable()
export class SystemMails {
  /** Makes the links sent before worthless, so that only the newest registration can be confirmed. */
  async verifyEmail(manager: EntityManager, userId: string, options = { always: false }): Promise<void> {
    if (!options.always && (await justSent(manager, userId, 'verify-email'))) return;
    await spendTokens(manager, userId, 'verify-email');
    const tokenId = await newToken(manager, userId, 'verify-email', 48 * HOUR);
    await queue(manager, userId, 'verify-email', { tokenId }, 48 * HOUR);
  }

  async resetPassword(manager: EntityManager, userId: string): Promise<void> {
    if (await justSent(manager, userId, 'reset-password')) return;
    const tokenId = await newToken(manager, userId, 'reset-password', HOUR);
    await queue(manager, userId, 'reset-password', { tokenId }, HOUR);
  }

  async knownAddress(manager: EntityManager, userId: string): Promise<void> {
    if (await justSent(manager, userId, 'known-address')) return;
    await queue(manager, userId, 'known-address', { tokenId: randomUUID() }, 48 * HOUR);
  }

  /** Tells somebody that staff enrolled them; the link lets them choose a password and proves the address. */
  async enrolledByHand(manager: EntityManager, userId: string, courseTitle: string): Promise<void> {
    const tokenId = await newToken(manager, userId, 'reset-password', 14 * 24 * HOUR);
    await queue(manager, userId, 'enrolled-by-hand', { tokenId, courseTitle }, 14 * 24 * HOUR);
  }
}

async function newToken(
  manager: EntityManager,
  userId: string,
  purpose: 'verify-email' | 'reset-password',
  seconds: number,
): Promise<string> {
  const [row] = await manager.query<Array<{ id: string }>>(
    `INSERT INTO email_tokens (user_id, purpose, expires_at)
     VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3)) RETURNING id`,
    [userId, purpose, seconds],
  );
  return row!.id;
}

async function queue(
  manager: EntityManager,
  userId: string,
  purpose: Purpose,
  payload: { tokenId: string } & Record<string, string>,
  validSeconds: number,
): Promise<void> {
  const [to] = await manager.query<Addressee[]>(
    `SELECT m.organization_id, u.simulated FROM users u JOIN memberships m ON m.user_id = u.id
      WHERE u.id = $1 ORDER BY m.created_at, m.id LIMIT 1`,
    [userId],
  );
  if (!to) return;
  await manager.query(
    `INSERT INTO messages (organization_id, user_id, key, category, purpose, payload, subject, valid_until, simulated)
     VALUES ($1, $2, $3, 'transactional', $4, $5, $6, clock_timestamp() + make_interval(secs => $7), $8)
     ON CONFLICT (organization_id, key) DO NOTHING`,
    [
      to.organization_id,
      userId,
      `${purpose}:${payload.tokenId}`,
      purpose,
      payload,
      SUBJECTS[purpose],
      validSeconds,
      to.simulated,
    ],
  );
}

async function justSent(manager: EntityManager, userId: string, purpose: Purpose): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM messages
      WHERE user_id = $1 AND purpose = $2 AND state <> 'cancelled'
        AND created_at > clock_timestamp() - make_interval(secs => $3) LIMIT 1`,
    [userId, purpose, QUIET_SECONDS],
  );
  return rows.length > 0;
}

async function spendTokens(manager: EntityManager, userId: string, purpose: string): Promise<void> {
  await manager.query(
    `UPDATE email_tokens SET used_at = clock_timestamp() WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL`,
    [userId, purpose],
  );
}

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
/** So many mails of one kind to one address in so many seconds: a form that is sent again and again is one mail. */
const MOST = [
  { mails: 1, seconds: 60 },
  { mails: 5, seconds: HOUR },
  { mails: 10, seconds: 24 * HOUR },
];

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
  /** Links sent before stay good: any of them proves the address. */
  async verifyEmail(manager: EntityManager, userId: string, tokenId: string): Promise<void> {
    if (await enough(manager, userId, 'verify-email')) return;
    await queue(manager, userId, 'verify-email', { tokenId }, 48 * HOUR);
  }

  async resetPassword(manager: EntityManager, userId: string): Promise<void> {
    if (await enough(manager, userId, 'reset-password')) return;
    const tokenId = await newResetToken(manager, userId, HOUR);
    await queue(manager, userId, 'reset-password', { tokenId }, HOUR);
  }

  async knownAddress(manager: EntityManager, userId: string): Promise<void> {
    if (await enough(manager, userId, 'known-address')) return;
    await queue(manager, userId, 'known-address', { tokenId: randomUUID() }, 48 * HOUR);
  }

  /** Tells somebody that staff enrolled them; the link lets them choose a password and proves the address. */
  async enrolledByHand(manager: EntityManager, userId: string, courseTitle: string): Promise<void> {
    const tokenId = await newResetToken(manager, userId, 14 * 24 * HOUR);
    await queue(manager, userId, 'enrolled-by-hand', { tokenId, courseTitle }, 14 * 24 * HOUR);
  }
}

async function newResetToken(manager: EntityManager, userId: string, seconds: number): Promise<string> {
  const [row] = await manager.query<Array<{ id: string }>>(
    `INSERT INTO email_tokens (user_id, purpose, expires_at)
     VALUES ($1, 'reset-password', clock_timestamp() + make_interval(secs => $2)) RETURNING id`,
    [userId, seconds],
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

/** Counted under the person's lock, so that many requests at once are counted one after the other. */
async function enough(manager: EntityManager, userId: string, purpose: Purpose): Promise<boolean> {
  await manager.query('SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
  const [row] = await manager.query<[{ sent: number[] }]>(
    `SELECT ARRAY(SELECT (SELECT count(*)::int FROM messages m
                    WHERE m.user_id = $1 AND m.purpose = $2 AND m.state <> 'cancelled'
                      AND m.created_at > clock_timestamp() - make_interval(secs => w.seconds))
                    FROM unnest($3::int[]) WITH ORDINALITY AS w(seconds, place) ORDER BY w.place) AS sent`,
    [userId, purpose, MOST.map(({ seconds }) => seconds)],
  );
  return row.sent.some((sent, index) => sent >= (MOST[index]?.mails ?? 0));
}

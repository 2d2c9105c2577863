import type { DataSource } from 'typeorm';
import { RunClock } from '@gradus/database';
import { ZoneUnknownError, exactLength, quietUntil } from '@gradus/flow';
import type { ClaimedMessage } from './claim-message.ts';
import type { NotWanted } from './compose-message.ts';

const clockOf = ({ clockOrigin, speed }: ClaimedMessage) =>
  new RunClock(clockOrigin ?? new Date(), speed ?? 1);

/**
 * When the quiet hours that are now end; null: it may go out. The engine has kept the message for that already; this is for
 * those that come to it late, after an outage or a pause.
 */
export function quietEnd(message: ClaimedMessage, now: Date): Date | null {
  const quietHours = message.settings?.quietHours;
  if (!quietHours) return null;
  const clock = clockOf(message);
  const zones = { learnerZone: message.zone, schoolZone: message.schoolZone };
  try {
    const until = quietUntil(clock.toVirtual(now), quietHours, zones);
    return until === null ? null : clock.toReal(until);
  } catch (error) {
    if (error instanceof ZoneUnknownError) return null;
    throw error;
  }
}

/** Gives a message back until then; it was not tried. */
export async function keepUntil(dataSource: DataSource, message: ClaimedMessage, at: Date): Promise<void> {
  await dataSource.query(
    `UPDATE messages SET state = 'planned', next_attempt_at = $3, attempt = attempt - 1, retrying_since = NULL
      WHERE id = $1 AND state = 'claimed' AND claimed_by = $2`,
    [message.id, message.claim, at],
  );
}

/**
 * Marketing to one person in the stretch of time, delivered or let past the cap already. One after the other is let past,
 * under a lock of the person: whoever has claimed but not asked yet does not count.
 */
const SENT = `
SELECT count(*)::int AS sent FROM messages g, messages own
 WHERE own.id = $1 AND g.id <> own.id AND g.organization_id = own.organization_id AND g.user_id = own.user_id
   AND g.category = 'marketing'
   AND (g.state = 'done' AND g.settled_at > clock_timestamp() - make_interval(secs => $2)
     OR g.state IN ('planned', 'claimed') AND g.counted_at > clock_timestamp() - make_interval(secs => $2))`;

/** Why one more marketing message to this person would be too many; null: it is not, and it counts from now on. */
export async function overCap(dataSource: DataSource, message: ClaimedMessage): Promise<NotWanted | null> {
  const cap = message.settings?.frequencyCap;
  if (!cap || message.category !== 'marketing' || message.counted) return null;
  const seconds = clockOf(message).realDuration(exactLength(cap.per)) / 1_000;
  const sent = await dataSource.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `cap:${message.organizationId}:${message.userId}`,
    ]);
    const [row] = await manager.query<[{ sent: number }]>(SENT, [message.id, seconds]);
    if (row.sent < cap.messages)
      await manager.query('UPDATE messages SET counted_at = clock_timestamp() WHERE id = $1', [message.id]);
    return row.sent;
  });
  if (sent < cap.messages) return null;
  const { amount, unit } = cap.per;
  const per = amount === 1 ? `one ${unit.slice(0, -1)}` : `${amount} ${unit}`;
  return {
    code: 'message.over-cap',
    detail: `Left unsent by the frequency cap: ${sent === 1 ? 'one marketing message' : `${sent} marketing messages`} went to this person within ${per}, and the automation allows ${cap.messages}.`,
  };
}

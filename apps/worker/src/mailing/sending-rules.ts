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

/** Marketing to one person in the stretch of time, delivered or just going out; who claimed first comes first. */
const SENT = `
SELECT count(*)::int AS sent FROM messages g, messages own
 WHERE own.id = $1 AND g.id <> own.id AND g.organization_id = own.organization_id AND g.user_id = own.user_id
   AND g.category = 'marketing'
   AND (g.state = 'done' AND g.settled_at > clock_timestamp() - make_interval(secs => $2)
     OR g.state = 'claimed' AND g.claimed_until > clock_timestamp() AND (g.claimed_until, g.id) < (own.claimed_until, own.id))`;

/** Why one more marketing message to this person would be too many; null: it is not. */
export async function overCap(dataSource: DataSource, message: ClaimedMessage): Promise<NotWanted | null> {
  const cap = message.settings?.frequencyCap;
  if (!cap || message.category !== 'marketing') return null;
  const seconds = clockOf(message).realDuration(exactLength(cap.per)) / 1_000;
  const [row] = await dataSource.query<[{ sent: number }]>(SENT, [message.id, seconds]);
  if (row.sent < cap.messages) return null;
  const per = `${cap.per.amount} ${cap.per.unit}`;
  return {
    code: 'message.over-cap',
    detail: `The person has had ${row.sent} marketing messages within ${per}; this automation sends ${cap.messages} at most.`,
  };
}

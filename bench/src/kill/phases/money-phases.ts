import { lockPhase } from './lock-phases.ts';
import { type Part, type Phase, setFault, until } from './phase.ts';

/** From one offer for money to the next are three weeks of the course. */
const WAIT_SECONDS = 45;

/** The provider does what it was asked, then cuts the line: the worker cannot know, and dies before it asks again. */
function unanswered(name: string, part: Part, kind: 'checkout' | 'charge' | 'refund'): Phase {
  return {
    name,
    part,
    async strike({ stage, kill }) {
      await setFault(stage.paymentsUrl, { dropAnswer: true });
      try {
        const sql = `SELECT 1 FROM effects WHERE kind = '${kind}' AND state IN ('planned', 'claimed') AND attempt > 0
                        AND created_at < clock_timestamp() - interval '300 milliseconds'`;
        const met = await until(
          async () => (await stage.db.query(sql)).rows.length > 0,
          part === 'enrolling' ? 12 : WAIT_SECONDS,
        );
        await kill();
        return met;
      } finally {
        await setFault(stage.paymentsUrl, {});
      }
    },
  };
}

const lost = (name: string, table: string, at: string): Phase =>
  lockPhase({
    name,
    part: 'studying',
    lock: `LOCK TABLE ${table} IN SHARE MODE`,
    at,
    lost: true,
    waitSeconds: WAIT_SECONDS,
  });

/** Moments of money: it has moved, or is about to, and nobody here has written that down. */
export const moneyPhases: Phase[] = [
  unanswered('checkout made at the provider, answer lost', 'enrolling', 'checkout'),
  lost('card charged at the provider, charge not yet written', 'charges', 'INSERT INTO charges'),
  lost('refund claimed, not yet promised', 'refunds', 'INSERT INTO refunds'),
  lost('given back by a step, not yet booked', 'charges', 'UPDATE charges SET refunded_minor'),
  unanswered('card charged at the provider, answer lost', 'studying', 'charge'),
  lost('given back for staff, not yet booked', 'orders', 'UPDATE orders SET refunded_minor'),
  unanswered('given back at the provider, answer lost', 'studying', 'refund'),
];

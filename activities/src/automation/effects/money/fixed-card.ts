import type { DataSource } from 'typeorm';
import { PaymentsRefusedError, PaymentsUnavailableError } from '@gradus/integrations/stripe';
import { savedCard } from '../../../billing/saved-card.ts';
import type { RunEffect } from '../effect-work.ts';
import type { RunSubject } from './run-subject.ts';

/** Where the money comes from; null: no card was saved when the try began. */
export type FixedCard = { customer: string; method: string } | null;

interface Fixed {
  customer: string | null;
  method: string | null;
}

/**
 * The card of this try, written down before the provider is first asked: whatever is saved meanwhile, each attempt looks up
 * and charges the same one, so that no attempt can miss what another one did.
 *
 * @throws PaymentsUnavailableError an attempt without a written card came before, and none is saved to look it up by
 */
export async function fixedCard(
  dataSource: DataSource,
  effect: RunEffect,
  subject: RunSubject,
): Promise<FixedCard> {
  const saved = await savedCard(dataSource, subject);
  if (!saved && effect.attempt > 1) {
    const known = await readFixed(dataSource, effect);
    if (!known) throw unsure();
    return cardOf(known);
  }
  const [rows] = await dataSource.query<[Array<{ card: Fixed }>, number]>(
    `UPDATE effects SET given = CASE WHEN (given->'$card'->>'try')::int = try THEN given
              ELSE COALESCE(given, '{}') || jsonb_build_object('$card',
                     jsonb_build_object('try', try, 'customer', $3::text, 'method', $4::text)) END
      WHERE id = $1 AND state = 'claimed' AND claimed_by = $2 RETURNING given->'$card' AS card`,
    [effect.id, effect.claim, saved?.customer ?? null, saved?.method ?? null],
  );
  const [row] = rows;
  if (!row) throw unsure();
  return cardOf(row.card);
}

async function readFixed(dataSource: DataSource, { id }: RunEffect): Promise<Fixed | null> {
  const [row] = await dataSource.query<Array<{ card: Fixed }>>(
    `SELECT given->'$card' AS card FROM effects WHERE id = $1 AND (given->'$card'->>'try')::int = try`,
    [id],
  );
  return row?.card ?? null;
}

const cardOf = ({ customer, method }: Fixed): FixedCard => (customer && method ? { customer, method } : null);

const unsure = () =>
  new PaymentsUnavailableError(
    'Whether an earlier attempt took money cannot be asked now: no card is known.',
    {
      code: 'payments.conflict',
    },
  );

/** The provider has seen this key with another request: the first one may well have taken money, so it is not a no. */
export async function underOneKey<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof PaymentsRefusedError && error.code === 'payments.key_reused')
      throw new PaymentsUnavailableError(error.message, { code: 'payments.conflict', cause: error });
    throw error;
  }
}

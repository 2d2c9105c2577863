import type { EntityManager } from 'typeorm';

/** What a provider has answered, as far as it may be kept in the clear. */
export interface PaidAnswer {
  organizationId: string;
  /** The outward key: one answer each. */
  key: string;
  provider: string;
  model: string;
  requestId: string | null;
  /** Tokens: `fresh`, `cacheRead`, `cacheWrite`, `output`. */
  usage: object;
  /** The answer itself, sealed with the key of whoever it is for. */
  cipher: Buffer;
}

/** An answer that was paid for under this key, so that whoever asks again finds it. Null: none was. */
export async function paidAnswer(
  manager: EntityManager,
  organizationId: string,
  key: string,
): Promise<{ cipher: Buffer; costUsd: number | null } | null> {
  const [row] = await manager.query<Array<{ answer_cipher: Buffer | null; cost_usd: string | null }>>(
    `SELECT answer_cipher, cost_usd FROM ai_calls WHERE organization_id = $1 AND key = $2 AND state = 'done'`,
    [organizationId, key],
  );
  if (!row?.answer_cipher) return null;
  return { cipher: row.answer_cipher, costUsd: row.cost_usd === null ? null : Number(row.cost_usd) };
}

/** Keeps an answer with what it cost in dollars, and says so: null where the prices of the model are unknown, never nothing. */
export async function keepPaidAnswer(
  manager: EntityManager,
  { organizationId, key, provider, model, requestId, usage, cipher }: PaidAnswer,
): Promise<number | null> {
  const [row] = await manager.query<Array<{ cost_usd: string | null }>>(
    `INSERT INTO ai_calls (organization_id, key, provider, model, state, request_id, usage, answer_cipher, settled_at, cost_usd)
     VALUES ($1, $2, $3::text, $4::text, 'done', $5, $6::jsonb, $7, clock_timestamp(),
             (SELECT (($6::jsonb->>'fresh')::numeric * (prices->>'input')::numeric
                    + ($6::jsonb->>'cacheRead')::numeric * (prices->>'cachedInput')::numeric
                    + ($6::jsonb->>'output')::numeric * (prices->>'output')::numeric) / 1000000
                FROM ai_models WHERE provider = $3::text AND name = $4::text AND prices IS NOT NULL LIMIT 1))
     ON CONFLICT (key) DO NOTHING RETURNING cost_usd`,
    [organizationId, key, provider, model, requestId, JSON.stringify(usage), cipher],
  );
  return row?.cost_usd == null ? null : Number(row.cost_usd);
}

import type { EntityManager } from 'typeorm';
import type { Vault } from '../vault/vault.ts';

/** Whose question it is, and under which outward key it is asked: one answer each. */
export interface PaidQuestion {
  organizationId: string;
  key: string;
  /** The answer is sealed with the key of this person. */
  userId: string;
}

/** What a provider has answered: kept sealed as it is, and what is named here in the clear as well. */
export interface PaidAnswer {
  model: string;
  requestId: string | null;
  /** Tokens: `fresh`, `cacheRead`, `cacheWrite`, `output`. */
  usage: object;
}

/**
 * An answer that was paid for under this key; where none was, `ask` gets one, and it is kept, so that whoever asks again finds
 * it. What it cost is in dollars: null where the prices of the model are unknown, never nothing.
 */
export async function paidAnswer<Answer extends PaidAnswer>(
  manager: EntityManager,
  vault: Vault,
  question: PaidQuestion,
  ask: () => Promise<{ provider: string; answer: Answer }>,
): Promise<{ answer: Answer; costUsd: number | null }> {
  const { organizationId, key, userId } = question;
  const [row] = await manager.query<Array<{ answer_cipher: Buffer | null; cost_usd: string | null }>>(
    `SELECT answer_cipher, cost_usd FROM ai_calls WHERE organization_id = $1 AND key = $2 AND state = 'done'`,
    [organizationId, key],
  );
  if (row?.answer_cipher) {
    const answer = await vault.openJson<Answer>(manager, userId, row.answer_cipher);
    return { answer, costUsd: dollars(row.cost_usd) };
  }
  const { provider, answer } = await ask();
  const cipher = await vault.sealJson(manager, userId, answer);
  return { answer, costUsd: await keep(manager, question, { provider, answer, cipher }) };
}

async function keep(
  manager: EntityManager,
  { organizationId, key }: PaidQuestion,
  {
    provider,
    answer: { model, requestId, usage },
    cipher,
  }: { provider: string; answer: PaidAnswer; cipher: Buffer },
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
  return dollars(row?.cost_usd ?? null);
}

const dollars = (cost: string | null) => (cost === null ? null : Number(cost));

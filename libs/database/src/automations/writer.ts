import type { EntityManager } from 'typeorm';

/**
 * Notes which model grades and writes from now on, so that whoever draws knows whether a text can be written at all. One of
 * the same name and provider keeps its prices.
 */
export async function noteModel(
  manager: EntityManager,
  { provider, model }: { provider: string; model: string },
): Promise<void> {
  const [, known] = await manager.query<[unknown[], number]>(
    'UPDATE ai_models SET is_active = true WHERE provider = $1 AND name = $2',
    [provider, model],
  );
  if (known === 0)
    await manager.query('INSERT INTO ai_models (provider, name) VALUES ($1, $2)', [provider, model]);
  await manager.query('UPDATE ai_models SET is_active = false WHERE NOT (provider = $1 AND name = $2)', [
    provider,
    model,
  ]);
}

/** The provider that writes texts; null: the local grader, which cannot. Undefined: no worker has said so yet. */
export async function readWriter(manager: EntityManager): Promise<string | null | undefined> {
  const [model] = await manager.query<Array<{ provider: string }>>(
    'SELECT provider FROM ai_models WHERE is_active LIMIT 1',
  );
  if (!model) return undefined;
  return model.provider === 'local' ? null : model.provider;
}

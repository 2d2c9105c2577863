import type { EntityManager } from 'typeorm';

/** The texts that messages of the run $1 may use: of each name the approved one that was written last. */
const USABLE = `SELECT DISTINCT ON (name) * FROM generated_texts
      WHERE run_id = $1 AND state = 'approved' ORDER BY name, written_at DESC`;

/**
 * Keeps what a step had written, in the transaction that settles its effect. Written anew, it replaces the draft before it;
 * what a person has decided about stays.
 */
export async function keepText(
  manager: EntityManager,
  text: { effectId: string; name: string; state: 'draft' | 'approved'; model: string; cipher: Buffer },
): Promise<void> {
  await manager.query(
    `INSERT INTO generated_texts AS g (organization_id, run_id, step_id, visit, user_id, name, text_cipher, model, state)
     SELECT f.organization_id, f.run_id, f.step_id, f.visit, r.user_id, $2, $3, $4, $5
       FROM effects f JOIN runs r ON r.id = f.run_id WHERE f.id = $1
     ON CONFLICT (run_id, step_id, visit) DO UPDATE
        SET text_cipher = EXCLUDED.text_cipher, model = EXCLUDED.model, name = EXCLUDED.name WHERE g.state = 'draft'`,
    [text.effectId, text.name, text.cipher, text.model, text.state],
  );
}

/** A text that came after its step had been left is wanted by nobody. Always true: it can be taken back. */
export async function withdrawText(manager: EntityManager, runId: string, key: string): Promise<boolean> {
  await manager.query(
    `UPDATE generated_texts g SET state = 'refused' FROM effects f
      WHERE f.run_id = $1 AND f.key = $2 AND g.run_id = f.run_id AND g.step_id = f.step_id AND g.visit = f.visit`,
    [runId, key],
  );
  return true;
}

/** What a person has decided about the text that a task asks about, with their wording if they have changed it. */
export async function decideText(
  manager: EntityManager,
  { taskId, approved, cipher }: { taskId: string; approved: boolean; cipher: Buffer | null },
): Promise<void> {
  await manager.query(
    `UPDATE generated_texts g SET state = $2, text_cipher = COALESCE($3, g.text_cipher), edited = g.edited OR $3 IS NOT NULL
       FROM tasks t WHERE t.id = $1 AND g.run_id = t.run_id AND g.step_id = t.step_id AND g.visit = t.visit
        AND g.state = 'draft'`,
    [taskId, approved ? 'approved' : 'refused', cipher],
  );
}

/**
 * Lets the texts that messages of an ended run might use go along with the run that takes its place. They have visits of
 * their own there, from 0 downwards: none that the new run makes.
 */
export async function carryTexts(manager: EntityManager, endedRunId: string, runId: string): Promise<void> {
  await manager.query(
    `INSERT INTO generated_texts (organization_id, run_id, step_id, visit, user_id, name, text_cipher, model, state, edited,
                                  written_at)
     SELECT organization_id, $2, step_id, 1 - row_number() OVER (ORDER BY name), user_id, name, text_cipher, model, state,
            edited, written_at
       FROM (${USABLE}) usable`,
    [endedRunId, runId],
  );
}

/** The sealed texts that messages of a run may use, by name: of each the one that was written last. */
export async function textsOfRun(manager: EntityManager, runId: string): Promise<Map<string, Buffer>> {
  const rows = await manager.query<Array<{ name: string; text_cipher: Buffer }>>(
    `SELECT name, text_cipher FROM (${USABLE}) usable`,
    [runId],
  );
  return new Map(rows.map(({ name, text_cipher }) => [name, text_cipher]));
}

/** Which texts of these names a message of the run would use now: their ids by name. */
export async function textIdsOfRun(
  manager: EntityManager,
  runId: string,
  names: readonly string[],
): Promise<Record<string, string>> {
  if (names.length === 0) return {};
  const rows = await manager.query<Array<{ name: string; id: string }>>(
    `SELECT name, id FROM (${USABLE}) usable WHERE name = ANY($2)`,
    [runId, names],
  );
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
}

/** The sealed texts with these ids, by name; one that was taken back since is left out. */
export async function textsById(
  manager: EntityManager,
  userId: string,
  ids: readonly string[],
): Promise<Map<string, Buffer>> {
  if (ids.length === 0) return new Map();
  const rows = await manager.query<Array<{ name: string; text_cipher: Buffer }>>(
    `SELECT name, text_cipher FROM generated_texts WHERE id = ANY($1) AND user_id = $2 AND state = 'approved'`,
    [ids, userId],
  );
  return new Map(rows.map(({ name, text_cipher }) => [name, text_cipher]));
}

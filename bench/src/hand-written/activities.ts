import type pg from 'pg';
import { issueCredential } from '@gradus/integrations/credentials';
import { WEEK, finishRun, firstUnlocks, storeCredential } from './statements.ts';

export interface HandWrittenParts {
  db: pg.Pool;
  issuerSeed: Uint8Array;
  publicUrl: string;
}

interface Week {
  runId: string;
  week: number;
}

const WEEK_MS = 7 * 86_400_000;

export type Activities = ReturnType<typeof createActivities>;

/** The activities of the hand-written workflow: plain SQL, the rows that the product writes. */
export function createActivities({ db, issuerSeed, publicUrl }: HandWrittenParts) {
  return {
    /** Opens a week and queues its mail, in one transaction. Answers the real milliseconds until the next. */
    async openWeek({ runId, week }: Week): Promise<number> {
      await inTransaction(db, async (client) => {
        await client.query('SELECT event_seq FROM runs WHERE id = $1 FOR NO KEY UPDATE', [runId]);
        if (week === 1) await client.query(firstUnlocks, [runId]);
        for (const statement of WEEK) await client.query(statement, [runId, week]);
      });
      const { rows } = await db.query<{ rest: number }>(
        `SELECT (EXTRACT(EPOCH FROM clock_origin - clock_timestamp()) * 1000 + $2 / speed)::double precision AS rest
           FROM runs WHERE id = $1`,
        [runId, week * WEEK_MS],
      );
      return week === 12 ? 0 : Math.max(0, Math.ceil(rows[0]!.rest));
    },

    /** Milliseconds until then. */
    restUntil({ dueAt }: { dueAt: number }): Promise<number> {
      return Promise.resolve(Math.max(0, dueAt - Date.now()));
    },

    /** Signs the certificate and writes it with its events. */
    async issueCertificate({ runId }: { runId: string }): Promise<void> {
      const { rows } = await db.query<{
        credential_id: string;
        name: string;
        email: string;
        school: string;
        course_key: string;
        achievement: { name: string; description: string; criteria: string };
      }>(storeCredential.begin, [runId]);
      const row = rows[0]!;
      const document = await issueCredential({
        id: `${publicUrl}/credentials/${row.credential_id}`,
        seed: issuerSeed,
        issuer: { name: row.school, url: publicUrl },
        achievement: { id: `${publicUrl}/achievements/${row.course_key}`, ...row.achievement },
        recipient: { name: row.name, email: row.email },
        validFrom: new Date(),
      });
      await inTransaction(db, async (client) => {
        await client.query(storeCredential.document, [runId, JSON.stringify(document)]);
        await client.query(storeCredential.completed, [runId]);
        await client.query(storeCredential.events, [runId]);
      });
    },

    /** Closes the run. */
    async finish({ runId }: { runId: string }): Promise<void> {
      await inTransaction(db, async (client) => {
        for (const statement of finishRun) await client.query(statement, [runId]);
      });
    },
  };
}

async function inTransaction(db: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await db.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

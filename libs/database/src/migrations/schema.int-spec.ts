import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ScratchDatabase, createScratchDatabase } from '../testing/scratch-database.ts';

describe('a migrated empty database', () => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await createScratchDatabase();
  });
  afterAll(() => database.drop());

  it('is what the entities say', async () => {
    const { upQueries } = await database.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('keeps every time with its zone', async () => {
    const rows = await database.dataSource.query<Array<{ column: string }>>(
      `SELECT table_name || '.' || column_name AS column FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> 'migrations' AND data_type = 'timestamp without time zone'`,
    );
    expect(rows).toEqual([]);
  });

  it.each([
    ['users', ['id', 'email', 'password_hash', 'created_at', 'updated_at']],
    ['courses', ['id', 'title', 'description', 'duration_weeks', 'price', 'created_at']],
    ['enrollments', ['id', 'user_id', 'course_id', 'enrolled_at', 'completed_at', 'progress_percentage']],
    ['ai_models', ['id', 'name', 'version', 'api_endpoint', 'is_active', 'created_at']],
  ])('keeps the columns others rely on in %s', async (table, columns) => {
    const rows = await database.dataSource.query<Array<{ name: string }>>(
      'SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1',
      [table],
    );
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(columns));
  });

  it('ties every row but people to an organization', async () => {
    const rows = await database.dataSource.query<Array<{ name: string }>>(
      `SELECT t.table_name AS name FROM information_schema.tables t
        WHERE t.table_schema = 'public' AND NOT EXISTS (SELECT 1 FROM information_schema.columns c
              WHERE c.table_name = t.table_name AND c.column_name = 'organization_id') ORDER BY 1`,
    );
    // People and their logins; what is global by nature; what lives for a moment or only points at a row.
    expect(rows.map(({ name }) => name)).toEqual([
      'ai_models',
      'data_keys',
      'due_messages',
      'email_tokens',
      'idempotency_keys',
      'live_tickets',
      'migrations',
      'organizations',
      'rate_limits',
      'refresh_token_families',
      'refresh_tokens',
      'run_wakes',
      'time_zone_changes',
      'untold_messages',
      'users',
      'webhook_events',
    ]);
  });
});

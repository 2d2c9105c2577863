import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ScratchDatabase, createScratchDatabase } from '@gradus/database/testing';
import { ANSWERS_KEPT_DAYS } from '../idempotency/senders-key.ts';
import { type AuditedAction, doneBefore, recordAudit } from './record-audit.ts';

let database: ScratchDatabase;
let entry: AuditedAction & { request: string };
beforeAll(async () => {
  database = await createScratchDatabase();
  const [row] = await database.dataSource.query<[{ organizationId: string; actorId: string }]>(
    `WITH o AS (INSERT INTO organizations (slug, name, time_zone) VALUES ('s', 'School', 'UTC') RETURNING id),
          u AS (INSERT INTO users (email, password_hash, name) VALUES ('a@test.local', '-', 'Ada') RETURNING id)
     SELECT o.id AS "organizationId", u.id AS "actorId" FROM o, u`,
  );
  entry = {
    ...row,
    action: 'automation.published',
    subjectKind: 'automation',
    subjectId: randomUUID(),
    request: 'a-key',
  };
});
afterAll(() => database.drop());

const record = (data: Record<string, unknown>) =>
  recordAudit(database.dataSource.manager, { ...entry, data });
const told = () =>
  database.dataSource
    .query<Array<{ nth: number }>>(`SELECT (data->>'nth')::int AS nth FROM audit_log ORDER BY seq`)
    .then((rows) => rows.map(({ nth }) => nth));

it('tells once of what a request does, and anew when its key is used after the days for which it is known', async () => {
  const { manager } = database.dataSource;
  await manager.query(
    `INSERT INTO audit_log (organization_id, actor_id, action, subject_kind, subject_id, reason, data, at)
     VALUES ($1, $2, $3, $4, $5, '', '{"nth": 1, "request": "a-key"}', now() - make_interval(days => $6, mins => 1))`,
    [
      entry.organizationId,
      entry.actorId,
      entry.action,
      entry.subjectKind,
      entry.subjectId,
      ANSWERS_KEPT_DAYS,
    ],
  );
  expect(await doneBefore(manager, entry)).toBeNull();
  await record({ nth: 2 });
  expect(await doneBefore(manager, entry)).toMatchObject({ nth: 2 });
  await record({ nth: 3 });
  expect(await told()).toEqual([1, 2]);
});

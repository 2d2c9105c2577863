import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import { Vault, WritingErasedError, addTag, erasePerson, setField } from '@gradus/database';
import { twoWeeks } from '../testing/definitions.ts';
import { type Learner, type School, openSchool } from '../testing/school.ts';
import { reapplyErasures } from './reapply-erasures.ts';

jest.setTimeout(60_000);

let school: School;
let vault: Vault;
beforeAll(async () => {
  school = await openSchool();
  await school.publishJourney(twoWeeks());
  vault = school.parts.parts.vault;
});
afterAll(() => school.close());

const rows = <Row extends object>(sql: string, values: unknown[] = []) =>
  school.dataSource.query<Row[]>(sql, values);
const turn = ({ runId }: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, runId);
const erase = ({ userId }: Learner) =>
  school.dataSource.transaction((manager) =>
    erasePerson(manager, { organizationId: school.organizationId, userId, requestedBy: null }),
  );

/** Somebody in the course about whom things are known in every place where a person can leave some. */
async function known(): Promise<Learner & { sealed: Buffer }> {
  const learner = await school.enrol({ ring: false });
  await turn(learner);
  const { userId, enrollmentId } = learner;
  const person = { organizationId: school.organizationId, userId };
  const sealed = await school.dataSource.transaction(async (manager) => {
    await addTag(manager, person, 'vip', {});
    await setField(manager, person, { name: 'phone', type: 'text', value: '+49 30 1234567' }, {});
    return vault.seal(manager, userId, 'What I think about prompts');
  });
  await rows(
    `INSERT INTO assessment_drafts (organization_id, enrollment_id, assessment_id, body_cipher, saved_at)
     SELECT $1, $2, a.id, $3, now() FROM assessments a WHERE a.course_version_id = $4 LIMIT 1`,
    [school.organizationId, enrollmentId, sealed, school.courseVersionId],
  );
  await rows(`INSERT INTO time_zone_changes (user_id, from_zone, at) VALUES ($1, 'Asia/Tokyo', now())`, [
    userId,
  ]);
  await rows(
    `INSERT INTO credentials (organization_id, enrollment_id, user_id, state, recipient_name, document)
     VALUES ($1, $2, $3, 'issued', 'Ada Example', '{"name": "Ada Example"}')`,
    [school.organizationId, enrollmentId, userId],
  );
  await rows(
    `INSERT INTO email_tokens (user_id, purpose, expires_at, name) VALUES ($1, 'verify-email', now() + interval '1 day', 'Ada Example')`,
    [userId],
  );
  await rows(
    `INSERT INTO payment_customers (organization_id, user_id, customer, method, brand, last4) VALUES ($1, $2, $3, 'pm_1', 'visa', '4242')`,
    [school.organizationId, userId, `cus_of_${userId}`],
  );
  await rows(
    `INSERT INTO subscriptions (organization_id, user_id, key, title, amount_minor, currency, every, state)
     VALUES ($1, $2, $3, 'Monthly', 900, 'EUR', 'month', 'active')`,
    [school.organizationId, userId, `sub:${userId}`],
  );
  await toldFromOutside(learner);
  return { ...learner, sealed };
}

/** What other systems have said of somebody, and what the school was told of them. */
async function toldFromOutside({ userId, runId }: Learner): Promise<void> {
  const { organizationId } = school;
  await rows(
    `INSERT INTO hook_deliveries (organization_id, automation_id, delivery_id, key_id, outcome, label)
     SELECT $1, r.automation_id, 'told:' || r.id, 'k', 'unknown', u.email FROM runs r JOIN users u ON u.id = r.user_id WHERE r.id = $2`,
    [organizationId, runId],
  );
  await rows(
    `WITH admission AS (
       INSERT INTO admissions (organization_id, automation_id, cause, occasion, rate_per_minute)
       SELECT $1, automation_id, 'manual', 'told:' || id, 60 FROM runs WHERE id = $2 RETURNING id)
     INSERT INTO admission_items (admission_id, seq, organization_id, label)
     SELECT a.id, 1, $1, upper(u.email) FROM admission a, users u WHERE u.id = $3`,
    [organizationId, runId, userId],
  );
  await rows(
    `INSERT INTO domain_events (organization_id, type, key, user_id, data)
     VALUES ($1, 'webhook.received', 'told:' || $2::uuid, $2::uuid, '{"automation": "a", "street": "Wisteria Lane"}')`,
    [organizationId, userId],
  );
  await rows(
    `INSERT INTO effects (organization_id, run_id, key, kind, state, settled_at, fed_at, given, outcome)
     VALUES ($1, $2::uuid, 'told:' || $2::uuid, 'webhook', 'done', now(), now(), '{"street": "Wisteria Lane"}', '{"status": 200, "result": {"street": "Wisteria Lane"}}')`,
    [organizationId, runId],
  );
  for (const [kind, given] of [
    ['callAutomation', '{"$at": 1764000000000, "answer": "Marigold Court"}'],
    ['generate', '{"answer": "Marigold Court"}'],
  ])
    await rows(
      `INSERT INTO effects (organization_id, run_id, key, kind, state, settled_at, fed_at, given)
       VALUES ($1, $2::uuid, $3::text || ':' || $2::uuid, $3, 'done', now(), now(), $4)`,
      [organizationId, runId, kind, given],
    );
  await rows(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at, taken_at)
     VALUES ($1, $2::uuid, 'command', 'told:' || $2::uuid, 'changeVariable', $3, now(), now())`,
    [
      organizationId,
      runId,
      { command: { name: 'changeVariable', variable: 'street', value: 'Wisteria Lane' } },
    ],
  );
  const remembered = `jsonb_set(state, '{vars}', '{"answer": "Marigold Court"}')`;
  await rows(`UPDATE runs SET state = ${remembered} WHERE id = $1`, [runId]);
  await rows(
    `INSERT INTO runs (organization_id, automation_id, version_id, user_id, enrollment_id, entry_key, state, condition,
                       clock_origin, finished_at, outcome)
     SELECT organization_id, automation_id, version_id, user_id, enrollment_id, 'before:' || id,
            ${remembered} || '{"tokens": []}', 'finished', clock_origin, now(), 'completed' FROM runs WHERE id = $1`,
    [runId],
  );
  await rows(
    `WITH task AS (
       INSERT INTO tasks (organization_id, run_id, version_id, step_id, visit, user_id, kind, title, holds)
       SELECT $1, id, version_id, 'told', 1, user_id, 'todo', 'Call them', false FROM runs WHERE id = $2::uuid RETURNING id),
     staff AS (
       INSERT INTO users (email, password_hash, name) VALUES ('staff-' || $2::uuid || '@example.org', '-', 'Staff') RETURNING id),
     message AS (
       INSERT INTO messages (organization_id, user_id, task_id, key, category, channel, purpose, subject, state, settled_at)
       SELECT $1, u.id, task.id, 'told:' || $2::uuid, 'transactional', 'app', 'task', 'Call them', 'done', now()
         FROM task, staff u RETURNING id, user_id)
     INSERT INTO notices (organization_id, user_id, message_id, content_cipher)
     SELECT $1, user_id, id, 'sealed' FROM message`,
    [organizationId, runId],
  );
}

/** What the school was shown of somebody. */
const NOTICES = `SELECT 1 FROM notices n JOIN messages m ON m.id = n.message_id JOIN tasks t ON t.id = m.task_id WHERE t.user_id = $1`;

/** Every table with a column for a person, asked for what would tell who they were. */
async function traces(needles: string[]): Promise<string[]> {
  const tables = await rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'migrations'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const hits = await rows<{ row: string }>(
      `SELECT to_jsonb(t)::text AS row FROM "${name}" t WHERE to_jsonb(t)::text ILIKE ANY ($1)`,
      [needles.map((needle) => `%${needle}%`)],
    );
    found.push(...hits.map(({ row }) => `${name}: ${row.slice(0, 200)}`));
  }
  return found;
}

it('leaves no trace but ids: account blank, writing unreadable, notes gone, run ended', async () => {
  const learner = await known();
  const [before] = await rows<{ email: string }>('SELECT email FROM users WHERE id = $1', [learner.userId]);
  await rows(`UPDATE users SET name = 'Ada Peculiar' WHERE id = $1`, [learner.userId]);
  await rows(
    `UPDATE credentials SET recipient_name = 'Ada Peculiar', document = '{"name": "Ada Peculiar"}' WHERE user_id = $1`,
    [learner.userId],
  );
  await rows(`UPDATE email_tokens SET name = 'Ada Peculiar' WHERE user_id = $1`, [learner.userId]);
  const needles = [before!.email, 'cus_of_', 'Ada Peculiar', '1234567', 'Asia/Tokyo', 'Wisteria'];
  expect(await traces(needles)).not.toEqual([]);

  expect(await rows(NOTICES, [learner.userId])).toHaveLength(1);
  const { runIds } = await erase(learner);
  expect(runIds).toEqual([learner.runId]);
  expect(await traces(needles)).toEqual([]);
  // What the run that goes on remembers it forgets when it ends, below.
  expect(await traces(['Marigold'])).toHaveLength(1);
  expect(await rows(NOTICES, [learner.userId])).toEqual([]);
  await expect(vault.open(school.dataSource.manager, learner.userId, learner.sealed)).rejects.toThrow(
    WritingErasedError,
  );
  await expect(vault.seal(school.dataSource.manager, learner.userId, 'again')).rejects.toThrow(
    WritingErasedError,
  );

  await turn(learner);
  const [run] = await rows<{ outcome: string; reason: string }>(
    `SELECT outcome, state->'finished'->>'reason' AS reason FROM runs WHERE id = $1`,
    [learner.runId],
  );
  expect(run).toEqual({ outcome: 'exited', reason: 'erased' });
  expect(await traces(['Marigold'])).toEqual([]);
  const [subscription] = await rows('SELECT cancel_wanted FROM subscriptions WHERE user_id = $1', [
    learner.userId,
  ]);
  expect(subscription).toEqual({ cancel_wanted: 'now' });
  const [enrollment] = await rows('SELECT state FROM enrollments WHERE id = $1', [learner.enrollmentId]);
  expect(enrollment).toEqual({ state: 'withdrawn' });
  const waiting = await rows(
    `SELECT 1 FROM messages WHERE user_id = $1 AND state IN ('planned', 'claimed')`,
    [learner.userId],
  );
  expect(waiting).toEqual([]);
});

it('twice is once, and others stay as they are', async () => {
  const [learner, other] = [await known(), await known()];
  await erase(learner);
  expect((await erase(learner)).runIds).toEqual([]);
  expect(await vault.open(school.dataSource.manager, other.userId, other.sealed)).toBe(
    'What I think about prompts',
  );
  const [fields] = await rows<{ n: number }>(
    'SELECT count(*)::int AS n FROM person_fields WHERE user_id = $1',
    [other.userId],
  );
  expect(fields).toEqual({ n: 1 });
});

it('is done again when a restored backup has brought somebody back', async () => {
  const learner = await known();
  await erase(learner);
  const rung: string[] = [];
  const bells = {
    tryRing: (...targets: Array<{ workflowId: string }>) =>
      Promise.resolve(void rung.push(...targets.map((t) => t.workflowId))),
  };
  expect(await reapplyErasures(school.dataSource, bells)).toBe(0);
  await rows(
    `UPDATE users SET email = 'back@example.org', name = 'Back Again', disabled_at = NULL WHERE id = $1`,
    [learner.userId],
  );
  expect(await reapplyErasures(school.dataSource, bells)).toBe(1);
  expect(await traces(['back@example.org', 'Back Again'])).toEqual([]);
  expect(await reapplyErasures(school.dataSource, bells)).toBe(0);
});

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CourseSchool } from '../../testing/course-school.ts';

let school: CourseSchool;
let admin: { userId: string; token: string; email: string };
beforeAll(async () => {
  school = await CourseSchool.start();
  admin = await school.api.person('admin');
});
afterAll(() => school.stop(), 20_000);

const erase = (userId: string, email: string, as = admin.token, reason = 'asked for by mail') =>
  school.post(`/api/people/${userId}/erase`, as, { email, reason });

it('erases a learner: they are signed out, blank, and their run is ordered to end', async () => {
  const learner = await school.learner();
  await school.api.ask('PUT', `/api/people/${learner.userId}/fields/phone`, {
    as: admin.token,
    body: { type: 'text', value: '+49 30 1234' },
  });
  const done = await erase(learner.userId, learner.email.toUpperCase());
  expect(done).toMatchObject({ status: 200, body: { runsEnding: 1, erasedAt: expect.any(String) } });
  expect((await school.get('/api/me', learner.token)).status).toBe(401);
  const { body } = await school.get(`/api/people/${learner.userId}`, admin.token);
  expect(body).toMatchObject({ name: 'Erased person', fields: [], tags: [], erasedAt: done.body.erasedAt });
  expect(body.email).toMatch(/@erased\.invalid$/);
  const commands = await school.api.query(
    `SELECT i.payload->'command' AS command FROM inbox i JOIN runs r ON r.id = i.run_id WHERE r.user_id = $1 AND i.type = 'exit'`,
    [learner.userId],
  );
  expect(commands).toEqual([{ command: { name: 'exit', reason: 'erased', forget: true } }]);
  const audited = await school.api.query(
    `SELECT reason, data FROM audit_log WHERE action = 'person.erased' AND subject_id = $1`,
    [learner.userId],
  );
  expect(audited).toEqual([{ reason: 'asked for by mail', data: { runs: 1 } }]);
  const again = await erase(learner.userId, 'whatever');
  expect(again).toMatchObject({ status: 200, body: { erasedAt: done.body.erasedAt, runsEnding: 0 } });
});

it('lets the same address begin anew', async () => {
  const learner = await school.learner();
  await erase(learner.userId, learner.email);
  const rows = await school.api.query('SELECT 1 FROM users WHERE email = $1', [learner.email]);
  expect(rows).toEqual([]);
});

it('asks for the address, and refuses what would be a mistake', async () => {
  const learner = await school.learner();
  expect(await erase(learner.userId, 'other@example.org')).toMatchObject({
    status: 422,
    body: { code: 'person.erasure-unconfirmed', fields: [{ path: 'email' }] },
  });
  expect((await erase(learner.userId, learner.email, admin.token, ' ')).status).toBe(400);
  expect(await erase(admin.userId, admin.email)).toMatchObject({
    status: 409,
    body: { code: 'person.is-oneself' },
  });
  const elsewhere = await school.api.organization('second-school');
  await school.api.query(
    `INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'learner')`,
    [elsewhere, learner.userId],
  );
  expect((await erase(learner.userId, learner.email)).body.code).toBe('person.elsewhere');
  const [person] = await school.api.query('SELECT email FROM users WHERE id = $1', [learner.userId]);
  expect(person).toEqual({ email: learner.email });
});

it('is for administrators of the same school', async () => {
  const learner = await school.learner();
  for (const role of ['learner', 'instructor', 'ops'] as const)
    expect((await erase(learner.userId, learner.email, (await school.api.person(role)).token)).status).toBe(
      403,
    );
  const stranger = await school.api.person('admin', await school.api.organization('third-school'));
  expect((await erase(learner.userId, learner.email, stranger.token)).status).toBe(404);
});

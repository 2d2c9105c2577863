import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
beforeAll(async () => {
  school = await CourseSchool.start();
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const REASON = 'The work was not their own';
const revoke = (enrollmentId: string, token: string, key?: string) =>
  school.post(`/api/enrollments/${enrollmentId}/revoke-certificate`, token, { reason: REASON }, key);

/** Somebody with a certificate; nobody looks at its signature here. */
async function certified(state = 'issued') {
  const learner = await school.learner();
  const [row] = await school.api.query<{ id: string }>(
    `INSERT INTO credentials (organization_id, enrollment_id, user_id, state, recipient_name, document, issued_at)
     SELECT organization_id, id, user_id, $2::text, 'Lena Learner', '{}', now() FROM enrollments WHERE id = $1 RETURNING id`,
    [learner.enrollmentId, state],
  );
  return { ...learner, credentialId: row!.id };
}

describe('revoking a certificate by hand', () => {
  it('is for admins, once, with a reason that everybody reads', async () => {
    const { token, enrollmentId, credentialId, userId } = await certified();
    const [instructor, ops, admin, stranger] = await Promise.all([
      school.api.person('instructor'),
      school.api.person('ops'),
      school.api.person('admin'),
      school.api.organization('revoking-elsewhere').then((id) => school.api.person('admin', id)),
    ]);
    const refused = await Promise.all(
      [token, instructor.token, ops.token, stranger.token].map((who) => revoke(enrollmentId, who)),
    );
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 404]);

    const first = await revoke(enrollmentId, admin.token, 'same');
    expect(first).toMatchObject({ status: 200, body: { credentialId, revoked: true } });
    expect((await revoke(enrollmentId, admin.token, 'same')).body).toEqual(first.body);
    expect((await revoke(enrollmentId, admin.token)).body).toMatchObject({ credentialId, revoked: false });

    const page = (await school.get(`/api/credentials/${credentialId}`)).body;
    expect(page).toMatchObject({ revokedReason: REASON, verification: { valid: false } });
    expect(await school.get(`/api/credentials/${credentialId}/certificate.pdf`)).toMatchObject({
      status: 410,
      body: { code: 'credential.revoked' },
    });
    expect((await school.progress(token)).credential).toMatchObject({ id: credentialId, state: 'revoked' });
    expect(
      await school.api.query(
        `SELECT channel, payload FROM messages WHERE user_id = $1 AND purpose = 'certificate-revoked'`,
        [userId],
      ),
    ).toEqual([{ channel: 'both', payload: { enrollmentId, reason: REASON } }]);
    expect(
      await school.api.query(
        `SELECT actor_id, reason, data FROM audit_log WHERE subject_id = $1 AND action = 'credential.revoke'`,
        [credentialId],
      ),
    ).toEqual([{ actor_id: admin.userId, reason: REASON, data: { enrollment: enrollmentId } }]);
    const [place] = await school.api.query(
      `SELECT u.name, c.title FROM enrollments e JOIN users u ON u.id = e.user_id JOIN courses c ON c.id = e.course_id WHERE e.id = $1`,
      [enrollmentId],
    );
    expect((await school.get('/api/audit-log', admin.token)).body.items[0]).toMatchObject({
      action: 'credential.revoke',
      name: `${place!.name}, ${place!.title}`,
    });
    expect(
      await school.api.query(`SELECT type FROM domain_events WHERE key = $1`, [
        `credential.revoked:${credentialId}`,
      ]),
    ).toEqual([{ type: 'credential.revoked' }]);

    const certificate = { id: credentialId, state: 'revoked' };
    const roster = (await school.get(`/api/courses/${school.freeCourse}/roster`, admin.token)).body.items;
    expect(
      roster.find((entry: { enrollmentId: string }) => entry.enrollmentId === enrollmentId),
    ).toMatchObject({ certificate });
    expect((await school.get(`/api/people/${userId}`, admin.token)).body.courses).toMatchObject([
      { enrollmentId, courseId: school.freeCourse, state: 'active', certificate },
    ]);
  });

  it('waits for one that is being issued, and finds none where there is none', async () => {
    const { token: admin } = await school.api.person('admin');
    const { enrollmentId } = await school.learner();
    expect(await revoke(enrollmentId, admin)).toMatchObject({
      status: 404,
      body: { code: 'credential.not-found' },
    });
    const issuing = await certified('issuing');
    expect(await revoke(issuing.enrollmentId, admin)).toMatchObject({
      status: 409,
      body: { code: 'credential.being-issued' },
    });
  });
});

import { gunzipSync } from 'node:zlib';
import { issueCredential, issuerDid } from '@gradus/integrations/credentials';
import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
let id: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  const { enrollmentId } = await school.learner();
  const [row] = await school.api.query<{ id: string }>(
    `INSERT INTO credentials (organization_id, enrollment_id, user_id, state, recipient_name)
     SELECT organization_id, id, user_id, 'issuing', 'Lena Learner' FROM enrollments WHERE id = $1 RETURNING id`,
    [enrollmentId],
  );
  id = row!.id;
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const issue = async (change: (document: Record<string, unknown>) => void = () => {}) => {
  const { publicUrl } = school.api.config.api;
  const document = (await issueCredential({
    id: `${publicUrl}/credentials/${id}`,
    seed: school.api.config.credentials.issuerSeed,
    issuer: { name: 'Test school', url: publicUrl },
    achievement: {
      id: `${publicUrl}/achievements/x`,
      name: 'X',
      description: 'Can do X.',
      criteria: 'Do X.',
    },
    recipient: { name: 'Lena Learner', email: 'lena@test.local', salt: 'salt' } as never,
    validFrom: new Date(Date.now() - 60_000),
  })) as unknown as Record<string, unknown>;
  change(document);
  await school.api.query(
    `UPDATE credentials SET state = 'issued', document = $2, issued_at = now() WHERE id = $1 RETURNING id`,
    [id, JSON.stringify(document)],
  );
};

describe('a certificate', () => {
  it('is not there before it is issued', async () => {
    expect((await school.get(`/api/credentials/${id}`)).status).toBe(404);
    expect((await school.get(`/api/credentials/${id}/certificate.pdf`)).status).toBe(404);
  });

  it('is verified for everybody, and can be downloaded', async () => {
    await issue();
    const { body } = await school.get(`/api/credentials/${id}`);
    expect(body).toMatchObject({
      recipientName: 'Lena Learner',
      issuerName: 'Test school',
      verification: { valid: true },
    });
    expect(body.verification.checks.map(({ name }: { name: string }) => name)).toEqual([
      'format',
      'signature',
      'dates',
      'issuer',
      'revocation',
    ]);
    const document = await school.get(`/api/credentials/${id}/document`);
    expect(document.headers['content-disposition']).toContain('attachment');
    expect(document.body).toEqual(body.document);
    const pdf = await school.get(`/api/credentials/${id}/certificate.pdf`);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(String(pdf.body)).toMatch(/^%PDF/);
  });

  it('is shown as invalid when it was changed or taken back', async () => {
    await issue((document) => (document['name'] = 'Something greater'));
    const changed = (await school.get(`/api/credentials/${id}`)).body.verification;
    expect(changed.valid).toBe(false);
    expect(changed.checks).toContainEqual(expect.objectContaining({ name: 'signature', ok: false }));
    await issue();
    await school.api.query(
      `UPDATE credentials SET state = 'revoked', revoked_at = '2026-03-04T12:00:00Z', revoked_reason = 'A mistake.'
        WHERE id = $1 RETURNING id`,
      [id],
    );
    const revoked = (await school.get(`/api/credentials/${id}`)).body;
    expect(revoked).toMatchObject({ revokedAt: '2026-03-04T12:00:00.000Z', revokedReason: 'A mistake.' });
    expect(revoked.verification).toMatchObject({ valid: false });
    expect(revoked.verification.checks.at(-1)).toEqual({
      name: 'revocation',
      ok: false,
      detail: 'The school has taken it back on 4 March 2026: A mistake.',
    });
  });

  it('is in the status list that it names as soon as it is revoked, for every verifier', async () => {
    const [list] = await school.api.query<{ id: string }>(
      `INSERT INTO status_lists (organization_id) SELECT organization_id FROM credentials WHERE id = $1 RETURNING id`,
      [id],
    );
    await school.api.query(
      `UPDATE credentials SET state = 'issued', revoked_at = NULL, status_list_id = $2, status_index = 9 WHERE id = $1 RETURNING id`,
      [id, list!.id],
    );
    const path = `/api/status-lists/${list!.id}`;
    const bit = async () => {
      const { status, headers, body } = await school.get(path);
      expect(status).toBe(200);
      expect(headers['cache-control']).toBe('public, max-age=60');
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(body).toMatchObject({
        id: school.api.config.api.publicUrl + path,
        issuer: await issuerDid(school.api.config.credentials.issuerSeed),
      });
      const bits = gunzipSync(Buffer.from(String(body.credentialSubject.encodedList).slice(1), 'base64url'));
      return bits[1]! & 0x40;
    };
    expect(await bit()).toBe(0);
    await school.api.query(
      `UPDATE credentials SET state = 'revoked', revoked_at = now() WHERE id = $1 RETURNING id`,
      [id],
    );
    expect(await bit()).toBe(0x40);
    const before = Date.parse((await school.get(path)).body.validFrom);
    await school.api.query(
      `WITH blank AS (UPDATE credentials SET revoked_at = NULL WHERE id = $1 RETURNING user_id)
       UPDATE users SET disabled_at = now() + interval '1 minute' FROM blank WHERE users.id = blank.user_id RETURNING id`,
      [id],
    );
    expect(Date.parse((await school.get(path)).body.validFrom)).toBeGreaterThan(before);
    expect((await school.get(`/api/credentials/${id}`)).body.statusList).toBeNull();
    expect((await school.get(`/api/status-lists/${id}`)).status).toBe(404);
  });
});

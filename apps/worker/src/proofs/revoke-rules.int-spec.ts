import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import { revokeCredential } from '@gradus/database';
import { claimMessage } from '../mailing/claim-message.ts';
import { composeMessage } from '../mailing/compose-message.ts';
import { journeyOf } from '../testing/drawings.ts';
import { type Learner, type School, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

const REASON = 'The work was not their own.';

/** A certificate is taken back by a step: once, with date and reason, and never issued again. */
describe('a step that revokes the certificate', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(
      journeyOf(
        {
          revoke: { kind: 'revoke', title: 'Revoke', config: { reason: REASON } },
          ask: {
            kind: 'branch',
            title: 'Certified?',
            config: { branches: [{ id: 'yes', title: 'Yes', condition: 'facts.certified' }] },
          },
          certify: { kind: 'certify', title: 'Certificate', config: {} },
        },
        [
          ['ask', 'yes', 'finish'],
          ['ask', 'otherwise', 'certify'],
        ],
      ),
    );
  });
  afterAll(() => school.close());

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const perform = (learner: Learner, step = 'revoke') =>
    new MockActivityEnvironment().run(() =>
      school.parts.activities.performEffect({ runId: learner.runId, key: `${learner.runId}:${step}:1` }),
    ) as Promise<void>;
  const certified = async (state: string) => {
    const learner = await school.enrol({ ring: false });
    await school.dataSource.query(
      `INSERT INTO credentials (organization_id, enrollment_id, user_id, state, recipient_name, document, issued_at)
       VALUES ($1, $2, $3, $4::text, 'Ada', '{}', CASE WHEN $4::text = 'issued' THEN clock_timestamp() END)`,
      [school.organizationId, learner.enrollmentId, learner.userId, state],
    );
    await turn(learner);
    return learner;
  };
  const credential = async (learner: Learner) => {
    const [row] = await school.dataSource.query<
      Array<{ id: string; state: string; revoked_at: Date | null; revoked_reason: string | null }>
    >('SELECT id, state, revoked_at, revoked_reason FROM credentials WHERE enrollment_id = $1', [
      learner.enrollmentId,
    ]);
    return row!;
  };
  const told = ({ userId }: Learner) =>
    school.dataSource.query<unknown[]>('SELECT channel, purpose FROM messages WHERE user_id = $1', [userId]);
  const standing = async (learner: Learner) => {
    const [row] = await school.dataSource.query<
      [{ state: { tokens: Array<{ stepId: string; status: string; problem: { code: string } | null }> } }]
    >('SELECT state FROM runs WHERE id = $1', [learner.runId]);
    return row.state.tokens;
  };

  it('takes it back once, says so to the audit log and to who listens, and the next steps know', async () => {
    const learner = await certified('issued');
    await perform(learner);
    await perform(learner);
    const row = await credential(learner);
    expect(row).toMatchObject({ state: 'revoked', revoked_reason: REASON, revoked_at: expect.any(Date) });
    const audit = await school.dataSource.query<unknown[]>(
      `SELECT reason, data->>'run' AS run FROM audit_log WHERE action = 'credential.revoke' AND subject_id = $1`,
      [row.id],
    );
    expect(audit).toEqual([{ reason: REASON, run: learner.runId }]);
    const events = await school.dataSource.query<unknown[]>(
      `SELECT 1 FROM domain_events WHERE type = 'credential.revoked' AND enrollment_id = $1`,
      [learner.enrollmentId],
    );
    expect(events).toHaveLength(1);
    expect(await told(learner)).toEqual([{ channel: 'both', purpose: 'certificate-revoked' }]);
    await turn(learner);
    expect(await standing(learner)).toMatchObject([
      { stepId: 'certify', status: 'blocked', problem: { code: 'flow.certificate-revoked' } },
    ]);
  });

  it('by hand is the same function, and the first reason stays', async () => {
    const learner = await certified('issued');
    const { organizationId } = school;
    const take = (reason: string) =>
      school.dataSource.transaction((manager) =>
        revokeCredential(manager, {
          organizationId,
          enrollmentId: learner.enrollmentId!,
          reason,
          actorId: null,
          data: {},
        }),
      );
    expect(await take('First')).toMatchObject({ news: true });
    expect(await take('Second')).toMatchObject({ news: false });
    expect(await told(learner)).toHaveLength(1);
    await perform(learner);
    expect(await credential(learner)).toMatchObject({ revoked_reason: 'First' });
    expect(
      await school.dataSource.transaction((manager) =>
        revokeCredential(manager, {
          organizationId: '00000000-0000-4000-8000-000000000000',
          enrollmentId: learner.enrollmentId!,
          reason: 'Not ours',
          actorId: null,
          data: {},
        }),
      ),
    ).toBeNull();
  });

  it('is told to the learner with the reason, as text, and leads to the page of the certificate', async () => {
    await school.dataSource.query(`UPDATE messages SET state = 'cancelled' WHERE state = 'planned'`);
    const learner = await certified('issued');
    await school.dataSource.transaction((manager) =>
      revokeCredential(manager, {
        organizationId: school.organizationId,
        enrollmentId: learner.enrollmentId!,
        reason: 'Not *their* own',
        actorId: null,
        data: {},
      }),
    );
    const message = await claimMessage(school.dataSource);
    const publicUrl = 'https://school.example';
    const composed = composeMessage(message!, { publicUrl, linkSecret: school.config.auth.linkSecret });
    const path = `/credentials/${(await credential(learner)).id}`;
    expect(composed).toMatchObject({
      subject: expect.stringMatching(/^We have revoked your certificate for “.+”$/),
      text: expect.stringContaining('Not *their* own'),
      notice: { path, body: expect.stringContaining('Not \\*their\\* own') },
    });
    expect('text' in composed && composed.text).toContain(`${publicUrl}${path}`);
  });

  it('waits for one that is being signed, and lets on whoever has none', async () => {
    const signing = await certified('issuing');
    await expect(perform(signing)).rejects.toThrow(/being issued/);
    expect(await credential(signing)).toMatchObject({ state: 'issuing' });
    await school.dataSource.query(
      `UPDATE credentials SET state = 'issued', issued_at = clock_timestamp() WHERE enrollment_id = $1`,
      [signing.enrollmentId],
    );
    await school.dataSource.query('UPDATE effects SET next_attempt_at = NULL WHERE run_id = $1', [
      signing.runId,
    ]);
    await perform(signing);
    expect(await credential(signing)).toMatchObject({ state: 'revoked' });
    const failed = await certified('failed');
    await perform(failed);
    expect(await credential(failed)).toMatchObject({ state: 'failed' });
    await turn(failed);
    expect(await standing(failed)).toMatchObject([{ stepId: 'certify', status: 'waiting' }]);
  });
});

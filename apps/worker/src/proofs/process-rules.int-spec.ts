import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openProcess, placeInStatusList } from '@gradus/database';
import type { CheckoutState, Payments } from '@gradus/integrations/stripe';
import { twoWeeks } from '../testing/definitions.ts';
import { type Learner, type School, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

const DAY_MS = 86_400_000;

/** Rule 8: rows first; a bell that is lost costs a moment, and a process with nothing left to do ends. */
describe('a domain process', () => {
  let school: School;
  /** Checkouts that the provider was asked to close. */
  let closed: string[];
  let provider: CheckoutState;

  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
    const payments: Partial<Payments> = {
      expireCheckout: (sessionId) => {
        closed.push(sessionId);
        return Promise.resolve(provider);
      },
    };
    Object.assign(school.parts.parts, { payments });
  });
  beforeEach(() => {
    closed = [];
    provider = {
      status: 'expired',
      paid: false,
      paymentIntent: null,
      orderId: null,
      subscription: null,
      url: null,
    };
  });
  afterAll(() => school.close());

  const row = async <T>(statement: string, values: unknown[]): Promise<T> => {
    const [found] = await school.dataSource.query<[T]>(statement, values);
    return found;
  };
  const open = (kind: 'gradeSubmission' | 'enrollLearner' | 'runSubscription', subjectId: string) =>
    openProcess(school.dataSource.manager, {
      organizationId: school.organizationId,
      kind,
      subjectId,
      simulated: false,
    });
  const stateOf = async (processId: string) =>
    (await row<{ state: string }>('SELECT state FROM processes WHERE id = $1', [processId])).state;

  async function inReview(learner: Learner): Promise<{ submissionId: string; processId: string }> {
    const { id } = await row<{ id: string }>(
      `INSERT INTO submissions (organization_id, enrollment_id, assessment_id, user_id, attempt, state, body_cipher)
       SELECT $1, $2, a.id, $3, 1, 'in_review', ''::bytea FROM assessments a WHERE a.course_version_id = $4 LIMIT 1
       RETURNING id`,
      [school.organizationId, learner.enrollmentId, learner.userId, school.courseVersionId],
    );
    await school.dataSource.query(
      `INSERT INTO grade_proposals (organization_id, submission_id, provider, model, percentage, confidence, criteria_cipher, state)
       VALUES ($1, $2, 'test', 'test', 50, 0.1, ''::bytea, 'pending')`,
      [school.organizationId, id],
    );
    return { submissionId: id, processId: await open('gradeSubmission', id) };
  }

  async function seat(
    order: { state: string; sessionId: string | null },
    ageDays = 0,
  ): Promise<{ enrollmentId: string; orderId: string }> {
    const learner = await school.enrol({ ring: false });
    await school.dataSource.query(
      `UPDATE enrollments SET state = 'pending', source = 'order', created_at = clock_timestamp() - make_interval(days => $2)
        WHERE id = $1`,
      [learner.enrollmentId, ageDays],
    );
    const { id } = await row<{ id: string }>(
      `INSERT INTO orders (organization_id, enrollment_id, user_id, course_id, amount, currency, state, session_id)
       VALUES ($1, $2, $3, $4, '49.00', 'EUR', $5, $6) RETURNING id`,
      [
        school.organizationId,
        learner.enrollmentId,
        learner.userId,
        school.courseId,
        order.state,
        order.sessionId,
      ],
    );
    return { enrollmentId: learner.enrollmentId, orderId: id };
  }

  it('that sleeps is due at once when somebody opens it again, so that a decision whose bell is lost is seen', async () => {
    const { processId, submissionId } = await inReview(await school.enrol({ ring: false }));
    await school.parts.activities.lookAtSubmission({ processId });
    await open('gradeSubmission', submissionId);
    const { due } = await row<{ due: boolean }>(
      'SELECT wake_at <= clock_timestamp() AS due FROM processes WHERE id = $1',
      [processId],
    );
    expect(due).toBe(true);
  });

  it('says that it will sleep before it looks for the last time', async () => {
    const learner = await school.enrol({ ring: false });
    const { processId } = await inReview(learner);
    await school.dataSource.query(`
      CREATE FUNCTION decide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO review_decisions (organization_id, submission_id, decided_by, decision_cipher)
        SELECT NEW.organization_id, NEW.subject_id, s.user_id, ''::bytea FROM submissions s WHERE s.id = NEW.subject_id
        ON CONFLICT DO NOTHING; RETURN NEW; END $$;
      CREATE TRIGGER decide AFTER UPDATE ON processes FOR EACH ROW
        WHEN (NEW.wake_at > clock_timestamp() + interval '1 day') EXECUTE FUNCTION decide()`);
    const outlook = await school.parts.activities.lookAtSubmission({ processId });
    await school.dataSource.query('DROP TRIGGER decide ON processes; DROP FUNCTION decide()');
    expect(outlook.next).toBe('release');
  });

  it('reminds of a review once and then sleeps long, however fast the learner lives', async () => {
    const { processId } = await inReview(await school.enrol({ speed: 250_000, ring: false }));
    expect((await school.parts.activities.lookAtSubmission({ processId })).waitMs).toBeLessThan(60_000);
    await school.parts.activities.remindOfReview({ processId });
    expect((await school.parts.activities.lookAtSubmission({ processId })).waitMs).toBeGreaterThanOrEqual(
      DAY_MS,
    );
  });

  it('keeps a seat while its checkout can still be paid, and gives it back after that', async () => {
    const payable = await seat({ state: 'pending', sessionId: 'cs_open' }, 15);
    const processId = await open('enrollLearner', payable.enrollmentId);
    expect((await school.parts.activities.lookAtSeat({ processId })).next).toBe('pay');
    await school.parts.activities.releaseSeat({ processId });
    expect(await stateOf(processId)).toBe('open');
    await school.dataSource.query('UPDATE orders SET session_id = NULL WHERE id = $1', [payable.orderId]);
    expect((await school.parts.activities.lookAtSeat({ processId })).next).toBe('release');
    await school.parts.activities.releaseSeat({ processId });
    const [after] = await school.dataSource.query<[{ state: string; order_state: string }]>(
      'SELECT e.state, o.state AS order_state FROM enrollments e JOIN orders o ON o.enrollment_id = e.id WHERE e.id = $1',
      [payable.enrollmentId],
    );
    expect(after).toEqual({ state: 'expired', order_state: 'cancelled' });
    expect(await stateOf(processId)).toBe('ended');
  });

  it('keeps a place that is bought again as long from then on, and leaves it as it was when nobody pays', async () => {
    const lost = await seat({ state: 'pending', sessionId: null }, 15);
    await school.dataSource.query('UPDATE enrollments SET reopened = 1 WHERE id = $1', [lost.enrollmentId]);
    const processId = await open('enrollLearner', lost.enrollmentId);
    const { lookAtSeat, releaseSeat } = school.parts.activities;
    expect((await lookAtSeat({ processId })).next).toBe('pay');
    await school.dataSource.query(
      `UPDATE orders SET created_at = created_at - interval '15 days' WHERE id = $1`,
      [lost.orderId],
    );
    expect((await lookAtSeat({ processId })).next).toBe('release');
    await releaseSeat({ processId });
    expect(
      await row<{ state: string }>('SELECT state FROM enrollments WHERE id = $1', [lost.enrollmentId]),
    ).toEqual({ state: 'revoked' });
  });

  it('closes the checkout of an order that was cancelled, and ends', async () => {
    const { orderId } = await seat({ state: 'cancelled', sessionId: 'cs_unwanted' });
    const processId = await open('runSubscription', orderId);
    expect((await school.parts.activities.lookAtOrder({ processId })).next).toBe('end');
    expect(closed).toEqual(['cs_unwanted']);
    expect(await stateOf(processId)).toBe('ended');
  });

  it('honours what was paid a moment before its order was cancelled', async () => {
    const { orderId } = await seat({ state: 'cancelled', sessionId: 'cs_paid' });
    provider = { ...provider, status: 'complete', paid: true, paymentIntent: 'pi_1' };
    const processId = await open('runSubscription', orderId);
    await school.parts.activities.lookAtOrder({ processId });
    expect((await row<{ state: string }>('SELECT state FROM orders WHERE id = $1', [orderId])).state).toBe(
      'paid',
    );
    expect(await stateOf(processId)).toBe('ended');
  });

  it('tells of a grade all that a drawing may ask about it, as the simulation does', async () => {
    const learner = await school.enrol({ ring: false });
    const { processId, submissionId } = await inReview(learner);
    const { vault } = school.parts.parts;
    const criteria = [{ key: 'a', title: 'A', points: 3, maxPoints: 4, feedback: '', evidence: '' }];
    await school.dataSource.query(
      `UPDATE grade_proposals SET state = 'auto_released', criteria_cipher = $2 WHERE submission_id = $1`,
      [submissionId, await vault.sealJson(school.dataSource.manager, learner.userId, criteria)],
    );
    await school.parts.activities.releaseGrade({ processId });
    const { data } = await row<{ data: Record<string, unknown> }>(
      'SELECT data FROM domain_events WHERE key = $1',
      [`submission.graded:${submissionId}`],
    );
    expect(data).toEqual({
      module: expect.any(String),
      attempt: 1,
      passed: true,
      percentage: 75,
      changed: false,
    });
  });

  it('ends when it finds nothing to do, instead of being rung for ever', async () => {
    const learner = await school.enrol({ ring: false });
    await school.dataSource.query(`UPDATE enrollments SET state = 'completed' WHERE id = $1`, [
      learner.enrollmentId,
    ]);
    const processId = await open('enrollLearner', learner.enrollmentId);
    expect((await school.parts.activities.lookAtSeat({ processId })).next).toBe('end');
    expect(await stateOf(processId)).toBe('ended');
  });

  it('tells as a fact that a certificate could not be issued, and issues it when it is reopened', async () => {
    const learner = await school.enrol({ ring: false });
    const credential = await row<{ id: string }>(
      `INSERT INTO credentials (organization_id, enrollment_id, user_id, state, recipient_name)
       VALUES ($1, $2, $3, 'issuing', 'Ada Example') RETURNING id`,
      [school.organizationId, learner.enrollmentId, learner.userId],
    );
    const processId = await openProcess(school.dataSource.manager, {
      organizationId: school.organizationId,
      kind: 'issueCertificate',
      subjectId: credential.id,
      simulated: false,
    });
    const { recordBlockedProcess, lookAtCredential, signCredential } = school.parts.activities;
    const problem = { processId, code: 'effect.retries-spent', detail: 'no key', definitive: false };
    await recordBlockedProcess(problem);
    await recordBlockedProcess(problem);
    const told = () =>
      row<{ n: number }>(
        `SELECT count(*)::int AS n FROM domain_events WHERE type = 'credential.failed' AND enrollment_id = $1`,
        [learner.enrollmentId],
      );
    expect(await told()).toEqual({ n: 1 });
    await school.dataSource.query(`UPDATE processes SET state = 'open', round = round + 1 WHERE id = $1`, [
      processId,
    ]);
    expect((await lookAtCredential({ processId })).next).toBe('issue');
    await signCredential({ processId });
    const signed = await row<{ state: string; list: string; index: number; status: Record<string, string> }>(
      `SELECT state, status_list_id AS list, status_index AS index, document->'credentialStatus' AS status
         FROM credentials WHERE id = $1`,
      [credential.id],
    );
    expect(signed).toMatchObject({
      state: 'issued',
      status: {
        statusPurpose: 'revocation',
        statusListIndex: String(signed.index),
        statusListCredential: `${school.parts.parts.publicUrl}/api/status-lists/${signed.list}`,
      },
    });
    const again = await placeInStatusList(
      school.dataSource.manager,
      school.organizationId,
      credential.id,
      131_072,
    );
    expect(again).toEqual({ listId: signed.list, index: signed.index });
  });

  it('gives every certificate a place of its own, and begins another list when one is full', async () => {
    const places = [];
    for (let one = 0; one < 5; one += 1) {
      const learner = await school.enrol({ ring: false });
      const { id } = await row<{ id: string }>(
        `INSERT INTO credentials (organization_id, enrollment_id, user_id, state, recipient_name)
         VALUES ($1, $2, $3, 'issuing', 'Ada Example') RETURNING id`,
        [school.organizationId, learner.enrollmentId, learner.userId],
      );
      // Lists of one place each: whoever comes second finds no free one.
      places.push(await placeInStatusList(school.dataSource.manager, school.organizationId, id, 1));
    }
    expect(new Set(places.map(({ listId, index }) => `${listId}#${index}`)).size).toBe(5);
  });
});

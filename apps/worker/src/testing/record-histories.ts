import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { processWorkflowId, runWorkflowId } from '@gradus/contracts';
import { openAdmission, openProcess, openRefund } from '@gradus/database';
import type { CheckoutState } from '@gradus/integrations/stripe';
import { processBell } from '@gradus/temporal';
import { HISTORY_KEYS } from '../../../../workflows/src/replay/history-keys.ts';
import { bulkResult, startBulk } from './bulk.ts';
import { campaign, publishCampaign, stay } from './campaigns.ts';
import { inWeeks, twoWeeks } from './definitions.ts';
import { completeEverything, handIn } from './learner-deeds.ts';
import { publishOver } from './publishing.ts';
import { type Learner, type School, openSchool, until } from './school.ts';

/**
 * Records the histories that `workflows/src/replay` holds the workflow code against. Run it after a deliberate change of
 * a workflow, with the services and stand-ins up:
 * `. .gradus/environment && npx node --import @swc-node/register/esm-register apps/worker/src/testing/record-histories.ts`
 * Names behind it (`runs grades enrollments refunds subscriptions admissions migrations bulk`) record only those.
 */
const FOLDER = fileURLToPath(new URL('../../../../workflows/histories', import.meta.url));
const SPEED = (7 * 86_400) / 3;

process.env['GRADUS_PAYLOAD_KEYS'] = HISTORY_KEYS;
const school = await openSchool();
try {
  const journey = await school.publishJourney(twoWeeks());
  await school.startWorker();
  const recordings = {
    runs: recordCompletedRun,
    grades: recordGrades,
    enrollments: recordEnrollments,
    refunds: recordRefund,
    subscriptions: recordSubscription,
    admissions: recordAdmission,
    migrations: recordMigration,
    bulk: recordBulk,
  };
  const wanted = process.argv.slice(2);
  for (const [name, record] of Object.entries(recordings))
    if (wanted.length === 0 || wanted.includes(name)) await record(school, journey);
} finally {
  await school.close();
}

async function save(name: string, workflowId: string): Promise<void> {
  const handle = school.parts.client.workflow.getHandle(workflowId);
  await handle.result();
  const history = await handle.fetchHistory();
  writeFileSync(`${FOLDER}/${name}.json`, `${JSON.stringify(JSON.parse(historyToJSON(history)), null, 1)}\n`);
  console.log(`${name}: ${history.events?.length} events`);
}

/** The first history of a workflow that has begun another since. */
async function saveContinued(name: string, workflowId: string, firstRunId: string): Promise<void> {
  const history = await school.parts.client.workflow.getHandle(workflowId, firstRunId).fetchHistory();
  writeFileSync(`${FOLDER}/${name}.json`, `${JSON.stringify(JSON.parse(historyToJSON(history)), null, 1)}\n`);
  console.log(`${name}: ${history.events?.length} events`);
}

async function processOf(kind: string, subject: string): Promise<string> {
  const row = await until(async () => {
    const [found] = await school.dataSource.query<Array<{ id: string }>>(
      'SELECT p.id FROM processes p WHERE p.kind = $1 AND p.subject_id = $2',
      [kind, subject],
    );
    return found;
  });
  return row.id;
}

/** Four learners, two a second, paused with all of them and stopped by the end of the work. */
async function recordBulk(at: School): Promise<void> {
  const learners: Learner[] = [];
  for (let n = 0; n < 4; n++) learners.push(await at.enrol());
  const bulk = await startBulk(at, { name: 'pause' }, { runIds: learners.map(({ runId }) => runId) }, 2);
  await until(async () => (await bulkResult(at, bulk)).over, 60);
  await save('performBulkOperation.batches', processWorkflowId('performBulkOperation', bulk.processId));
}

async function recordCompletedRun({ dataSource }: School): Promise<void> {
  const learner = await school.enrol({ speed: SPEED });
  await until(async () => {
    const [row] = await dataSource.query<Array<{ n: number }>>(
      `SELECT count(*)::int AS n FROM step_runs WHERE run_id = $1 AND step_id = 'done'`,
      [learner.runId],
    );
    return row?.n;
  });
  await completeEverything(school, learner);
  await save('runAutomation.completed', runWorkflowId(learner.runId));
  const [credential] = await dataSource.query<[{ id: string }]>(
    'SELECT id FROM credentials WHERE enrollment_id = $1',
    [learner.enrollmentId],
  );
  const process = await processOf('issueCertificate', credential.id);
  await save('issueCertificate.issued', processWorkflowId('issueCertificate', process));
}

async function recordGrades({ dataSource, parts }: School): Promise<void> {
  const learner = await school.enrol();
  const long =
    'Prompts need a role, a task, the context, the audience, a format and an example of what good looks like. ';
  const first = await handIn(school, learner, long.repeat(12));
  const released = await processOf('gradeSubmission', first);
  await until(async () => {
    const [row] = await dataSource.query<Array<{ state: string }>>(
      'SELECT state FROM submissions WHERE id = $1',
      [first],
    );
    if (row?.state === 'in_review') await decide(learner, first, released);
    return row?.state === 'graded';
  });
  await save('gradeSubmission.first', processWorkflowId('gradeSubmission', released));
  const second = await handIn(school, learner, 'I do not know what to say here, sorry about that.');
  const reviewed = await processOf('gradeSubmission', second);
  await until(async () => {
    const [row] = await dataSource.query<Array<{ state: string }>>(
      'SELECT state FROM submissions WHERE id = $1',
      [second],
    );
    if (row?.state === 'in_review') await decide(learner, second, reviewed);
    return row?.state === 'graded';
  });
  await save('gradeSubmission.second', processWorkflowId('gradeSubmission', reviewed));

  async function decide(by: Learner, submission: string, process: string): Promise<void> {
    const decision = { criteria: [], feedback: 'Please try again.' };
    await dataSource.query(
      `INSERT INTO review_decisions (organization_id, submission_id, decided_by, decision_cipher) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [
        school.organizationId,
        submission,
        by.userId,
        await parts.parts.vault.sealJson(dataSource.manager, by.userId, decision),
      ],
    );
    await parts.parts.bells.ring(processBell('gradeSubmission', process));
  }
}

/** Seven people, a few at a time. */
async function recordAdmission({ dataSource, parts, organizationId }: School): Promise<void> {
  const automationId = await publishCampaign(school, campaign({ kind: 'manual' }, { stay: stay() }));
  const rows = await dataSource.query<Array<{ id: string }>>(
    `WITH added AS (INSERT INTO users (email, password_hash, name)
       SELECT 'admitted-' || n || '@example.org', '-', 'Ada ' || n FROM generate_series(1, 7) n RETURNING id)
     INSERT INTO memberships (organization_id, user_id, role) SELECT $1, id, 'learner' FROM added RETURNING user_id AS id`,
    [organizationId],
  );
  const { processId } = await dataSource.transaction((manager) =>
    openAdmission(manager, {
      organizationId,
      automationId,
      courseId: null,
      who: { kind: 'people', userIds: rows.map(({ id }) => id) },
      cause: 'by-hand',
      occasion: 'recorded',
      mode: 'run',
      ratePerMinute: 36,
      requestedBy: null,
      reason: 'recorded',
    }),
  );
  await parts.parts.bells.ring(processBell('admitPeople', processId));
  await save('admitPeople.batches', processWorkflowId('admitPeople', processId));
}

/** An order that was paid on the pay page, given back. */
async function recordRefund({ dataSource, parts, organizationId, courseId }: School): Promise<void> {
  const learner = await school.enrol();
  const { paymentIntent } = await paidBy(learner);
  const [{ id }] = await dataSource.query<[{ id: string }]>(
    `INSERT INTO orders (organization_id, enrollment_id, user_id, course_id, amount, currency, state, payment_intent)
     VALUES ($1, $2, $3, $4, '49.00', 'EUR', 'paid', $5) RETURNING id`,
    [organizationId, learner.enrollmentId, learner.userId, courseId, paymentIntent],
  );
  const refund = await dataSource.transaction((manager) =>
    openRefund(manager, {
      organizationId,
      payment: { kind: 'order', id },
      key: `refund:${id}`,
      amountMinor: null,
      endsAccess: true,
      reason: 'recorded',
      requestedBy: null,
      runId: null,
    }),
  );
  if (refund.state !== 'opened') throw new Error('Nothing to give back.');
  await parts.parts.bells.ring(processBell('refundPayment', refund.processId));
  await save('refundPayment.done', processWorkflowId('refundPayment', refund.processId));
}

/** A subscription that is unwanted by the time it is looked at: followed once, and over. */
async function recordSubscription({ dataSource, parts, organizationId, courseId }: School): Promise<void> {
  const learner = await school.enrol();
  const saved = await paidBy(learner);
  const [{ id }] = await dataSource.query<[{ id: string }]>(
    `INSERT INTO subscriptions (organization_id, user_id, enrollment_id, course_id, key, title, amount_minor, currency,
                                every, state, cancel_wanted)
     VALUES ($1, $2, $3, $4, 'recorded', 'The club', 900, 'EUR', 'month', 'active', NULL) RETURNING id`,
    [organizationId, learner.userId, learner.enrollmentId, courseId],
  );
  const begun = await parts.parts.payments.subscribe({
    ...saved.saved!,
    key: `recorded:${id}`,
    subscriptionId: id,
    title: 'The club',
    amountMinor: 900,
    currency: 'EUR',
    interval: 'month',
  });
  if (!('providerId' in begun)) throw new Error('It was declined.');
  await dataSource.query('UPDATE subscriptions SET provider_id = $2 WHERE id = $1', [id, begun.providerId]);
  const process = await openProcess(dataSource.manager, {
    organizationId,
    kind: 'runSubscription',
    subjectId: id,
    simulated: false,
  });
  await recordContinued(process);
  await dataSource.query(`UPDATE subscriptions SET cancel_wanted = 'now' WHERE id = $1`, [id]);
  await parts.parts.bells.ring(processBell('runSubscription', process));
  await save('runSubscription.followed', processWorkflowId('runSubscription', process));
}

/** It is rung for until its history is so long that it begins another. */
async function recordContinued(process: string): Promise<void> {
  const id = processWorkflowId('runSubscription', process);
  await school.parts.parts.bells.ring(processBell('runSubscription', process));
  const handle = school.parts.client.workflow.getHandle(id);
  const first = await until(
    () =>
      handle.describe().then(
        ({ runId }) => runId,
        () => null,
      ),
    30,
  );
  await until(async () => {
    await school.parts.parts.bells.tryRing(processBell('runSubscription', process));
    await new Promise((resolve) => setTimeout(resolve, 250));
    return (await handle.describe()).runId !== first;
  }, 120);
  await saveContinued('runSubscription.continued', id, first!);
}

/** What the provider says of a checkout that the learner has paid. */
async function paidBy({ enrollmentId }: Learner): Promise<CheckoutState> {
  const { payments } = school.parts.parts;
  const { sessionId, url } = await payments.createCheckout({
    key: `recorded:${enrollmentId}`,
    orderId: enrollmentId,
    enrollmentId,
    title: 'Course',
    amount: '49.00',
    currency: 'EUR',
    email: 'ada@example.org',
    successUrl: 'http://127.0.0.1:1/a',
    cancelUrl: 'http://127.0.0.1:1/b',
  });
  await payOn(url);
  return payments.readCheckout(sessionId);
}

async function payOn(url: string): Promise<void> {
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ card: '4242424242424242' }),
  });
}

/** Five people at two a second: passes that send, one that waits for those who were sent, and the end. */
async function recordMigration({ parts }: School, journey: string): Promise<void> {
  for (let n = 0; n < 5; n += 1) await school.enrol();
  const { processId } = await publishOver(school, journey, inWeeks({ quiz: 3 }), {}, { runsPerSecond: 2 });
  await parts.parts.bells.ring(processBell('migrateRuns', processId));
  await save('migrateRuns.five', processWorkflowId('migrateRuns', processId));
}

/** A free seat, and one that is paid for on the pay page of the payment stand-in. */
async function recordEnrollments({ dataSource, parts, organizationId }: School): Promise<void> {
  const free = await pendingEnrollment('free');
  await save('enrollLearner.free', processWorkflowId('enrollLearner', free.processId));
  const paid = await pendingEnrollment('order');
  const order = await until(async () => {
    const [row] = await dataSource.query<Array<{ id: string; checkout_url: string | null }>>(
      'SELECT id, checkout_url FROM orders WHERE enrollment_id = $1',
      [paid.enrollmentId],
    );
    return row?.checkout_url ? { id: row.id, url: row.checkout_url } : null;
  });
  await payOn(order.url);
  const orderProcess = await processOf('runSubscription', order.id);
  await parts.parts.bells.ring(processBell('runSubscription', orderProcess));
  await save('runSubscription.paid', processWorkflowId('runSubscription', orderProcess));
  await save('enrollLearner.paid', processWorkflowId('enrollLearner', paid.processId));

  async function pendingEnrollment(
    source: 'free' | 'order',
  ): Promise<{ enrollmentId: string; processId: string }> {
    const made = await dataSource.transaction(async (manager) => {
      const [user] = await manager.query<[{ id: string }]>(
        `INSERT INTO users (email, password_hash, name) VALUES ($1, '-', 'Ada Example') RETURNING id`,
        [`${source}@example.org`],
      );
      const [enrollment] = await manager.query<[{ id: string }]>(
        `INSERT INTO enrollments (organization_id, user_id, course_id, course_version_id, state, source)
         VALUES ($1, $2, $3, $4, 'pending', $5) RETURNING id`,
        [organizationId, user.id, school.courseId, school.courseVersionId, source],
      );
      if (source === 'order')
        await manager.query(
          `INSERT INTO orders (organization_id, enrollment_id, user_id, course_id, amount, currency, state)
           VALUES ($1, $2, $3, $4, '49.00', 'EUR', 'pending')`,
          [organizationId, enrollment.id, user.id, school.courseId],
        );
      const processId = await openProcess(manager, {
        organizationId,
        kind: 'enrollLearner',
        subjectId: enrollment.id,
        simulated: false,
      });
      return { enrollmentId: enrollment.id, processId };
    });
    await parts.parts.bells.ring(processBell('enrollLearner', made.processId));
    return made;
  }
}

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { takeTurn } from '@gradus/activities';
import { replaceKey, saveEgressHosts } from '@gradus/database';
import type { Definition, StepOf } from '@gradus/flow';
import { newSecret } from '@gradus/integrations/webhooks';
import { journeyOf } from '../testing/drawings.ts';
import { type Receiver, startReceiver } from '../testing/receiver.ts';
import { type Learner, type School, command, openSchool, until } from '../testing/school.ts';
import { WorkerProcess } from '../testing/worker-process.ts';

jest.setTimeout(120_000);
const silent = () => {};
const SILENT = { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent };

/** Design 4.1 for calls to others: at least once with a stable key, and the same words under it. */
describe('a call to another system', () => {
  let receiver: Receiver;
  let school: School;
  const secret = newSecret();

  beforeAll(async () => {
    receiver = await startReceiver();
    school = await openSchool();
    await replaceKey(
      school.dataSource.manager,
      school.parts.parts.vault,
      { organizationId: school.organizationId, automationId: null, direction: 'out' },
      { secret, by: null },
    );
    await receiver.know([secret]);
    await allow([receiver.host]);
    await school.publishJourney(telling(`${receiver.url}/hooks/crm`));
  });
  afterEach(async () => {
    await receiver.order({});
    await allow([receiver.host]);
    await receiver.calls();
  });
  afterAll(async () => {
    await school.close();
    await receiver.stop();
  });

  const allow = (hosts: string[]) =>
    saveEgressHosts(school.dataSource.manager, school.organizationId, hosts, null);
  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const keyOf = (learner: Learner) => `${learner.runId}:tell:1`;
  const attempt = (learner: Learner) =>
    new MockActivityEnvironment({}, { logger: SILENT })
      .run(() => school.parts.activities.performEffect({ runId: learner.runId, key: keyOf(learner) }))
      .then(
        () => 'done',
        (error: { type?: string }) => error.type ?? 'unknown',
      );
  const newcomer = async () => {
    await allow([receiver.host]);
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    return learner;
  };
  const runOf = async ({ runId }: Learner) => {
    const [row] = await school.dataSource.query<
      [{ condition: string; outcome: string; vars: object; problem: { detail: string; cause: string } }]
    >(
      `SELECT condition, outcome, state->'vars' AS vars, state->'tokens'->0->'problem' AS problem FROM runs WHERE id = $1`,
      [runId],
    );
    return row;
  };

  it('is signed, carries its key, says what the author chose, and its answer is kept', async () => {
    await receiver.order({ status: 201, answer: { ticket: { number: 42 }, note: 'thanks' } });
    const learner = await newcomer();
    expect(await attempt(learner)).toBe('done');
    const [call, ...more] = await receiver.calls();
    expect(more).toEqual([]);
    expect(call).toMatchObject({
      id: keyOf(learner),
      key: keyOf(learner),
      signature: 'right',
      repeated: false,
    });
    expect(JSON.parse(call!.body)).toEqual({
      learner: learner.userId,
      run: learner.runId,
      name: 'Ada Example',
      city: null,
      answered: null,
      source: 'gradus',
    });
    await turn(learner);
    expect(await runOf(learner)).toMatchObject({
      condition: 'finished',
      outcome: 'completed',
      vars: { status: 201, ticket: 42, missing: '' },
    });
  });

  it('that was answered and not written down is made again under its key, in the same words', async () => {
    const learner = await newcomer();
    await school.dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON effects FOR EACH ROW WHEN (NEW.state = 'done') EXECUTE FUNCTION refuse()`);
    expect(await attempt(learner)).not.toBe('done');
    await school.dataSource.query('DROP TRIGGER refuse ON effects; DROP FUNCTION refuse()');
    await school.dataSource.query(`UPDATE users SET name = 'Somebody Else' WHERE id = $1`, [learner.userId]);
    expect(await attempt(learner)).toBe('done');
    expect(await attempt(learner)).toBe('done');
    const calls = await receiver.calls();
    expect(calls.map(({ id, repeated }) => ({ id, repeated }))).toEqual([
      { id: keyOf(learner), repeated: false },
      { id: keyOf(learner), repeated: true },
    ]);
    expect(calls[1]!.body).toBe(calls[0]!.body);
  });

  it('goes nowhere the school has not allowed; once it has, a retry is a new try', async () => {
    const learner = await newcomer();
    await allow([]);
    expect(await attempt(learner)).toBe('call.host-not-allowed');
    await turn(learner);
    expect((await runOf(learner)).condition).toBe('blocked');
    expect((await runOf(learner)).problem).toMatchObject({
      cause: 'call.host-not-allowed',
      detail: expect.stringContaining('does not let its automations call'),
    });
    expect(await receiver.peek()).toEqual([]);
    await allow([receiver.host]);
    await command(school, learner, { name: 'retry', stepId: 'tell', visit: 1 });
    await turn(learner);
    expect(await attempt(learner)).toBe('done');
    expect(await receiver.calls()).toMatchObject([{ key: `${keyOf(learner)}:2`, signature: 'right' }]);
  });

  it('follows no redirect, and tries again after a fault of the receiver', async () => {
    const redirected = await newcomer();
    await receiver.order({ redirectTo: `${receiver.url}/hooks/elsewhere` });
    expect(await attempt(redirected)).toBe('call.redirected');
    expect(await receiver.calls()).toHaveLength(1);
    const faulty = await newcomer();
    await receiver.order({ status: 503 });
    expect(await attempt(faulty)).toBe('call.server-error');
    await receiver.order({});
    expect(await attempt(faulty)).toBe('done');
    const calls = await receiver.calls();
    expect(new Set(calls.map(({ key }) => key))).toEqual(new Set([keyOf(faulty)]));
  });

  it('says nothing any more of a person who was erased', async () => {
    const learner = await newcomer();
    await receiver.order({ status: 503 });
    await attempt(learner);
    await school.dataSource.query('UPDATE data_keys SET wrapped_key = NULL WHERE user_id = $1', [
      learner.userId,
    ]);
    await receiver.calls();
    expect(await attempt(learner)).toBe('call.person-erased');
    expect(await receiver.peek()).toEqual([]);
  });

  it('is signed by the new key and the old one while the receiver still knows only that', async () => {
    const learner = await newcomer();
    await replaceKey(
      school.dataSource.manager,
      school.parts.parts.vault,
      { organizationId: school.organizationId, automationId: null, direction: 'out' },
      { secret: newSecret(), by: null },
    );
    await attempt(learner);
    const [call] = await receiver.calls();
    expect(call!.signature).toBe('right');
    expect(call!.keyId.split(' ')).toHaveLength(2);
  });

  it('survives a worker that is killed while it waits for the answer', async () => {
    await allow([receiver.host]);
    await receiver.order({ delayMs: 4_000 });
    const worker = new WorkerProcess(school);
    await worker.start();
    const learner = await school.enrol();
    await until(async () => (await receiver.peek()).length > 0, 30, 'the call');
    await worker.kill();
    await receiver.order({});
    await worker.start();
    try {
      await until(async () => (await runOf(learner)).condition === 'finished', 60, 'the end of the run');
    } finally {
      await worker.kill();
    }
    const calls = await receiver.calls();
    expect(new Set(calls.map(({ key }) => key))).toEqual(new Set([keyOf(learner)]));
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
    const [{ count }] = await school.dataSource.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM effects WHERE run_id = $1 AND state = 'done'`,
      [learner.runId],
    );
    expect(count).toBe(1);
  });
});

/** Tells a customer system of whoever enrols. */
function telling(url: string): Definition {
  const config: StepOf<'webhook'>['config'] = {
    url,
    fields: [
      { name: 'learner', value: { kind: 'id', of: 'person' } },
      { name: 'run', value: { kind: 'id', of: 'run' } },
      { name: 'name', value: { kind: 'person', what: 'name' } },
      { name: 'city', value: { kind: 'field', field: 'city' } },
      { name: 'answered', value: { kind: 'variable', variable: 'ticket' } },
      { name: 'source', value: { kind: 'text', text: 'gradus' } },
    ],
    signedBy: 'school',
    statusInto: 'status',
    keep: [
      { path: 'ticket.number', into: 'ticket', type: 'number' },
      { path: 'nowhere', into: 'missing', type: 'text' },
    ],
  };
  return journeyOf({ tell: { kind: 'webhook', title: 'Tell the CRM', config } });
}

import { ApiUnderTest, type Person } from '../testing/api-under-test.ts';
import { ProbeModule } from '../testing/probe.module.ts';

let api: ApiUnderTest;
let person: Person;
beforeAll(async () => {
  api = await ApiUnderTest.start({}, { imports: [ProbeModule] });
  person = await api.person();
});
afterAll(() => api.stop());

const order = (key: string | null, body: object = { item: 'tea' }, shelf = 'a', as = person.token) =>
  api.ask('POST', `/api/probe/orders/${shelf}`, {
    as,
    body,
    headers: key === null ? {} : { 'idempotency-key': key },
  });

describe('Idempotency-Key', () => {
  it('is required', async () => {
    expect(await order(null)).toMatchObject({
      status: 400,
      body: { code: 'request.idempotency-key-missing' },
    });
    expect((await order('two words')).status).toBe(400);
  });

  it('replays the first answer, whatever the order of the fields', async () => {
    const first = await order('k1', { item: 'tea', slow: false });
    const again = await order('k1', { slow: false, item: 'tea' });
    expect(first.status).toBe(202);
    expect(again).toMatchObject({ status: 202, body: first.body });
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  it('keeps answers sealed with the key of whoever asked', async () => {
    const reader = await api.person();
    const first = await order('k-sealed', { item: 'tea' }, 'a-secret-shelf', reader.token);
    expect(first.body.shelf).toBe('a-secret-shelf');
    const [row] = await api.query(`SELECT answer::text FROM idempotency_keys WHERE key = 'k-sealed'`);
    expect(row!['answer']).not.toContain('secret');
    await api.query('UPDATE data_keys SET wrapped_key = NULL WHERE user_id = $1', [reader.userId]);
    const erased = await order('k-sealed', { item: 'tea' }, 'a-secret-shelf', reader.token);
    expect(erased).toMatchObject({ status: 410, body: { code: 'vault.erased' } });
  });

  it('refuses what is nested without end', async () => {
    const deep = `{"item":${'['.repeat(9_000)}${']'.repeat(9_000)}}`;
    const answer = await api.ask('POST', '/api/probe/orders/a', {
      as: person.token,
      body: deep,
      headers: { 'idempotency-key': 'k-deep', 'content-type': 'application/json' },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });

  it('refuses another request under the same key', async () => {
    await order('k2');
    const other = { status: 422, body: { code: 'request.idempotency-key-reused' } };
    expect(await order('k2', { item: 'coffee' })).toMatchObject(other);
    expect(await order('k2', { item: 'tea' }, 'b')).toMatchObject(other);
  });

  it('is each person’s own', async () => {
    const mine = await order('k3');
    const theirs = await order('k3', { item: 'tea' }, 'a', (await api.person()).token);
    expect(theirs.body.serial).not.toBe(mine.body.serial);
  });

  it('makes a duplicate wait for the answer that is being worked on', async () => {
    const both = await Promise.all([
      order('k4', { item: 'tea', slow: true }),
      order('k4', { item: 'tea', slow: true }),
    ]);
    expect(both[0]!.body).toEqual(both[1]!.body);
  });

  it('does not keep what was refused, so it can be put right under the same key', async () => {
    expect((await order('k5', { item: 7 })).status).toBe(400);
    expect((await order('k5')).status).toBe(202);
  });

  it('does the work again when the process died before it noted the answer', async () => {
    const first = await order('k6');
    await api.died('k6');
    const again = await order('k6');
    expect(again.status).toBe(202);
    expect(again.body.serial).toBe(first.body.serial + 1);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Learner, command } from '../testing/school.ts';
import { CHARGE, Till, keyOf } from '../testing/till.ts';

jest.setTimeout(60_000);

/** What may have happened at the provider is asked for, whatever became of the step, the card or the person. */
describe('money that may have moved', () => {
  let till: Till;
  let twin: Till['twin'];
  let school: Till['school'];
  beforeAll(async () => {
    till = await Till.open();
    ({ twin, school } = till);
  });
  afterAll(() => till.close());
  afterEach(() => twin.post('/api/faults', {}));

  const query = <T>(statement: string, values: unknown[]) => till.query<T>(statement, values);
  const turn = (learner: Learner) => till.turn(learner);
  const perform = (learner: Learner) => till.perform(learner);
  const charged = async (key: string) =>
    (await twin.ledger()).charges.filter(
      ({ metadata, status }) => metadata['key'] === key && status === 'succeeded',
    );

  it('whose answer was lost before its step was left is asked for, found and given back', async () => {
    const learner = await till.payer(CHARGE);
    await twin.post('/api/faults', { dropAnswer: true });
    await expect(perform(learner)).rejects.toMatchObject({ type: 'payments.unreachable' });
    await twin.post('/api/faults', {});
    await command(school, learner, { name: 'skip', stepId: 'act', visit: 1, port: 'error' });
    await turn(learner);
    const finished = () =>
      query('SELECT finished_at IS NOT NULL AS over FROM runs WHERE id = $1', [learner.runId]);
    expect(await finished()).toEqual([{ over: false }]);
    await perform(learner);
    await turn(learner);
    expect(await finished()).toEqual([{ over: true }]);
    expect(
      await query(
        'SELECT c.state, f.key FROM charges c JOIN refunds f ON f.charge_id = c.id WHERE c.user_id = $1',
        [learner.userId],
      ),
    ).toEqual([{ state: 'paid', key: `late:${keyOf(learner)}` }]);
  });

  it('that nobody has attempted is called off when its step is left', async () => {
    const learner = await till.payer(CHARGE);
    await command(school, learner, { name: 'skip', stepId: 'act', visit: 1, port: 'error' });
    await turn(learner);
    await perform(learner);
    expect(await charged(keyOf(learner))).toHaveLength(0);
  });

  it('is looked for where the first attempt sent it, whatever card is saved meanwhile', async () => {
    const learner = await till.payer(CHARGE);
    await twin.post('/api/faults', { dropAnswer: true });
    await expect(perform(learner)).rejects.toMatchObject({ type: 'payments.unreachable' });
    await twin.post('/api/faults', {});
    await query(
      `UPDATE payment_customers SET customer = 'cus_other', method = 'pm_other' WHERE user_id = $1`,
      [learner.userId],
    );
    const again = jest.spyOn(school.parts.parts.payments, 'charge');
    await perform(learner);
    expect(again).not.toHaveBeenCalled();
    again.mockRestore();
    expect(await till.endOf(learner)).toBe('paid');
    expect(await charged(keyOf(learner))).toHaveLength(1);
  });
});

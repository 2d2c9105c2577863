import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { tryLockEntries } from '@gradus/database';
import type { Definition, Step } from '@gradus/flow';
import { begin, callStep, calledBy, placeOf, turn } from '../testing/calls.ts';
import { campaign, publishCampaign, stay } from '../testing/campaigns.ts';
import { twoWeeks } from '../testing/definitions.ts';
import { type School, openSchool } from '../testing/school.ts';

jest.setTimeout(90_000);

const MANUAL = { kind: 'manual' as const };
const DAY = 86_400_000;
const ELSEWHERE: Step = { kind: 'end', title: 'Elsewhere', config: { outcome: 'ended' } };

const days = (amount: number) => ({ amount, unit: 'days' as const });

/** These steps, one after the other; when the time of `call` is up, elsewhere. */
function limited(steps: Record<string, Step>): Definition {
  const drawing = campaign(MANUAL, steps);
  drawing.steps['elsewhere'] = ELSEWHERE;
  drawing.edges.push({ from: 'call', port: 'timeout', to: 'elsewhere' });
  return drawing;
}

describe('a call, when nobody was there to look at it in time,', () => {
  let school: School;

  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
  });
  afterAll(() => school.close());

  const daysAgo = (count: number) => new Date(Date.now() - count * DAY);

  /** How its call was left, and how many days after the run began. */
  async function leftOf(runId: string): Promise<{ port: string | null; days: number }> {
    const [row] = await school.dataSource.query<[{ port: string | null; days: number }]>(
      `SELECT s.port, round(extract(epoch FROM s.left_at - (SELECT min(o.entered_at) FROM step_runs o WHERE o.run_id = $1)) / 86400)::int AS days
         FROM step_runs s WHERE s.run_id = $1 AND s.step_id = 'call'`,
      [runId],
    );
    return row;
  }

  const startOf = async (runId: string) => {
    const [row] = await school.dataSource.query<[{ started_at: Date }]>(
      'SELECT started_at FROM runs WHERE id = $1',
      [runId],
    );
    return row.started_at.getTime();
  };

  it('is carried out before the time for it is up, in one turn that catches up', async () => {
    const learner = await school.enrol({ ring: false });
    const called = await publishCampaign(school, campaign(MANUAL, { stay: stay(9) }));
    const call = callStep(called, { timeout: days(1) });
    const caller = await publishCampaign(school, limited({ wait: stay(1), call }));
    const began = daysAgo(3);
    const runId = await begin(school, caller, learner, began);
    const first = await turn(school, runId);
    const [child] = await calledBy(school, runId);
    expect(await startOf(child!.id)).toBe(began.getTime() + DAY);
    expect(first).toMatchObject({ held: true, again: false });
    expect(await placeOf(school, runId)).toBe('call');
    await turn(school, child!.id);
    await turn(school, runId);
    expect(await leftOf(runId)).toEqual({ port: 'timeout', days: 2 });
    await turn(school, child!.id);
    expect(await placeOf(school, child!.id)).toBe('exited');
    const [{ at }] = await school.dataSource.query<[{ at: Date }]>(
      `SELECT left_at AS at FROM step_runs WHERE run_id = $1 AND step_id = 'stay'`,
      [child!.id],
    );
    expect(at.getTime()).toBe(began.getTime() + 2 * DAY);
  });

  it.each([3, 5])('is waited for %i days until the called run has caught up', async (limit) => {
    const learner = await school.enrol({ ring: false });
    const called = await publishCampaign(school, campaign(MANUAL, { stay: stay(3) }));
    const timeout = days(limit);
    const caller = await publishCampaign(school, limited({ call: callStep(called, { timeout }) }));
    const runId = await begin(school, caller, learner, daysAgo(8));
    await turn(school, runId);
    const [child] = await calledBy(school, runId);
    const again = await turn(school, runId);
    expect(again).toMatchObject({ held: true, again: false });
    expect(again.rings.map(({ workflowId }) => workflowId)).toEqual([`run:${child!.id}`]);
    await turn(school, child!.id);
    expect(await turn(school, runId)).toMatchObject({ held: false });
    expect(await leftOf(runId)).toEqual({ port: 'next', days: 3 });
    expect(await placeOf(school, runId)).toBe('completed');
  });

  it('is waited for until the called run has taken what happened in time', async () => {
    const learner = await school.enrol({ ring: false });
    const drawing = campaign(MANUAL, { stay: stay(30) });
    drawing.settings.exitOn = ['payment.cancelled'];
    const called = await publishCampaign(school, drawing);
    const caller = await publishCampaign(school, limited({ call: callStep(called, { timeout: days(5) }) }));
    const runId = await begin(school, caller, learner, daysAgo(8));
    await turn(school, runId);
    const [child] = await calledBy(school, runId);
    await turn(school, child!.id);
    await school.dataSource.query(
      `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
       VALUES ($1, $2, 'event', 'cancelled', 'payment.cancelled', '{}', $3)`,
      [school.organizationId, child!.id, daysAgo(6)],
    );
    expect(await turn(school, runId)).toMatchObject({ held: true });
    await turn(school, child!.id);
    await turn(school, runId);
    expect(await leftOf(runId)).toEqual({ port: 'next', days: 2 });
  });

  it('is not waited for by a caller whose called run cannot be brought to catch up', async () => {
    const learner = await school.enrol({ ring: false });
    const called = await publishCampaign(school, campaign(MANUAL, { stay: stay(3) }));
    const caller = await publishCampaign(school, limited({ call: callStep(called, { timeout: days(5) }) }));
    const runId = await begin(school, caller, learner, daysAgo(8));
    await turn(school, runId);
    await school.dataSource.query('UPDATE runs SET sweep_attempts = 6 WHERE called_by_run_id = $1', [runId]);
    await turn(school, runId);
    expect(await leftOf(runId)).toEqual({ port: 'timeout', days: 5 });
  });

  it('does not wait for who lets the same learner in somewhere else, and is carried out behind them', async () => {
    const learner = await school.enrol({ ring: false });
    const called = await publishCampaign(school, campaign(MANUAL));
    const caller = await publishCampaign(school, limited({ call: callStep(called, { timeout: days(1) }) }));
    const began = daysAgo(3);
    const runId = await begin(school, caller, learner, began);
    const key = `${runId}:call:1`;
    await school.dataSource.transaction(async (manager) => {
      const { organizationId } = school;
      expect(await tryLockEntries(manager, { organizationId, userId: learner.userId })).toBe(true);
      const taken = await turn(school, runId);
      expect(taken).toMatchObject({ held: true, again: false });
      expect(taken.look?.effects).toEqual([key]);
    });
    await new MockActivityEnvironment().run(() => school.parts.activities.performEffect({ runId, key }));
    const [child] = await calledBy(school, runId);
    expect(await startOf(child!.id)).toBe(began.getTime());
    await turn(school, child!.id);
    await turn(school, runId);
    expect(await leftOf(runId)).toEqual({ port: 'next', days: 0 });
  });
});

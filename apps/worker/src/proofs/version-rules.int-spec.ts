import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import { LiveVersionChangedError, MigrationUnfitError, publishVersion } from '@gradus/database';
import type { Definition, MigrationPlan, RunState, Step } from '@gradus/flow';
import { inWeeks } from '../testing/definitions.ts';
import { type PublishedOver, publishOver, unbalanced } from '../testing/publishing.ts';
import { routeAll } from '../testing/route-all.ts';
import { type Learner, type School, command, openSchool, tell } from '../testing/school.ts';

jest.setTimeout(60_000);

const DAY = 86_400_000;

/** Design 4.4 and 4.5, for every choice an author has. No worker runs here: turns and passes are taken by hand. */
describe('a version that is published while people are inside', () => {
  let school: School;
  let automation: string;
  beforeAll(async () => {
    school = await openSchool();
  });
  beforeEach(async () => {
    await school.dataSource.query(`UPDATE automations SET use = 'campaign', live_version_id = NULL`);
    automation = await school.publishJourney(inWeeks({ quiz: 5 }));
  });
  afterAll(() => school.close());

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const newcomer = async () => {
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    return learner;
  };
  /** Passes of the process and turns of the runs until all have gone over. */
  const carryOut = async ({ migrationId, processId }: PublishedOver) => {
    for (let pass = 0; pass < 20; pass += 1) {
      const outlook = await school.parts.activities.migrateNextRuns({ processId });
      if (outlook.next === 'end') return;
      const sent = await school.dataSource.query<Array<{ run_id: string }>>(
        `SELECT run_id FROM run_migration_items WHERE migration_id = $1 AND state = 'sent'`,
        [migrationId],
      );
      for (const { run_id } of sent) await takeTurn(school.dataSource, school.parts.parts.plans, run_id);
    }
    throw new Error('It does not come to an end.');
  };
  const publish = async (definition: Definition, decision: Partial<MigrationPlan> = {}) => {
    const published = await publishOver(school, automation, definition, decision);
    await carryOut(published);
    return published;
  };
  const stateOf = async ({ runId }: Learner) => {
    const [row] = await school.dataSource.query<
      [{ state: RunState; version_id: string; beside_version_ids: string[]; outcome: string | null }]
    >('SELECT state, version_id, beside_version_ids, outcome FROM runs WHERE id = $1', [runId]);
    return { ...row, token: row.state.tokens[0] };
  };
  /** As if they had come to their step so many days earlier. */
  const cameEarlier = ({ runId }: Learner, days: number) =>
    school.dataSource.query(
      `UPDATE runs SET state = jsonb_set(jsonb_set(state, '{tokens,0,triedAt}', to_jsonb((state->'tokens'->0->>'triedAt')::bigint - $2::bigint)),
              '{tokens,0,deadline}', to_jsonb((state->'tokens'->0->>'deadline')::bigint - $2::bigint)) WHERE id = $1`,
      [runId, days * DAY],
    );
  const item = async (migrationId: string, { runId }: Learner) => {
    const [row] = await school.dataSource.query<[{ state: string; detail: string; moves: unknown }]>(
      'SELECT state, detail, moves FROM run_migration_items WHERE migration_id = $1 AND run_id = $2',
      [migrationId, runId],
    );
    return row;
  };
  const visitAt = async ({ runId }: Learner, stepId: string) => {
    const [row] = await school.dataSource.query<
      [{ version_id: string; state: string; deadline: Date | null }]
    >(
      'SELECT version_id, state, deadline FROM step_runs WHERE run_id = $1 AND step_id = $2 ORDER BY visit DESC',
      [runId, stepId],
    );
    return row;
  };

  it('keeps on their version whom the author keeps', async () => {
    const learner = await newcomer();
    const before = await stateOf(learner);
    const { migrationId } = await publish(inWeeks({ quiz: 3 }), { steps: { quiz: { do: 'keep' } } });
    const after = await stateOf(learner);
    expect(after.token).toEqual(before.token);
    expect(after.version_id).toBe(before.version_id);
    expect(await item(migrationId, learner)).toMatchObject({ state: 'done', moves: [{ did: 'kept' }] });
    expect(await unbalanced(school)).toEqual([]);
  });

  it('counts the date anew with the time served, and moves the visit to the new version', async () => {
    const learner = await newcomer();
    const { token: before, version_id: old } = await stateOf(learner);
    const { versionId, migrationId } = await publish(inWeeks({ quiz: 3 }));
    const after = await stateOf(learner);
    expect(after.token).toMatchObject({ stepId: 'quiz', visit: 1, versionId });
    expect(after.token!.deadline! - before!.deadline!).toBe(-2 * DAY);
    expect(after).toMatchObject({ version_id: versionId, beside_version_ids: [] });
    expect(await visitAt(learner, 'quiz')).toMatchObject({ version_id: versionId, state: 'waiting' });
    expect((await visitAt(learner, 'quiz')).deadline!.getTime()).toBe(after.token!.deadline);
    const moved = await school.dataSource.query('SELECT * FROM visit_migrations WHERE run_id = $1', [
      learner.runId,
    ]);
    expect(moved).toMatchObject([
      { step_id: 'quiz', visit: 1, from_version_id: old, to_version_id: versionId },
    ]);
    expect(await item(migrationId, learner)).toMatchObject({
      state: 'done',
      moves: [{ did: 'retimed', stepId: 'quiz' }],
      detail: '“Quiz”: follows the new version, with a new date.',
    });
    expect(await unbalanced(school)).toEqual([]);
  });

  it('lets follow with the date they have', async () => {
    const learner = await newcomer();
    const { token: before } = await stateOf(learner);
    const { versionId } = await publish(inWeeks({ quiz: 3 }), { steps: { quiz: { do: 'follow' } } });
    expect((await stateOf(learner)).token).toMatchObject({ versionId, deadline: before!.deadline });
  });

  it('opens what is due at once, and spreads the mails', async () => {
    const learners = [await newcomer(), await newcomer(), await newcomer()];
    for (const learner of learners) await cameEarlier(learner, 2);
    await publish(inWeeks({ quiz: 1 }), { spreadMinutes: 600 });
    const rows = await school.dataSource.query<Array<{ at: Date; opened: boolean; minutes: number }>>(
      `SELECT (EXTRACT(EPOCH FROM m.next_attempt_at - m.created_at) / 60)::float AS minutes,
              EXISTS (SELECT 1 FROM module_unlocks u JOIN modules o ON o.id = u.module_id WHERE u.enrollment_id = r.enrollment_id
                         AND o.key = 'refine-and-check' AND u.state = 'released' AND u.unlock_at <= clock_timestamp()) AS opened
         FROM runs r JOIN messages m ON m.run_id = r.id AND m.step_id = 'second' WHERE r.id = ANY($1)`,
      [learners.map(({ runId }) => runId)],
    );
    expect(rows.map(({ opened }) => opened)).toEqual([true, true, true]);
    expect(rows.every(({ minutes }) => minutes >= 0 && minutes < 601)).toBe(true);
    expect(new Set(rows.map(({ minutes }) => Math.round(minutes))).size).toBe(3);
  });

  it('sends to another step, and ends the way of whom the author lets go', async () => {
    const [sent, ended] = [await newcomer(), await newcomer()];
    const drawing = without(inWeeks({ quiz: 5 }), 'quiz', 'week2');
    const published = await publishOver(
      school,
      automation,
      drawing,
      {
        steps: { quiz: { do: 'redirect', to: 'done' } },
      },
      { onlyRunIds: [sent.runId] },
    );
    await carryOut(published);
    expect((await stateOf(sent)).token).toMatchObject({ stepId: 'done', versionId: published.versionId });
    expect(await visitAt(sent, 'quiz')).toMatchObject({ state: 'left' });
    expect((await stateOf(ended)).token).toMatchObject({ stepId: 'quiz' });
    await publish(drawing, { steps: { quiz: { do: 'exit' } } });
    expect((await stateOf(ended)).outcome).toBe('exited');
    expect((await stateOf(sent)).token).toMatchObject({ stepId: 'done' });
    expect(await unbalanced(school)).toEqual([]);
  });

  it('waits for their next step, listening to both versions meanwhile', async () => {
    const learner = await newcomer();
    const { version_id: old } = await stateOf(learner);
    const drawing = inWeeks({ quiz: 2 });
    const listening: Definition = {
      ...drawing,
      settings: { ...drawing.settings, exitOn: ['payment.cancelled'] },
    };
    const { versionId } = await publish(listening, { scope: 'nextStep' });
    expect(await stateOf(learner)).toMatchObject({ version_id: old, beside_version_ids: [versionId] });
    await command(school, learner, { name: 'releaseNow', stepId: 'quiz', visit: 1 });
    await turn(learner);
    expect(await stateOf(learner)).toMatchObject({ version_id: versionId, beside_version_ids: [] });
    await tell(school, learner, 'payment.cancelled', `payment.cancelled:${learner.enrollmentId}`);
    await routeAll(school);
    await turn(learner);
    expect((await stateOf(learner)).outcome).toBe('exited');
    expect(await unbalanced(school)).toEqual([]);
  });

  it('does not miss an event that comes while the migration waits for its turn', async () => {
    const learner = await newcomer();
    const drawing = inWeeks({ quiz: 2 });
    const listening: Definition = {
      ...drawing,
      settings: { ...drawing.settings, exitOn: ['payment.cancelled'] },
    };
    const { processId } = await publishOver(school, automation, listening);
    await school.parts.activities.migrateNextRuns({ processId });
    await tell(school, learner, 'payment.cancelled', `payment.cancelled:${learner.enrollmentId}`);
    await routeAll(school);
    await turn(learner);
    expect((await stateOf(learner)).outcome).toBe('exited');
  });

  it('promises the dates of the new version, and none that only the old one gave', async () => {
    const learner = await newcomer();
    const later = inWeeks({ quiz: 5, week2: 30 });
    await publish(later);
    const dates = () =>
      school.dataSource.query<Array<{ key: string; days: number }>>(
        `SELECT m.key, round(EXTRACT(EPOCH FROM u.unlock_at - e.enrolled_at) / 86400)::int AS days
           FROM module_unlocks u JOIN modules m ON m.id = u.module_id JOIN enrollments e ON e.id = u.enrollment_id
          WHERE e.id = $1 AND u.state = 'projected'`,
        [learner.enrollmentId],
      );
    expect(await dates()).toEqual([{ key: 'refine-and-check', days: 30 }]);
    await publish(without(later, 'week2', 'second'));
    expect(await dates()).toEqual([]);
  });

  it('is gone back on by publishing the old drawing again', async () => {
    const learner = await newcomer();
    const { token: before } = await stateOf(learner);
    await publish(inWeeks({ quiz: 3 }));
    const { versionId } = await publish(inWeeks({ quiz: 5 }));
    expect((await stateOf(learner)).token).toEqual({ ...before, versionId });
    const path = await school.dataSource.query('SELECT 1 FROM visit_migrations WHERE run_id = $1', [
      learner.runId,
    ]);
    expect(path).toHaveLength(2);
    expect(await unbalanced(school)).toEqual([]);
  });

  it('is refused when the decision does not fit, or was made about another live version', async () => {
    await newcomer();
    await expect(
      publishOver(school, automation, inWeeks({ quiz: 3 }), {
        steps: { quiz: { do: 'redirect', to: 'nowhere' } },
      }),
    ).rejects.toBeInstanceOf(MigrationUnfitError);
    const versions = await school.dataSource.query(
      'SELECT 1 FROM automation_versions WHERE automation_id = $1',
      [automation],
    );
    expect(versions).toHaveLength(1);
    await expect(
      publishVersion(school.dataSource.manager, {
        organizationId: school.organizationId,
        automationId: automation,
        publishedBy: null,
        note: '',
        expectedRevision: 1,
        expectedLive: null,
      }),
    ).rejects.toBeInstanceOf(LiveVersionChangedError);
  });

  it('tells each run once, however often a pass is taken and by how many', async () => {
    const learners = [await newcomer(), await newcomer(), await newcomer()];
    const published = await publishOver(school, automation, inWeeks({ quiz: 3 }));
    const pass = () => school.parts.activities.migrateNextRuns({ processId: published.processId });
    await Promise.all([pass(), pass(), pass()]);
    const rows = await school.dataSource.query(
      `SELECT 1 FROM inbox WHERE kind = 'migrate' AND run_id = ANY($1)`,
      [learners.map(({ runId }) => runId)],
    );
    expect(rows).toHaveLength(3);
    await carryOut(published);
    await Promise.all([pass(), pass()]);
    expect(await unbalanced(school)).toEqual([]);
  });

  it('sends no more than its rate a pass, and leaves the rest alone once it is stopped by a newer version', async () => {
    for (let n = 0; n < 5; n += 1) await newcomer();
    const first = await publishOver(school, automation, inWeeks({ quiz: 3 }), {}, { runsPerSecond: 2 });
    await school.parts.activities.migrateNextRuns({ processId: first.processId });
    const counted = () =>
      school.dataSource.query<Array<{ state: string; n: number }>>(
        `SELECT state, count(*)::int AS n FROM run_migration_items WHERE migration_id = $1 GROUP BY 1 ORDER BY 1`,
        [first.migrationId],
      );
    expect(await counted()).toEqual([
      { state: 'planned', n: 3 },
      { state: 'sent', n: 2 },
    ]);
    const second = await publish(inWeeks({ quiz: 4 }));
    await carryOut(first);
    expect(await counted()).toEqual([
      { state: 'done', n: 2 },
      { state: 'skipped', n: 3 },
    ]);
    const versions = await school.dataSource.query<Array<{ version_id: string }>>(
      'SELECT DISTINCT version_id FROM runs WHERE automation_id = $1',
      [automation],
    );
    expect(versions).toEqual([{ version_id: second.versionId }]);
    expect(await unbalanced(school)).toEqual([]);
  });
});

/** The drawing without a step; what led to it leads on. */
function without(drawing: Definition, id: string, to: string): Definition {
  const { [id]: _gone, ...steps } = drawing.steps as Record<string, Step>;
  const edges = drawing.edges
    .filter(({ from }) => from !== id)
    .map((edge) => (edge.to === id ? { ...edge, to } : edge));
  return { ...drawing, steps, edges };
}

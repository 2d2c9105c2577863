import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import {
  Plans,
  RunClock,
  activateEnrollment,
  lockEnrollment,
  readFacts,
  recordEvent,
} from '@gradus/database';
import type { Definition } from '@gradus/flow';
import { routeBatch } from '../outbox/route-event.ts';
import { twoWeeks } from '../testing/definitions.ts';
import { routeAll } from '../testing/route-all.ts';
import { type Learner, type School, command, openSchool, tell } from '../testing/school.ts';

jest.setTimeout(60_000);

/** The rules of a turn, each with what would happen without it. No worker runs here: turns are taken by hand. */
describe('a turn', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(withGate());
  });
  afterAll(() => school.close());

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const advance = (learner: Learner) => school.parts.activities.advance({ runId: learner.runId });
  const newcomer = async () => {
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    return learner;
  };
  const tokensOf = async (learner: Learner) => {
    const [row] = await school.dataSource.query<
      [{ state: { tokens: Array<{ stepId: string; status: string; problem: { code: string } | null }> } }]
    >('SELECT state FROM runs WHERE id = $1', [learner.runId]);
    return row.state.tokens;
  };
  const moveTo = async (learner: Learner, days: number) => {
    const ms = days * 86_400_000;
    await school.dataSource.query(
      `UPDATE runs SET clock_origin = clock_origin - make_interval(secs => $2),
              state = jsonb_set(jsonb_set(jsonb_set(state, '{clock}', to_jsonb((state->>'clock')::bigint - $3::bigint)),
                '{tokens,0,deadline}', COALESCE(to_jsonb((state->'tokens'->0->>'deadline')::bigint - $3::bigint), 'null'::jsonb)),
                '{tokens,0,enteredAt}', to_jsonb((state->'tokens'->0->>'enteredAt')::bigint - $3::bigint))
        WHERE id = $1`,
      [learner.runId, ms / 1_000, ms],
    );
    await school.dataSource.query(
      'UPDATE enrollments SET enrolled_at = enrolled_at - make_interval(secs => $2) WHERE id = $1',
      [learner.enrollmentId, ms / 1_000],
    );
  };

  it('rule 1: sees after its commit what arrived while it was under way, and comes again', async () => {
    const learner = await school.enrol({ ring: false });
    await school.dataSource.query(`
      CREATE FUNCTION arrive() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
        VALUES (NEW.organization_id, NEW.run_id, 'event', 'arrived meanwhile', 'requirements.met', '{}', clock_timestamp())
        ON CONFLICT DO NOTHING; RETURN NEW; END $$;
      CREATE TRIGGER arrive AFTER INSERT ON step_runs FOR EACH ROW EXECUTE FUNCTION arrive();`);
    const answer = await advance(learner);
    await school.dataSource.query('DROP TRIGGER arrive ON step_runs; DROP FUNCTION arrive()');
    expect(answer.again).toBe(true);
    expect((await advance(learner)).again).toBe(false);
  });

  it('rule 1: an event is in the inbox before anybody looks for a wait, once, and only for plans that listen', async () => {
    const learner = await newcomer();
    await tell(school, learner, 'requirements.met', `requirements.met:${learner.enrollmentId}`);
    await tell(school, learner, 'payment.cancelled', `payment.cancelled:${learner.enrollmentId}`);
    await routeAll(school);
    const rows = await school.dataSource.query<Array<{ type: string }>>(
      'SELECT type FROM inbox WHERE run_id = $1',
      [learner.runId],
    );
    expect(rows.filter(({ type }) => type === 'requirements.met')).toHaveLength(1);
    expect(rows.filter(({ type }) => type === 'payment.cancelled')).toHaveLength(0);
  });

  it('rule 1: an event that cannot be routed keeps no other from its run, and shares their commit', async () => {
    const learner = await newcomer();
    const routeInBatches = async () => {
      for (let more = true; more;)
        more = (await routeBatch(school.dataSource, school.parts.parts.plans)).length > 0;
    };
    await routeInBatches();
    await school.dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'poisoned event'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON inbox FOR EACH ROW WHEN (NEW.type = 'course.completed') EXECUTE FUNCTION refuse()`);
    const types = ['lesson.completed', 'course.completed', 'requirements.met'];
    await school.dataSource.query(`UPDATE automation_versions SET listens = $1`, [types]);
    for (const type of types)
      await school.dataSource.query(
        `INSERT INTO domain_events (organization_id, type, key, user_id, enrollment_id) VALUES ($1, $2, $3, $4, $5)`,
        [
          school.organizationId,
          type,
          `${type}:${learner.enrollmentId}:batch`,
          learner.userId,
          learner.enrollmentId,
        ],
      );
    const routed = await routeBatch(school.dataSource, school.parts.parts.plans);
    await school.dataSource.query('DROP TRIGGER refuse ON inbox; DROP FUNCTION refuse()');
    expect(routed.map(({ delivered }) => delivered.length)).toEqual([1, 0, 1]);
    const events = await school.dataSource.query<Array<{ commit: string; problem: string | null }>>(
      `SELECT xmin::text AS commit, problem_detail AS problem FROM domain_events WHERE enrollment_id = $1 AND type = ANY($2)
        ORDER BY seq`,
      [learner.enrollmentId, types],
    );
    expect(events.map(({ problem }) => problem)).toEqual([null, 'poisoned event', null]);
    expect(new Set(events.map(({ commit }) => commit)).size).toBe(1);
  });

  it('rule 2: its lock lets rows that refer to the run be written meanwhile', async () => {
    const learner = await newcomer();
    await school.dataSource.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM runs WHERE id = $1 FOR NO KEY UPDATE', [learner.runId]);
      const begun = Date.now();
      await school.dataSource.query(
        `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
         VALUES ($1, $2, 'event', 'while locked', 'lesson.completed', '{}', clock_timestamp())`,
        [school.organizationId, learner.runId],
      );
      expect(Date.now() - begun).toBeLessThan(1_000);
    });
  });

  it('rule 2: gives up a lock it cannot have in two seconds instead of holding its connection', async () => {
    const learner = await newcomer();
    await school.dataSource.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM runs WHERE id = $1 FOR UPDATE', [learner.runId]);
      await expect(turn(learner)).rejects.toThrow(/lock timeout/);
    });
  });

  it('rule 5: a hand-in that was first is seen by the turn that closes; one transaction decides', async () => {
    const learner = await newcomer();
    await moveTo(learner, 7);
    await turn(learner);
    expect((await tokensOf(learner))[0]?.stepId).toBe('gate');
    await moveTo(learner, 3);
    let closing: Promise<unknown> = Promise.resolve();
    await school.dataSource.transaction(async (manager) => {
      await lockEnrollment(manager, learner.enrollmentId);
      closing = turn(learner);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await manager.query(
        `INSERT INTO submissions (organization_id, enrollment_id, assessment_id, user_id, attempt, state, body_cipher, submitted_at)
         SELECT $1, $2, a.id, $3, 1, 'submitted', ''::bytea, clock_timestamp() - interval '2 days'
           FROM assessments a JOIN modules m ON m.id = a.module_id WHERE m.key = 'prompt-foundations' AND a.course_version_id = $4`,
        [school.organizationId, learner.enrollmentId, learner.userId, school.courseVersionId],
      );
    });
    await closing;
    expect((await tokensOf(learner))[0]).toMatchObject({ stepId: 'gate', status: 'waiting' });
  });

  it('rule 7: a learner enters once, however often and from wherever they are sent in', async () => {
    const learner = await newcomer();
    const again = await Promise.all(
      Array.from({ length: 10 }, () =>
        school.dataSource.transaction((manager) =>
          activateEnrollment(manager, school.parts.parts.plans, learner.enrollmentId, { source: 'free' }),
        ),
      ),
    );
    expect(new Set(again.map((answer) => answer?.runId))).toEqual(new Set([learner.runId]));
  });

  it('a right that has ended stays so when an active place is given once more; a place of before counts as active', async () => {
    const { enrollmentId } = await newcomer();
    const { manager } = school.dataSource;
    await manager.query(`UPDATE entitlements SET ends_at = now() WHERE enrollment_id = $1`, [enrollmentId]);
    await activateEnrollment(manager, school.parts.parts.plans, enrollmentId, { source: 'free' });
    const [right] = await manager.query<Array<{ ended: boolean }>>(
      'SELECT ends_at IS NOT NULL AS ended FROM entitlements WHERE enrollment_id = $1',
      [enrollmentId],
    );
    expect(right).toEqual({ ended: true });
    await manager.query('UPDATE enrollments SET activated_at = NULL WHERE id = $1', [enrollmentId]);
    const facts = await readFacts(manager, enrollmentId, new RunClock(new Date(0), 1));
    expect(facts.activatedAt).toBe(facts.enrolledAt);
  });

  it('rule 9: what cannot be written blocks the run with the reason, and takes nothing else down', async () => {
    const learner = await newcomer();
    await moveTo(learner, 7);
    await school.dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'this row is poisoned'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON module_unlocks FOR EACH ROW WHEN (NEW.state = 'released') EXECUTE FUNCTION refuse()`);
    await turn(learner);
    await school.dataSource.query('DROP TRIGGER refuse ON module_unlocks; DROP FUNCTION refuse()');
    const [token] = await tokensOf(learner);
    expect(token).toMatchObject({ status: 'blocked', problem: { code: 'flow.input-failed' } });
    const [run] = await school.dataSource.query<[{ condition: string; finished_at: Date | null }]>(
      'SELECT condition, finished_at FROM runs WHERE id = $1',
      [learner.runId],
    );
    expect(run).toEqual({ condition: 'blocked', finished_at: null });
  });

  it.each([
    ['visits', 'step_runs', `NEW.state <> 'blocked'`],
    ['the story', 'run_turns', `NEW.events::text LIKE '%"released"%'`],
    ['what it waits for', 'waits', 'true'],
    ['the run itself', 'runs', `NEW.condition = 'waiting'`],
  ])(
    'rule 9: what cannot be written of %s blocks the run with the reason, too',
    async (_what, table, when) => {
      const learner = await newcomer();
      await moveTo(learner, 7);
      await school.dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF ${when} THEN RAISE 'poisoned'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse()`);
      await turn(learner).finally(() =>
        school.dataSource.query(`DROP TRIGGER refuse ON ${table}; DROP FUNCTION refuse()`),
      );
      expect(await tokensOf(learner)).toMatchObject([
        { stepId: 'week2', status: 'blocked', problem: { code: 'flow.input-failed', detail: 'poisoned' } },
      ]);
      await command(school, learner, { name: 'retry', stepId: 'week2', visit: 1 });
      await turn(learner);
      expect((await tokensOf(learner))[0]).toMatchObject({ stepId: 'gate', status: 'waiting' });
    },
  );

  it('rule 9: dates that cannot be written block the run with the reason, and stay as they were', async () => {
    const learner = await newcomer();
    const dates = () =>
      school.dataSource.query(
        'SELECT module_id, unlock_at FROM module_unlocks WHERE enrollment_id = $1 ORDER BY 1',
        [learner.enrollmentId],
      );
    const before = await dates();
    const key = await command(school, learner, { name: 'pause' });
    await school.dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no dates today'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE OR DELETE ON module_unlocks FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await turn(learner).finally(() =>
      school.dataSource.query('DROP TRIGGER refuse ON module_unlocks; DROP FUNCTION refuse()'),
    );
    expect(await dates()).toEqual(before);
    expect(await tokensOf(learner)).toMatchObject([
      {
        stepId: 'week2',
        status: 'blocked',
        problem: { code: 'flow.input-failed', detail: 'no dates today' },
      },
    ]);
    const [row] = await school.dataSource.query<[{ outcome: unknown }]>(
      'SELECT outcome FROM inbox WHERE run_id = $1 AND key = $2',
      [learner.runId, key],
    );
    expect(row.outcome).toEqual({ error: true, accepted: false, detail: 'no dates today' });
    await command(school, learner, { name: 'retry', stepId: 'week2', visit: 1 });
    await turn(learner);
    expect((await tokensOf(learner))[0]).toMatchObject({ stepId: 'week2', status: 'waiting' });
    expect(await dates()).toEqual(before);
  });

  it('rule 9: a lock that somebody else holds is no poison', async () => {
    const learner = await newcomer();
    await moveTo(learner, 7);
    await school.dataSource.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM module_unlocks WHERE enrollment_id = $1 FOR UPDATE', [
        learner.enrollmentId,
      ]);
      await expect(turn(learner)).rejects.toThrow(/lock timeout/);
    });
    await turn(learner);
    expect((await tokensOf(learner))[0]).toMatchObject({ stepId: 'gate', status: 'waiting' });
  });

  it('rule 9: a run whose very start is poisoned is blocked, not lost, and begins when it is retried', async () => {
    const learner = await school.enrol({ ring: false });
    await school.dataSource.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no mail today'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await turn(learner);
    await school.dataSource.query('DROP TRIGGER refuse ON messages; DROP FUNCTION refuse()');
    const blocked = { stepId: 'start', visit: 1, status: 'blocked', problem: { detail: 'no mail today' } };
    expect(await tokensOf(learner)).toMatchObject([blocked]);
    const [row] = await school.dataSource.query<[{ condition: string; visits: number }]>(
      `SELECT condition, (SELECT count(*)::int FROM step_runs WHERE run_id = r.id AND state = 'blocked') AS visits
         FROM runs r WHERE id = $1`,
      [learner.runId],
    );
    expect(row).toEqual({ condition: 'blocked', visits: 1 });
    await command(school, learner, { name: 'retry', stepId: 'start', visit: 1 });
    await turn(learner);
    expect((await tokensOf(learner))[0]).toMatchObject({ stepId: 'week2', status: 'waiting' });
  });

  it('answers a command that comes after the end, and changes nothing', async () => {
    const learner = await newcomer();
    await command(school, learner, { name: 'exit', reason: 'test' });
    await turn(learner);
    const ended = () =>
      school.dataSource.query<[{ finished_at: Date; outcome: string }]>(
        'SELECT finished_at, outcome FROM runs WHERE id = $1',
        [learner.runId],
      );
    const before = await ended();
    const key = await command(school, learner, { name: 'pause' });
    await turn(learner);
    const [row] = await school.dataSource.query<[{ outcome: { accepted: boolean; detail: string } }]>(
      'SELECT outcome FROM inbox WHERE run_id = $1 AND key = $2',
      [learner.runId, key],
    );
    expect(row.outcome).toEqual({ accepted: false, detail: 'This run has already ended.' });
    expect(await ended()).toEqual(before);
  });

  it('rule 9: a state written by a newer release is refused, not misread', async () => {
    const learner = await newcomer();
    await school.dataSource.query(
      `UPDATE runs SET state = jsonb_set(state, '{schema}', '999') WHERE id = $1`,
      [learner.runId],
    );
    await expect(turn(learner)).rejects.toThrow(/state schema 999/);
  });

  it('design 4.4: runs a published version also when publishing it would be refused today', async () => {
    const learner = await school.enrol({ ring: false });
    await school.dataSource.query(
      `UPDATE automation_versions SET definition = jsonb_set(definition, '{settings,exitOn}', '["course.left"]')
        WHERE id = (SELECT version_id FROM runs WHERE id = $1)`,
      [learner.runId],
    );
    await takeTurn(school.dataSource, new Plans(), learner.runId);
    expect((await tokensOf(learner))[0]?.stepId).toBe('week2');
  });

  it('rule 10: answers a duration of a quarter second or more, never an instant', async () => {
    const learner = await newcomer();
    await school.dataSource.query(
      `UPDATE runs SET wake_at = clock_timestamp() + interval '3 milliseconds' WHERE id = $1`,
      [learner.runId],
    );
    expect((await advance(learner)).sleepForMs).toBe(250);
  });

  it('rule 10: the virtual clock is affine and keeps its origin', () => {
    const clock = new RunClock(new Date('2026-01-01T00:00:00Z'), 1_000);
    const later = new Date('2026-01-01T00:01:00Z');
    expect(clock.toVirtual(later)).toBe(Date.parse('2026-01-01T16:40:00Z'));
    expect(clock.toReal(clock.toVirtual(later))).toEqual(later);
  });

  it('rule 11: numbers the story without a gap, whoever writes it', async () => {
    const learner = await school.enrol({ ring: false });
    await Promise.all([turn(learner), turn(learner), turn(learner)]);
    const rows = await school.dataSource.query<Array<{ seq: number }>>(
      'SELECT seq FROM run_events WHERE run_id = $1 ORDER BY seq',
      [learner.runId],
    );
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
  });

  it('keeps a fact written twice one fact', async () => {
    const learner = await newcomer();
    const event = {
      organizationId: school.organizationId,
      type: 'lesson.completed' as const,
      key: `twice:${learner.runId}`,
    };
    expect(await recordEvent(school.dataSource.manager, event)).toBe(true);
    expect(await recordEvent(school.dataSource.manager, event)).toBe(false);
  });
});

/** After week 2 a gate: hand in within two days. */
function withGate(): Definition {
  const drawing = twoWeeks();
  return {
    ...drawing,
    steps: {
      ...drawing.steps,
      gate: {
        kind: 'assess',
        title: 'Handed in?',
        config: { module: 'prompt-foundations', due: { amount: 2, unit: 'days' }, zone: 'none' },
      },
    },
    edges: [
      ...drawing.edges.filter(({ from }) => from !== 'week2'),
      { from: 'week2', port: 'next', to: 'gate' },
      { from: 'gate', port: 'passed', to: 'done' },
      { from: 'gate', port: 'failed', to: 'done' },
      { from: 'gate', port: 'missing', to: 'late' },
    ],
  };
}

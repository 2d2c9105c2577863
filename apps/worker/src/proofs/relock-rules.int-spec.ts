import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import { type ModuleClosing, readStanding, asksOf, RunClock } from '@gradus/database';
import { factsAt } from '@gradus/flow';
import { campaign, publishCampaign } from '../testing/campaigns.ts';
import { twoWeeks } from '../testing/definitions.ts';
import { enrolledAtOf } from '../testing/living.ts';
import { routeAll } from '../testing/route-all.ts';
import { type Learner, type School, command, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

const WEEK = 'prompt-foundations';
const REASON = 'The payment is missing.';

/** A journey opens the week, a campaign beside it closes it, and the journey is told to open it again. */
describe('a module that is closed again', () => {
  let school: School;
  let learner: Learner;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
    const close = { kind: 'relock' as const, title: 'Close', config: { module: WEEK, reason: REASON } };
    await publishCampaign(school, campaign({ kind: 'enrolled' }, { close }), school.courseId);
    learner = await school.enrol({ ring: false });
    await turn(learner.runId);
  });
  afterAll(() => school.close());

  const turn = (runId: string) => takeTurn(school.dataSource, school.parts.parts.plans, runId);
  const standing = async () => {
    const clock = new RunClock(await enrolledAtOf(school, learner), 1);
    const { facts } = await readStanding(asksOf(school.dataSource.manager), learner.enrollmentId, clock);
    return facts;
  };
  const unlock = async () => {
    const [row] = await school.dataSource.query<
      Array<{ state: string; unlock_at: Date | null; closings: ModuleClosing[] }>
    >(
      `SELECT u.state, u.unlock_at, u.closings FROM module_unlocks u JOIN modules m ON m.id = u.module_id
        WHERE u.enrollment_id = $1 AND m.key = $2`,
      [learner.enrollmentId, WEEK],
    );
    return row!;
  };
  const campaignRun = async () => {
    await routeAll(school);
    const [run] = await school.dataSource.query<Array<{ id: string }>>(
      'SELECT id FROM runs WHERE enrollment_id = $1 AND id <> $2',
      [learner.enrollmentId, learner.runId],
    );
    return run!.id;
  };

  it('is shut with the reason, says so in the audit log, and keeps what was done in it', async () => {
    await school.dataSource.query(
      `INSERT INTO lesson_progress (organization_id, enrollment_id, lesson_id)
       SELECT l.organization_id, $1, l.id FROM lessons l JOIN modules m ON m.id = l.module_id
         JOIN enrollments e ON e.course_version_id = m.course_version_id WHERE e.id = $1 AND m.key = $2`,
      [learner.enrollmentId, WEEK],
    );
    const before = await unlock();
    const runId = await campaignRun();
    await turn(runId);
    const closed = await unlock();
    expect(closed).toMatchObject({ state: 'projected', unlock_at: null });
    expect(closed.closings).toMatchObject([{ reason: REASON, runId, stepId: 'close' }]);
    expect(new Date(closed.closings[0]!.opened)).toEqual(before.unlock_at);
    const audit = await school.dataSource.query<unknown[]>(
      `SELECT actor_id, subject_kind, reason, data->>'module' AS module FROM audit_log
        WHERE action = 'module.relock' AND subject_id = $1`,
      [learner.enrollmentId],
    );
    expect(audit).toEqual([{ actor_id: null, subject_kind: 'enrollment', reason: REASON, module: WEEK }]);
    const facts = await standing();
    const module = facts.modules.find(({ key }) => key === WEEK)!;
    expect(module.lessonCompletions.length).toBeGreaterThan(0);
    expect(factsAt(facts, Date.now() + 1_000).modules[WEEK]?.released).toBe(false);
    const told = await school.dataSource.query<unknown[]>(
      `SELECT data FROM run_events WHERE run_id = $1 AND type = 'relocked'`,
      [runId],
    );
    expect(told).toEqual([{ data: { module: WEEK, because: REASON } }]);
  });

  it('stays shut through further turns of the journey that had opened it, whose other dates stay', async () => {
    const before = await unlock();
    await turn(learner.runId);
    await command(school, learner, { name: 'pause' });
    await turn(learner.runId);
    await command(school, learner, { name: 'resume' });
    await turn(learner.runId);
    expect(await unlock()).toEqual(before);
    const others = await school.dataSource.query<Array<{ key: string }>>(
      `SELECT m.key FROM module_unlocks u JOIN modules m ON m.id = u.module_id
        WHERE u.enrollment_id = $1 AND u.unlock_at > clock_timestamp()`,
      [learner.enrollmentId],
    );
    expect(others.map(({ key }) => key)).toEqual(['refine-and-check']);
  });

  it('opens again when an operator takes the learner to its release, and both times are known', async () => {
    await command(school, learner, { name: 'move', stepId: 'week2', visit: 1, to: 'week1' });
    await turn(learner.runId);
    const again = await unlock();
    expect(again.state).toBe('released');
    expect(again.closings).toHaveLength(1);
    expect(again.unlock_at!.getTime()).toBeGreaterThan(new Date(again.closings[0]!.at).getTime());
    const facts = await standing();
    const module = facts.modules.find(({ key }) => key === WEEK)!;
    expect(module.closed).toEqual([{ from: expect.any(Number), until: again.unlock_at!.getTime() }]);
    const seen = (at: number) => factsAt(facts, at).modules[WEEK]?.released;
    const { from } = module.closed![0]!;
    expect([seen(from - 1), seen(from), seen(again.unlock_at!.getTime())]).toEqual([true, false, true]);
  });
});

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { lockEnrollment, readCatalogue, refreshProgress } from '@gradus/database';
import { type Step, TEMPLATES } from '@gradus/flow';
import { claimMessage } from '../mailing/claim-message.ts';
import { composeMessage } from '../mailing/compose-message.ts';
import { placeOf, turn } from '../testing/calls.ts';
import { campaign, entrantsOf, publishCampaign } from '../testing/campaigns.ts';
import { gradeAgain, gradingStaff, sealedDetail } from '../testing/changed-grades.ts';
import { journeyOf } from '../testing/drawings.ts';
import { completeEverything, handIn } from '../testing/learner-deeds.ts';
import { routeAll } from '../testing/route-all.ts';
import { type Learner, type School, openSchool, tell } from '../testing/school.ts';

jest.setTimeout(60_000);

const gate: Step = {
  kind: 'assess',
  title: 'Pass it',
  config: { module: 'prompt-foundations', zone: 'none' },
};

/** A grade is changed while a run waits for it, and after one has gone on by it. */
describe('a changed grade', () => {
  let school: School;
  let staff: string;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(
      journeyOf({ gate }, [
        ['gate', 'passed', 'finish'],
        ['gate', 'failed', 'finish'],
        ['gate', 'missing', 'finish'],
      ]),
    );
    staff = await gradingStaff(school);
  });
  afterAll(() => school.close());

  const ports = (learner: Learner) =>
    school.dataSource.query<unknown[]>(
      `SELECT port FROM step_runs WHERE run_id = $1 AND step_id = 'gate' AND left_at IS NOT NULL`,
      [learner.runId],
    );
  const change = (learner: Learner, submissionId: string, replaces: number, percentage: number) =>
    gradeAgain(school, { learner, submissionId, replaces, percentage, actorId: staff });

  /** Handed in and graded, as a run hears of it. */
  const graded = async (percentage: number) => {
    const learner = await school.enrol({ ring: false });
    const submissionId = await handIn(school, learner, 'A plan for everybody.');
    const detail = await sealedDetail(school, school.dataSource.manager, learner);
    await school.dataSource.query(
      `WITH s AS (UPDATE submissions SET state = 'graded' WHERE id = $1 RETURNING *)
       INSERT INTO grades (organization_id, submission_id, percentage, passed, detail_cipher)
       SELECT organization_id, id, $2::numeric, $2::numeric >= 70, $3 FROM s`,
      [submissionId, percentage, detail],
    );
    await tell(school, learner, 'submission.graded', `submission.graded:${submissionId}`, {
      module: 'prompt-foundations',
      attempt: 1,
      passed: percentage >= 70,
      percentage,
      changed: false,
    });
    await routeAll(school);
    await turn(school, learner.runId);
    return { learner, submissionId };
  };

  it('is heard once by a gate that still waits, and the books stay right', async () => {
    const { learner, submissionId } = await graded(30);
    expect(await ports(learner)).toEqual([]);
    expect(await change(learner, submissionId, 1, 80)).toMatchObject({ number: 2 });
    expect(await change(learner, submissionId, 1, 90)).toBeNull();
    await routeAll(school);
    await turn(school, learner.runId);
    await turn(school, learner.runId);
    expect(await ports(learner)).toEqual([{ port: 'passed' }]);
    const heard = await school.dataSource.query<unknown[]>(
      `SELECT payload->'changed' AS changed FROM inbox WHERE run_id = $1 AND type = 'submission.graded' ORDER BY id`,
      [learner.runId],
    );
    expect(heard).toEqual([{ changed: false }, { changed: true }]);
    const [place] = await school.dataSource.query<[{ done: boolean }]>(
      'SELECT progress_percentage > 0 AS done FROM enrollments WHERE id = $1',
      [learner.enrollmentId],
    );
    expect(place.done).toBe(true);
  });

  it('undoes nothing where the gate was passed by the old one', async () => {
    const { learner, submissionId } = await graded(95);
    expect(await ports(learner)).toEqual([{ port: 'passed' }]);
    await change(learner, submissionId, 1, 10);
    await routeAll(school);
    await turn(school, learner.runId);
    expect(await ports(learner)).toEqual([{ port: 'passed' }]);
    const [run] = await school.dataSource.query<[{ outcome: string | null }]>(
      'SELECT outcome FROM runs WHERE id = $1',
      [learner.runId],
    );
    expect(run.outcome).not.toBeNull();
  });

  it('is told by mail and in-app, with what it was, what it is and why', async () => {
    const { learner, submissionId } = await graded(30);
    await school.dataSource.query(`UPDATE messages SET state = 'cancelled' WHERE state = 'planned'`);
    await change(learner, submissionId, 1, 80);
    const message = await claimMessage(school.dataSource);
    const composed = composeMessage(message!, {
      publicUrl: 'https://school.example',
      linkSecret: school.config.auth.linkSecret,
    });
    const notice = { path: expect.stringMatching(/^\/courses\/.*\/assignments\//) };
    expect(composed).toMatchObject({
      subject: expect.stringMatching(/^Your grade for “.*” was changed$/),
      notice,
    });
    const text = 'text' in composed ? composed.text : '';
    for (const said of ['30 % (not passed)', '80 % (passed)', 'Read again.']) expect(text).toContain(said);
  });

  const announced = async ({ enrollmentId }: Learner, type: string) => {
    const rows = await school.dataSource.query<Array<{ key: string }>>(
      'SELECT key FROM domain_events WHERE enrollment_id = $1 AND type = $2 ORDER BY seq',
      [enrollmentId, type],
    );
    return rows.map(({ key }) => key);
  };

  it('is no reason to rescue somebody, and neither is a late grade of somebody who has passed', async () => {
    const { manager } = school.dataSource;
    const catalogue = await readCatalogue(manager, school.organizationId, school.courseId);
    const rescue = TEMPLATES.find(({ id }) => id === 'assessment-rescue')!.draw(catalogue);
    const { learner, submissionId } = await graded(40);
    const automationId = await publishCampaign(school, rescue.definition, school.courseId);
    await change(learner, submissionId, 1, 45);
    await routeAll(school);
    expect(await entrantsOf(school, automationId)).toEqual([]);

    await change(learner, submissionId, 2, 80);
    // The second attempt was being graded while the first one was changed; written before grades could be.
    await tell(school, learner, 'submission.graded', `submission.graded:late:${learner.enrollmentId}`, {
      module: 'prompt-foundations',
      attempt: 2,
      passed: false,
      percentage: 50,
    });
    await routeAll(school);
    expect(await entrantsOf(school, automationId)).toEqual([]);

    const failing = await graded(30);
    expect(await entrantsOf(school, automationId)).toEqual([failing.learner.userId]);
    const postponed = await school.dataSource.query<unknown[]>(
      'SELECT problem_detail FROM domain_events WHERE problem_detail IS NOT NULL',
    );
    expect(postponed).toEqual([]);
  });

  it('announces what it had undone again when it is done again, and a run that waits for it goes on', async () => {
    const hears = (title: string, event: string, where: string): Step => ({
      kind: 'waitFor',
      title,
      config: { for: { kind: 'event', event, where }, zone: 'none' },
    });
    const automationId = await publishCampaign(
      school,
      campaign(
        { kind: 'event', event: 'submission.graded', where: '!event.changed' },
        {
          undone: hears('Undone', 'submission.graded', 'event.changed'),
          again: hears('Again', 'module.completed', 'event.module == "prompt-foundations"'),
        },
      ),
      school.courseId,
    );
    const { learner, submissionId } = await graded(95);
    const [{ id: runId }] = await school.dataSource.query<[{ id: string }]>(
      'SELECT id FROM runs WHERE automation_id = $1 AND user_id = $2',
      [automationId, learner.userId],
    );
    const goesTo = async () => {
      await routeAll(school);
      await turn(school, runId);
      return placeOf(school, runId);
    };
    await school.dataSource.query(
      `INSERT INTO lesson_progress (organization_id, enrollment_id, lesson_id)
       SELECT $1, $2, l.id FROM lessons l JOIN modules m ON m.id = l.module_id
        WHERE l.course_version_id = $3 AND m.key = 'prompt-foundations'`,
      [school.organizationId, learner.enrollmentId, school.courseVersionId],
    );
    await school.dataSource.transaction(async (manager) => {
      const enrollment = await lockEnrollment(manager, learner.enrollmentId);
      await refreshProgress(manager, enrollment!);
    });
    const key = `module.completed:${learner.enrollmentId}:prompt-foundations`;
    expect(await announced(learner, 'module.completed')).toEqual([key]);
    expect(await goesTo()).toBe('undone');
    await change(learner, submissionId, 1, 10);
    expect(await goesTo()).toBe('again');
    await change(learner, submissionId, 2, 20);
    expect(await goesTo()).toBe('again');
    await change(learner, submissionId, 3, 90);
    await change(learner, submissionId, 4, 95);
    expect(await announced(learner, 'module.completed')).toEqual([key, `${key}:1`]);
    expect(await goesTo()).toBe('completed');
  });

  it('announces that everything is done again, once', async () => {
    const learner = await school.enrol({ ring: false });
    await completeEverything(school, learner);
    const [{ id }] = await school.dataSource.query<[{ id: string }]>(
      'SELECT id FROM submissions WHERE enrollment_id = $1 LIMIT 1',
      [learner.enrollmentId],
    );
    await change(learner, id, 1, 10);
    await change(learner, id, 2, 80);
    await change(learner, id, 3, 90);
    const key = `requirements.met:${learner.enrollmentId}`;
    expect(await announced(learner, 'requirements.met')).toEqual([key, `${key}:1`]);
  });
});

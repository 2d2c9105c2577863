import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import type { GradeAnswer } from '@gradus/integrations/ai';
import { type Definition, portsOf, type Step } from '@gradus/flow';
import { publishAgain } from '../testing/campaigns.ts';
import { journeyOf } from '../testing/drawings.ts';
import { handIn } from '../testing/learner-deeds.ts';
import { routeAll } from '../testing/route-all.ts';
import { type Learner, type School, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

/** A step has work graded by the very process that handing it in begins: woken, begun again, or told to ask a person. */
describe('a step that has work graded', () => {
  let school: School;
  let asked = 0;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(drawn('policy'));
    const grade = (): Promise<GradeAnswer> => {
      asked += 1;
      return Promise.resolve({
        criteria: [],
        confidence: 1,
        requestId: null,
        model: 'sure',
        usage: null,
        flags: [],
      });
    };
    Object.assign(school.parts.parts, { grader: { provider: 'sure', grade } });
  });
  afterAll(() => school.close());

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const row = async <T>(statement: string, values: unknown[]): Promise<T> => {
    const [found] = await school.dataSource.query<[T]>(statement, values);
    return found;
  };
  const processOf = (submissionId: string) =>
    row<{ id: string; state: string; round: number }>(
      `SELECT id, state, round FROM processes WHERE kind = 'gradeSubmission' AND subject_id = $1`,
      [submissionId],
    );
  const placeOf = async (learner: Learner) => {
    const { state } = await row<{ state: { tokens: Array<{ stepId: string }>; finished: unknown } }>(
      'SELECT state FROM runs WHERE id = $1',
      [learner.runId],
    );
    return state.tokens.map(({ stepId }) => stepId);
  };
  const propose = (processId: string) =>
    new MockActivityEnvironment().run(() =>
      school.parts.activities.proposeGrade({ processId }),
    ) as Promise<void>;
  const handedIn = async () => {
    const learner = await school.enrol({ ring: false });
    const submissionId = await handIn(
      school,
      learner,
      'A plan for everybody who has not bought for a while.',
    );
    // The run decides as of when it began: the work has to have been there.
    await school.dataSource.query(
      `UPDATE submissions SET submitted_at = submitted_at - interval '1 hour' WHERE id = $1`,
      [submissionId],
    );
    return { learner, submissionId, process: await processOf(submissionId) };
  };

  it('begins grading again that had given up, and goes on by the grade, which is given once', async () => {
    const { learner, submissionId, process } = await handedIn();
    await school.dataSource.query(`UPDATE processes SET state = 'blocked' WHERE id = $1`, [process.id]);
    await school.dataSource.query(`UPDATE submissions SET state = 'blocked' WHERE id = $1`, [submissionId]);
    await turn(learner);
    expect(await processOf(submissionId)).toMatchObject({ state: 'open', round: process.round + 1 });
    expect(await placeOf(learner)).toEqual(['grade']);
    const before = asked;
    await propose(process.id);
    await propose(process.id);
    await school.parts.activities.releaseGrade({ processId: process.id });
    expect(asked).toBe(before + 1);
    const events = await school.dataSource.query<unknown[]>(
      `SELECT 1 FROM domain_events WHERE type = 'submission.graded' AND enrollment_id = $1`,
      [learner.enrollmentId],
    );
    expect(events).toHaveLength(1);
    await routeAll(school);
    await turn(learner);
    const left = await row<{ port: string }>(
      `SELECT port FROM step_runs WHERE run_id = $1 AND step_id = 'grade'`,
      [learner.runId],
    );
    expect(left.port).toBe('failed');
  });

  it('asks a person in any case when the author says so, also where the machine has just been sure', async () => {
    const [journey] = await school.dataSource
      .query<[{ id: string }]>(
        `UPDATE automations SET draft_definition = $2 WHERE organization_id = $1 AND use = 'journey' RETURNING id`,
        [school.organizationId, JSON.stringify(drawn('person'))],
      )
      .then(([rows]) => rows as unknown as [{ id: string }]);
    await publishAgain(school, journey.id);
    const before = await handedIn();
    await turn(before.learner);
    await propose(before.process.id);
    const stateOf = (submissionId: string) =>
      row<object>(
        `SELECT s.state, p.state AS proposal FROM submissions s JOIN grade_proposals p ON p.submission_id = s.id
          WHERE s.id = $1`,
        [submissionId],
      );
    expect(await stateOf(before.submissionId)).toEqual({ state: 'in_review', proposal: 'pending' });

    const after = await handedIn();
    await propose(after.process.id);
    expect(await stateOf(after.submissionId)).toEqual({ state: 'grading', proposal: 'auto_released' });
    await turn(after.learner);
    expect(await stateOf(after.submissionId)).toEqual({ state: 'in_review', proposal: 'pending' });
    await school.parts.activities.releaseGrade({ processId: after.process.id });
    expect(
      await row('SELECT count(*)::int AS n FROM grades WHERE submission_id = $1', [after.submissionId]),
    ).toEqual({
      n: 0,
    });
    const requested = await school.dataSource.query<unknown[]>(
      `SELECT 1 FROM domain_events WHERE type = 'submission.review.requested' AND enrollment_id = $1`,
      [after.learner.enrollmentId],
    );
    expect(requested).toHaveLength(1);
  });
});

function drawn(by: 'policy' | 'person'): Definition {
  const grade: Step = {
    kind: 'grade',
    title: 'Grade',
    config: { module: 'prompt-foundations', by, zone: 'none' },
  };
  const ports = portsOf(grade).filter((port) => port !== 'error');
  return journeyOf(
    { grade },
    ports.map((port) => ['grade', port, 'finish'] as const),
  );
}

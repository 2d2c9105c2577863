import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RunClock, readFacts } from '@gradus/database';
import { claimMessage } from '../mailing/claim-message.ts';
import { composeMessage } from '../mailing/compose-message.ts';
import { twoWeeks } from '../testing/definitions.ts';
import { type Learner, type School, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

interface Work {
  id: string;
  title: string;
  course_id: string;
  max_attempts: number;
}

/** The school allows a learner another attempt: the engine knows since when, and the learner is told. */
describe('another attempt', () => {
  let school: School;
  let learner: Learner;
  let work: Work;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
    learner = await school.enrol({ ring: false });
    [work] = await school.dataSource.query<[Work]>(
      `SELECT a.id, a.title, a.max_attempts, v.course_id FROM assessments a
         JOIN modules m ON m.id = a.module_id JOIN course_versions v ON v.id = a.course_version_id
        WHERE a.course_version_id = $1 ORDER BY m.position LIMIT 1`,
      [school.courseVersionId],
    );
  });
  afterAll(() => school.close());

  it('is a dated fact of this learner and of nobody else', async () => {
    const other = await school.enrol({ ring: false });
    const at = '2026-03-04T10:00:00.000Z';
    await school.dataSource.query(
      `UPDATE enrollments SET extra_attempts = jsonb_build_object($2::text, jsonb_build_array($3::text)) WHERE id = $1`,
      [learner.enrollmentId, work.id, at],
    );
    const ofFirst = async ({ enrollmentId }: Learner) => {
      const facts = await readFacts(school.dataSource.manager, enrollmentId, new RunClock(new Date(0), 1));
      return facts.modules[0]?.assessment;
    };
    expect(await ofFirst(learner)).toEqual({
      maxAttempts: work.max_attempts,
      extraAttempts: [Date.parse(at)],
      history: [],
    });
    expect(await ofFirst(other)).toEqual({ maxAttempts: work.max_attempts, history: [] });
  });

  it('is told by mail and in-app, with the way to the assignment', async () => {
    await school.dataSource.query(`UPDATE messages SET state = 'cancelled' WHERE state = 'planned'`);
    await school.dataSource.query(
      `INSERT INTO messages (organization_id, user_id, key, category, channel, purpose, payload, subject)
       VALUES ($1, $2, 'another-attempt:1', 'transactional', 'both', 'another-attempt',
               jsonb_build_object('enrollmentId', $3::text, 'assessmentId', $4::text, 'assignmentTitle', $5::text), 'Another')`,
      [school.organizationId, learner.userId, learner.enrollmentId, work.id, work.title],
    );
    const message = await claimMessage(school.dataSource);
    const publicUrl = 'https://school.example';
    const composed = composeMessage(message!, { publicUrl, linkSecret: school.config.auth.linkSecret });
    const path = `/courses/${work.course_id}/assignments/${work.id}`;
    expect(composed).toMatchObject({
      subject: `Another attempt at “${work.title}”`,
      notice: { title: `Another attempt at “${work.title}”`, path },
    });
    expect('text' in composed && composed.text).toContain(`${publicUrl}${path}`);
  });
});

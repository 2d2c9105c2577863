import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { recordEvent } from '@gradus/database';
import { routeBatch } from '../outbox/route-event.ts';
import { campaign, publishCampaign, stay } from '../testing/campaigns.ts';
import { twoWeeks } from '../testing/definitions.ts';
import { type Learner, type School, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

/** Two routers, each with facts about both of two people, in opposite order. */
describe('two routers', () => {
  let school: School;
  let people: Learner[];
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
    people = [await school.enrol({ ring: false }), await school.enrol({ ring: false })];
    await publishCampaign(school, campaign({ kind: 'event', event: 'lesson.completed' }, { stay: stay() }));
    for (let left = 1; left > 0;)
      left = (await routeBatch(school.dataSource, school.parts.parts.plans)).length;
  });
  afterAll(() => school.close());

  const happens = (learner: Learner) =>
    recordEvent(school.dataSource.manager, {
      organizationId: school.organizationId,
      type: 'lesson.completed',
      key: randomUUID(),
      userId: learner.userId,
      enrollmentId: learner.enrollmentId,
      courseId: school.courseId,
    });

  it('let both in without waiting for each other for ever', async () => {
    const [ada, ben] = people as [Learner, Learner];
    for (const one of [ada, ben, ben, ada]) await happens(one);
    // Whoever has let one in stays a while before turning to the other.
    await school.dataSource.query(`
      CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.4); RETURN NEW; END $$;
      CREATE TRIGGER linger AFTER INSERT ON runs FOR EACH ROW EXECUTE FUNCTION linger();`);
    const { plans } = school.parts.parts;
    const routed = await Promise.all([1, 2].map(() => routeBatch(school.dataSource, plans, 2)));
    await school.dataSource.query('DROP TRIGGER linger ON runs; DROP FUNCTION linger()');
    const [events] = await school.dataSource.query<[{ open: number; attempts: number }]>(
      `SELECT count(*) FILTER (WHERE routed_at IS NULL)::int AS open, max(attempt) AS attempts
         FROM domain_events WHERE type = 'lesson.completed'`,
    );
    expect(routed.map((batch) => batch.length)).toEqual([2, 2]);
    expect(events).toEqual({ open: 0, attempts: 0 });
    expect(routed.flat().flatMap(({ started }) => started)).toHaveLength(4);
  });
});

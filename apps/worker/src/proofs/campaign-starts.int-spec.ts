import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import {
  RunClock,
  activateEnrollment,
  erasePerson,
  readFacts,
  recordEvent,
  saveSegment,
} from '@gradus/database';
import type { Step } from '@gradus/flow';
import { workOutSegments } from '../outbox/work-out-segments.ts';
import { campaign, entrantsOf, publishAgain, publishCampaign, stay } from '../testing/campaigns.ts';
import { twoWeeks } from '../testing/definitions.ts';
import { routeAll } from '../testing/route-all.ts';
import { type Learner, type School, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

/** What brings people into a campaign: the events of its trigger, as far as the where-clause lets them. */
describe('a campaign', () => {
  let school: School;

  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
  });
  afterAll(() => school.close());

  async function happens(
    learner: Learner,
    type: Parameters<typeof recordEvent>[1]['type'],
    data: Record<string, string | number | boolean> = {},
    about: { enrollment?: boolean } = {},
  ): Promise<void> {
    await recordEvent(school.dataSource.manager, {
      organizationId: school.organizationId,
      type,
      key: randomUUID(),
      userId: learner.userId,
      ...(about.enrollment === false
        ? {}
        : { enrollmentId: learner.enrollmentId, courseId: school.courseId }),
      data,
    });
    await routeAll(school);
  }
  /** A place that nobody has paid for, with the fact that it was asked for; answers the one run that this began. */
  async function takeUnpaidPlace() {
    const { dataSource, organizationId, courseId } = school;
    const { userId } = await school.enrol({ ring: false });
    await routeAll(school);
    await dataSource.query(`UPDATE enrollments SET state = 'withdrawn' WHERE user_id = $1`, [userId]);
    const [{ id: enrollmentId }] = await dataSource.query<[{ id: string }]>(
      `INSERT INTO enrollments (organization_id, user_id, course_id, course_version_id, state, source)
       VALUES ($1, $2, $3, $4, 'pending', 'order') RETURNING id`,
      [organizationId, userId, courseId, school.courseVersionId],
    );
    await happens({ userId, enrollmentId, runId: '' }, 'enrollment.started');
    const [run] = await dataSource.query<[{ id: string }]>('SELECT id FROM runs WHERE enrollment_id = $1', [
      enrollmentId,
    ]);
    const activate = async () => {
      await dataSource.transaction((manager) =>
        activateEnrollment(manager, school.parts.parts.plans, enrollmentId, { source: 'order' }),
      );
      await routeAll(school);
    };
    return { runId: run.id, enrollmentId, activate };
  }
  const postponed = () =>
    school.dataSource.query<Array<{ detail: string }>>(
      'SELECT problem_detail AS detail FROM domain_events WHERE problem_detail IS NOT NULL',
    );

  it('starts by its event and begins with what that brought', async () => {
    const graded = await publishCampaign(
      school,
      campaign({ kind: 'event', event: 'submission.graded' }, { stay: stay() }),
    );
    const learner = await school.enrol({ ring: false });
    await happens(learner, 'submission.graded', {
      module: 'prompt-foundations',
      attempt: 1,
      passed: false,
      percentage: 40,
    });
    await happens(learner, 'submission.made', { module: 'prompt-foundations', attempt: 2 });
    const runs = await school.dataSource.query<Array<{ user_id: string; vars: unknown }>>(
      `SELECT user_id, state->'vars' AS vars FROM runs WHERE automation_id = $1`,
      [graded],
    );
    expect(runs).toEqual([
      {
        user_id: learner.userId,
        vars: { module: 'prompt-foundations', attempt: 1, passed: false, percentage: 40 },
      },
    ]);
  });

  it.each([
    'enrollment.activated',
    'lesson.completed',
    'module.completed',
    'submission.made',
    'submission.graded',
    'credential.issued',
    'payment.succeeded',
    'payment.failed',
    'payment.cancelled',
    'payment.refunded',
    'subscription.changed',
    'tag.added',
  ] as const)('starts by %s, once a happening', async (event) => {
    const automation = await publishCampaign(school, campaign({ kind: 'event', event }, { stay: stay() }));
    const learner = await school.enrol({ ring: false });
    await routeAll(school);
    const before = (await entrantsOf(school, automation)).length;
    await happens(learner, event);
    await routeAll(school);
    expect((await entrantsOf(school, automation)).slice(before)).toEqual([learner.userId]);
  });

  it('starts by what another system told it, and not by what was told another one', async () => {
    const on = { kind: 'webhook' as const, person: { by: 'email' as const, path: 'email' }, keep: [] };
    const mine = await publishCampaign(school, campaign(on, { stay: stay() }));
    const other = await publishCampaign(school, campaign(on, { stay: stay() }));
    const learner = await school.enrol({ ring: false });
    await happens(learner, 'webhook.received', { automation: mine, total: 49.5 });
    expect(await entrantsOf(school, mine)).toEqual([learner.userId]);
    expect(await entrantsOf(school, other)).toEqual([]);
  });

  it('begins for nobody who was erased, whatever is told of them afterwards', async () => {
    const { dataSource, organizationId } = school;
    const start = campaign({ kind: 'event', event: 'lesson.completed' }, { stay: stay() });
    const automation = await publishCampaign(school, start);
    const [ada, ben] = [await school.enrol({ ring: false }), await school.enrol({ ring: false })];
    const erasing = { organizationId, userId: ada.userId, requestedBy: null };
    await dataSource.transaction((manager) => erasePerson(manager, erasing));
    for (const learner of [ada, ben]) await happens(learner, 'lesson.completed');
    expect(await entrantsOf(school, automation)).toEqual([ben.userId]);
  });

  it('asks the event and the facts before it lets somebody in', async () => {
    const where = '!event.passed && event.module == "prompt-foundations" && facts.progress < 50';
    const automation = await publishCampaign(
      school,
      campaign({ kind: 'event', event: 'submission.graded', where }, { stay: stay() }),
      school.courseId,
    );
    const learner = await school.enrol({ ring: false });
    const grade = { module: 'prompt-foundations', attempt: 1, percentage: 90 };
    await happens(learner, 'submission.graded', { ...grade, passed: true });
    expect(await entrantsOf(school, automation)).toEqual([]);
    await happens(learner, 'submission.graded', { ...grade, passed: false });
    expect(await entrantsOf(school, automation)).toEqual([learner.userId]);
    expect(await postponed()).toEqual([]);
  });

  it('answers a where-clause also for an event that belongs to no course', async () => {
    const automation = await publishCampaign(
      school,
      campaign(
        { kind: 'event', event: 'message.undelivered', where: 'event.message != "x"' },
        { stay: stay() },
      ),
    );
    const learner = await school.enrol({ ring: false });
    await happens(learner, 'message.undelivered', { message: 'x' }, { enrollment: false });
    await happens(learner, 'message.undelivered', { message: 'y' }, { enrollment: false });
    expect(await entrantsOf(school, automation)).toEqual([learner.userId]);
  });

  it('takes an unpaid place for what it is: the wait for the activation ends by the activation', async () => {
    const paid: Step = {
      kind: 'waitFor',
      title: 'Paid?',
      config: { for: { kind: 'event', event: 'enrollment.activated' }, zone: 'none' },
    };
    await publishCampaign(
      school,
      campaign({ kind: 'event', event: 'enrollment.started' }, { paid, stay: stay() }),
      school.courseId,
    );
    const { runId, enrollmentId, activate } = await takeUnpaidPlace();
    const where = async () => {
      await takeTurn(school.dataSource, school.parts.parts.plans, runId);
      const [run] = await school.dataSource.query<[{ at: string }]>(
        `SELECT state->'tokens'->0->>'stepId' AS at FROM runs WHERE id = $1`,
        [runId],
      );
      return run.at;
    };
    expect(await where()).toBe('paid');
    await activate();
    expect(await where()).toBe('stay');
    const facts = await readFacts(school.dataSource.manager, enrollmentId, new RunClock(new Date(0), 1));
    expect(facts.activatedAt).toBe(facts.enrolledAt);
  });

  it('of a course hears of that course alone, and of its live version alone', async () => {
    const automation = await publishCampaign(
      school,
      campaign({ kind: 'enrolled' }, { stay: stay() }),
      school.courseId,
    );
    await routeAll(school);
    const before = (await entrantsOf(school, automation)).length;
    await school.enrol({ ring: false });
    await routeAll(school);
    expect(await entrantsOf(school, automation)).toHaveLength(before + 1);
    await school.dataSource.query('UPDATE automations SET draft_definition = $2 WHERE id = $1', [
      automation,
      JSON.stringify(campaign({ kind: 'manual' }, { stay: stay() })),
    ]);
    await publishAgain(school, automation);
    await school.enrol({ ring: false });
    await routeAll(school);
    expect(await entrantsOf(school, automation)).toHaveLength(before + 1);
  });

  it('lets in who comes to belong to its segment, with their place in its course', async () => {
    const segmentId = randomUUID();
    await school.dataSource.transaction((manager) =>
      saveSegment(manager, {
        id: segmentId,
        organizationId: school.organizationId,
        name: 'Halfway',
        audience: {
          match: 'all',
          conditions: [{ about: 'progress', course: school.courseId, compare: 'atLeast', percent: 50 }],
        },
        savedBy: null,
      }),
    );
    const start = campaign({ kind: 'segment', segment: segmentId }, { stay: stay() }, 'once');
    const ofSchool = await publishCampaign(school, start);
    const ofCourse = await publishCampaign(school, start, school.courseId);
    const other = await publishCampaign(
      school,
      campaign({ kind: 'segment', segment: randomUUID() }, { stay: stay() }),
    ).catch((error: unknown) => error);
    expect(other).toMatchObject({ code: 'automation.invalid' });
    const learner = await school.enrol({ ring: false });
    await routeAll(school);
    await school.dataSource.query('UPDATE enrollments SET progress_percentage = 60 WHERE id = $1', [
      learner.enrollmentId,
    ]);
    await happens(learner, 'lesson.completed');
    while (await workOutSegments(school.dataSource)) {
      // until everybody was looked at
    }
    await routeAll(school);
    const runs = await school.dataSource.query<
      Array<{ automation_id: string; enrollment_id: string | null }>
    >('SELECT automation_id, enrollment_id FROM runs WHERE automation_id = ANY($1)', [[ofSchool, ofCourse]]);
    expect(new Map(runs.map((run) => [run.automation_id, run.enrollment_id]))).toEqual(
      new Map([
        [ofSchool, null],
        [ofCourse, learner.enrollmentId],
      ]),
    );
  });
});

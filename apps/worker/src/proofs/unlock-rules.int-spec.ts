import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import { publishVersion } from '@gradus/database';
import type { Definition } from '@gradus/flow';
import { twoWeeks } from '../testing/definitions.ts';
import { routeAll } from '../testing/route-all.ts';
import { type Learner, type School, command, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

interface Unlock {
  key: string;
  state: string;
  unlock_at: Date | null;
}

/** Access never waits for a worker: the dates of the modules are what the runs that open them say, and only those. */
describe('the dates of the modules', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
  });
  afterAll(() => school.close());

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const unlocksOf = (learner: Learner) =>
    school.dataSource.query<Unlock[]>(
      `SELECT m.key, u.state, u.unlock_at FROM module_unlocks u JOIN modules m ON m.id = u.module_id
        WHERE u.enrollment_id = $1 ORDER BY m.position`,
      [learner.enrollmentId],
    );

  it('of week 1 is told by the run, which finds it open: the story has it, and so has the mail about it', async () => {
    const learner = await school.enrol({ ring: false });
    const [atOnce] = await unlocksOf(learner);
    expect(atOnce?.unlock_at?.getTime()).toBeLessThanOrEqual(Date.now());
    await turn(learner);
    const told = await school.dataSource.query<unknown[]>(
      `SELECT data FROM run_events WHERE run_id = $1 AND type = 'released'`,
      [learner.runId],
    );
    expect(told).toEqual([{ data: { module: 'prompt-foundations' } }]);
    expect((await unlocksOf(learner))[0]).toEqual({ ...atOnce, state: 'released' });
  });

  it('do not change when a campaign runs beside the journey', async () => {
    await routeAll(school);
    await publishCampaign();
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    const before = await unlocksOf(learner);
    expect(before.map(({ key }) => key)).toEqual(['prompt-foundations', 'refine-and-check']);
    await routeAll(school);
    const campaigns = await school.dataSource.query<Array<{ id: string }>>(
      'SELECT id FROM runs WHERE enrollment_id = $1 AND id <> $2',
      [learner.enrollmentId, learner.runId],
    );
    expect(campaigns).toHaveLength(1);
    await takeTurn(school.dataSource, school.parts.parts.plans, campaigns[0]!.id);
    expect(await unlocksOf(learner)).toEqual(before);
  });

  it('that are still ahead go with the run that would have kept them', async () => {
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    await command(school, learner, { name: 'exit', reason: 'test' });
    await turn(learner);
    expect((await unlocksOf(learner)).map(({ key }) => key)).toEqual(['prompt-foundations']);
  });

  /** Waits three days after enrolling and opens nothing. */
  async function publishCampaign(): Promise<void> {
    const definition: Definition = {
      schemaVersion: 2,
      trigger: 'start',
      entry: { rule: 'once' },
      settings: { exitOn: [] },
      steps: {
        start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
        rest: {
          kind: 'wait',
          title: 'Three days',
          config: { for: { kind: 'duration', duration: { amount: 3, unit: 'days' } }, zone: 'none' },
        },
        finish: { kind: 'end', title: 'End', config: { outcome: 'completed' } },
      },
      edges: [
        { from: 'start', port: 'next', to: 'rest' },
        { from: 'rest', port: 'next', to: 'finish' },
      ],
    };
    const [automation] = await school.dataSource.query<[{ id: string }]>(
      `INSERT INTO automations (organization_id, course_id, name, use, draft_definition, draft_layout)
       VALUES ($1, $2, 'Campaign', 'campaign', $3, '{}') RETURNING id`,
      [school.organizationId, school.courseId, JSON.stringify(definition)],
    );
    await school.dataSource.transaction((manager) =>
      publishVersion(manager, {
        organizationId: school.organizationId,
        automationId: automation.id,
        publishedBy: null,
        note: '',
        expectedRevision: 1,
      }),
    );
  }
});

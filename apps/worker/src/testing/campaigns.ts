import type { Definition, Step, StepOf } from '@gradus/flow';
import { publishVersion } from '@gradus/database';
import type { School } from './school.ts';

type Start = StepOf<'trigger'>['config']['on'];

/** A campaign that starts so and goes through these steps, one after the other by their port `next`. */
export function campaign(
  on: Start,
  steps: Record<string, Step> = {},
  rule: 'once' | 'always' = 'always',
): Definition {
  const all: Record<string, Step> = {
    start: { kind: 'trigger', title: 'Start', config: { on } },
    ...steps,
    done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
  };
  const ids = Object.keys(all);
  return {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule },
    settings: { exitOn: [] },
    steps: all,
    edges: ids.slice(1).map((to, index) => ({ from: ids[index]!, port: 'next', to })),
  };
}

/** A wait in which somebody can be found. */
export function stay(days = 9): Step {
  return {
    kind: 'wait',
    title: `Wait ${days} days`,
    config: { for: { kind: 'duration', duration: { amount: days, unit: 'days' } }, zone: 'none' },
  };
}

/** Draws and publishes a campaign; answers the automation. */
export async function publishCampaign(
  school: School,
  definition: Definition,
  courseId: string | null = null,
): Promise<string> {
  const { dataSource, organizationId } = school;
  const [automation] = await dataSource.query<[{ id: string }]>(
    `INSERT INTO automations (organization_id, course_id, name, use, draft_definition, draft_layout)
     VALUES ($1, $2, 'Campaign', 'campaign', $3, '{}') RETURNING id`,
    [organizationId, courseId, JSON.stringify(definition)],
  );
  await publishAgain(school, automation.id);
  return automation.id;
}

/** Publishes the draft as it stands. */
export async function publishAgain(
  { dataSource, organizationId }: School,
  automationId: string,
): Promise<void> {
  await dataSource.transaction(async (manager) => {
    const [{ draft_revision: expectedRevision }] = await manager.query<[{ draft_revision: number }]>(
      'SELECT draft_revision FROM automations WHERE id = $1',
      [automationId],
    );
    await publishVersion(manager, {
      organizationId,
      automationId,
      publishedBy: null,
      note: '',
      expectedRevision,
    });
  });
}

/** The people inside or through an automation, oldest first. */
export async function entrantsOf(school: School, automationId: string): Promise<string[]> {
  const rows = await school.dataSource.query<Array<{ user_id: string }>>(
    'SELECT user_id FROM runs WHERE automation_id = $1 ORDER BY started_at',
    [automationId],
  );
  return rows.map((row) => row.user_id);
}

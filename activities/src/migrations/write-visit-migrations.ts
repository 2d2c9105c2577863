import type { Command } from '@gradus/flow';
import type { Asks } from '@gradus/database';
import type { LockedRun } from '../automation/locked-run.ts';

type Migrated = Extract<Command, { type: 'migrated' }>;

/**
 * Visits that go on by another version's drawing: the row is that version's from now on, and counted as migrated out of
 * the one and into the other. After the visits of the turn are written.
 */
export function writeVisitMigrations(asks: Asks, run: LockedRun, commands: readonly Command[]): void {
  const migrated = commands.filter((command): command is Migrated => command.type === 'migrated');
  if (migrated.length === 0) return;
  const last = new Map(migrated.map((command) => [`${command.stepId}:${command.visit}`, command.versionId]));
  const rows = migrated.map(({ stepId, visit, from, versionId, at }) => ({
    step_id: stepId,
    visit,
    from_version_id: from,
    to_version_id: versionId,
    stays_id: last.get(`${stepId}:${visit}`),
    at: new Date(at).toISOString(),
  }));
  void asks.ask(
    `WITH m AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS m(step_id text, visit int, from_version_id uuid,
            to_version_id uuid, stays_id uuid, at timestamptz)),
     moved AS (
       UPDATE step_runs s SET version_id = m.stays_id
         FROM (SELECT DISTINCT step_id, visit, stays_id FROM m) m
        WHERE s.run_id = $2 AND s.step_id = m.step_id AND s.visit = m.visit)
     INSERT INTO visit_migrations (organization_id, run_id, step_id, visit, from_version_id, to_version_id, at)
     SELECT $1, $2, m.step_id, m.visit, m.from_version_id, m.to_version_id, m.at FROM m`,
    [run.organizationId, run.id, JSON.stringify(rows)],
  );
}

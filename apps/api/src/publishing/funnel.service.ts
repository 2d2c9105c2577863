import { Injectable } from '@nestjs/common';
import type { Funnel, FunnelStep } from '@gradus/contracts';
import { type Definition, type Step, stepsInOrder, upgradeDefinition } from '@gradus/flow';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { MissingError } from '../problems/request-errors.ts';

interface StepRow {
  step_id: string;
  came: number;
  here: number;
  lost: Record<string, number> | null;
}

/** People at each step, by the index of step runs on version and step; lost is who left the run there. */
const STEPS = `
SELECT step_id, count(DISTINCT run_id)::int AS came, count(DISTINCT run_id) FILTER (WHERE left_at IS NULL)::int AS here,
       (SELECT jsonb_object_agg(l.reason, l.n) FROM (
          SELECT COALESCE(x.left_because, 'exited') AS reason, count(DISTINCT x.run_id)::int AS n FROM step_runs x
           WHERE x.version_id = $2 AND x.organization_id = $1 AND x.step_id = s.step_id AND x.state = 'exited' GROUP BY 1) l) AS lost
  FROM step_runs s WHERE organization_id = $1 AND version_id = $2 GROUP BY step_id`;

const TOTALS = `
SELECT count(*)::int AS entered, count(*) FILTER (WHERE r.outcome = 'completed')::int AS completed,
       count(*) FILTER (WHERE r.finished_at IS NULL)::int AS open
  FROM runs r WHERE r.organization_id = $1 AND r.automation_id = $3
   AND EXISTS (SELECT 1 FROM step_runs s WHERE s.version_id = $2 AND s.run_id = r.id)`;

/** How people come through a version: who comes to each step, and where they are lost. */
@Injectable()
export class FunnelService {
  constructor(private readonly dataSource: DataSource) {}

  async read({ organizationId }: Caller, automationId: string, versionId?: string): Promise<Funnel> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const [known] = await manager.query<Array<{ id: string | null; definition: unknown }>>(
        `SELECT v.id, v.definition FROM automations a
           LEFT JOIN automation_versions v ON v.id = COALESCE($3::uuid, a.live_version_id) AND v.automation_id = a.id
          WHERE a.id = $2 AND a.organization_id = $1`,
        [organizationId, automationId, versionId ?? null],
      );
      const { id, definition } = found(known, 'automation');
      if (id === null) {
        if (versionId !== undefined) throw new MissingError('version');
        return { versionId: null, entered: 0, completed: 0, open: 0, steps: [] };
      }
      const rows = await manager.query<StepRow[]>(STEPS, [organizationId, id]);
      const [totals] = await manager.query<[Pick<Funnel, 'entered' | 'completed' | 'open'>]>(TOTALS, [
        organizationId,
        id,
        automationId,
      ]);
      return { versionId: id, ...totals, steps: inOrder(upgradeDefinition(definition), rows) };
    });
  }
}

/** In the order of the outline, what the drawing has no place for last. */
function inOrder(definition: Definition, rows: StepRow[]): FunnelStep[] {
  const byStep = new Map(rows.map((row) => [row.step_id, row]));
  return stepsInOrder(definition).flatMap((stepId): FunnelStep[] => {
    const step: Step | undefined = definition.steps[stepId];
    if (step === undefined || step.kind === 'trigger') return [];
    const row = byStep.get(stepId);
    return [
      {
        stepId,
        title: step.title,
        kind: step.kind,
        came: row?.came ?? 0,
        here: row?.here ?? 0,
        lost: Object.entries(row?.lost ?? {})
          .map(([reason, count]) => ({ reason, count }))
          .toSorted((a, b) => b.count - a.count),
      },
    ];
  });
}

import { Injectable } from '@nestjs/common';
import type { AutomationCounts, StepCounts } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { AutomationsQueries } from './automations.queries.ts';

type Standing = 'running' | 'waiting' | 'blocked' | 'held';

interface CountRow {
  source: 'visits' | 'tokens';
  step_id: string;
  state: Standing | 'left' | 'exited';
  port: string | null;
  n: number;
}

/**
 * The numbers on the canvas, counted from the visits of one version, and beside them the tokens in the states of its
 * open runs: two sources of one truth, read in one snapshot.
 */
const COUNTS = `
SELECT 'visits' AS source, step_id, state, port, count(*)::int AS n
  FROM step_runs WHERE version_id = $3 AND organization_id = $1 GROUP BY step_id, state, port
UNION ALL
SELECT 'tokens', t ->> 'stepId', t ->> 'status', NULL, count(*)::int
  FROM runs r CROSS JOIN LATERAL jsonb_array_elements(r.state -> 'tokens') t
 WHERE r.organization_id = $1 AND r.automation_id = $2 AND r.version_id = $3 AND r.finished_at IS NULL
 GROUP BY 2, 3`;

const STANDING: readonly Standing[] = ['running', 'waiting', 'blocked', 'held'];

@Injectable()
export class StepCountsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: AutomationsQueries,
  ) {}

  /** Of one version, the live one unless said otherwise. */
  async of({ organizationId }: Caller, automationId: string, versionId?: string): Promise<AutomationCounts> {
    const automation = found(await this.queries.automation(organizationId, automationId), 'automation');
    if (versionId) await this.#requireVersion(organizationId, automationId, versionId);
    const version = versionId ?? automation.live_version_id;
    if (!version) return { versionId: null, steps: [], openRuns: 0, conserved: true };
    const [rows, [{ open }]] = await Promise.all([
      this.dataSource.query<CountRow[]>(COUNTS, [organizationId, automationId, version]),
      this.dataSource.query<[{ open: number }]>(
        `SELECT count(*)::int AS open FROM runs
          WHERE organization_id = $1 AND automation_id = $2 AND version_id = $3 AND finished_at IS NULL`,
        [organizationId, automationId, version],
      ),
    ]);
    const steps = countSteps(rows);
    return {
      versionId: version,
      steps,
      openRuns: open,
      conserved: steps.every(({ conserved }) => conserved),
    };
  }

  async #requireVersion(organizationId: string, automationId: string, versionId: string): Promise<void> {
    const rows = await this.dataSource.query<unknown[]>(
      'SELECT 1 FROM automation_versions WHERE organization_id = $1 AND automation_id = $2 AND id = $3',
      [organizationId, automationId, versionId],
    );
    found(rows[0], 'version');
  }
}

/** Conserved: whoever entered is somewhere or went somewhere, and the runs' own states say the same. */
export function countSteps(rows: readonly CountRow[]): StepCounts[] {
  const steps = new Map<string, StepCounts>();
  const tokens = new Map<string, number>();
  for (const row of rows) {
    if (row.source === 'tokens') {
      tokens.set(`${row.step_id} ${row.state}`, row.n);
      if (!steps.has(row.step_id)) steps.set(row.step_id, nothing(row.step_id));
      continue;
    }
    const step = steps.get(row.step_id) ?? nothing(row.step_id);
    steps.set(row.step_id, step);
    step.entered += row.n;
    step[row.state] += row.n;
    if (row.state === 'left' && row.port !== null) step.ports[row.port] = (step.ports[row.port] ?? 0) + row.n;
  }
  for (const step of steps.values()) {
    const somewhere =
      step.waiting + step.running + step.blocked + step.held + step.left + step.exited === step.entered;
    step.conserved =
      somewhere && STANDING.every((state) => step[state] === (tokens.get(`${step.stepId} ${state}`) ?? 0));
  }
  return [...steps.values()];
}

const nothing = (stepId: string): StepCounts => ({
  stepId,
  entered: 0,
  waiting: 0,
  running: 0,
  blocked: 0,
  held: 0,
  left: 0,
  exited: 0,
  ports: {},
  conserved: true,
});

import { Injectable } from '@nestjs/common';
import type { AutomationCounts, StepCounts } from '@gradus/contracts';
import { Plans } from '@gradus/database';
import type { Definition } from '@gradus/flow';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { AutomationsQueries } from './automations.queries.ts';

type Standing = 'running' | 'waiting' | 'blocked' | 'held';

interface CountRow {
  /** `out`, `in`: visits that went on in another version, or came over from one. */
  source: 'visits' | 'tokens' | 'out' | 'in';
  step_id: string;
  state: Standing | 'left' | 'exited' | 'migrated';
  /** `*`: by all of its ways at once, if it has several. */
  port: string | null;
  n: number;
}

/**
 * The numbers on the canvas, counted from the visits of one version, and beside them the tokens in the states of its
 * open runs: two sources of one truth, read in one snapshot.
 */
const COUNTS = `
SELECT 'visits' AS source, step_id, CASE left_because WHEN 'migrated' THEN 'migrated' ELSE state END AS state,
       CASE left_because WHEN 'passed through' THEN COALESCE(port, '*') ELSE port END AS port, count(*)::int AS n
  FROM step_runs WHERE version_id = $3 AND organization_id = $1 GROUP BY step_id, 3, 4
UNION ALL
SELECT 'tokens', t ->> 'stepId', t ->> 'status', NULL, count(*)::int
  FROM runs r CROSS JOIN LATERAL jsonb_array_elements(r.state -> 'tokens') t
 WHERE r.organization_id = $1 AND r.automation_id = $2 AND r.finished_at IS NULL
   AND (r.version_id = $3 OR $3 = ANY(r.beside_version_ids)) AND t ->> 'versionId' = $3::text
 GROUP BY 2, 3
UNION ALL
SELECT 'out', step_id, 'migrated', NULL, count(*)::int
  FROM visit_migrations WHERE organization_id = $1 AND from_version_id = $3 GROUP BY step_id
UNION ALL
SELECT 'in', step_id, 'migrated', NULL, count(*)::int
  FROM visit_migrations WHERE organization_id = $1 AND to_version_id = $3 GROUP BY step_id`;

/** The ways out that are taken together, by step. */
type WaysAtOnce = ReadonlyMap<string, readonly string[]>;

const STANDING: readonly Standing[] = ['running', 'waiting', 'blocked', 'held'];

@Injectable()
export class StepCountsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: AutomationsQueries,
    private readonly plans: Plans,
  ) {}

  /** Of one version, the live one unless said otherwise. */
  async of({ organizationId }: Caller, automationId: string, versionId?: string): Promise<AutomationCounts> {
    const automation = found(await this.queries.automation(organizationId, automationId), 'automation');
    if (versionId) await this.#requireVersion(organizationId, automationId, versionId);
    const version = versionId ?? automation.live_version_id;
    if (!version) return { versionId: null, steps: [], openRuns: 0, conserved: true };
    const [rows, plan, [{ open }]] = await Promise.all([
      this.dataSource.query<CountRow[]>(COUNTS, [organizationId, automationId, version]),
      this.plans.of(this.dataSource.manager, version),
      this.dataSource.query<[{ open: number }]>(
        `SELECT count(*)::int AS open FROM runs
          WHERE organization_id = $1 AND automation_id = $2 AND version_id = $3 AND finished_at IS NULL`,
        [organizationId, automationId, version],
      ),
    ]);
    const steps = countSteps(rows, waysAtOnce(plan.definition));
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

/** The steps that are left by all of their ways. */
function waysAtOnce({ steps }: Definition): WaysAtOnce {
  const parallel = Object.entries(steps).flatMap(([stepId, step]) =>
    step.kind === 'parallel' ? [[stepId, step.config.ways.map(({ id }) => id)] as const] : [],
  );
  return new Map(parallel);
}

function addVisits(step: StepCounts, { state, port, n }: CountRow, atOnce: readonly string[]): void {
  step.entered += n;
  step[state === 'migrated' ? 'migratedOut' : state] += n;
  if (state !== 'left' || port === null) return;
  for (const way of port === '*' ? atOnce : [port]) step.ports[way] = (step.ports[way] ?? 0) + n;
}

/** Conserved: whoever entered is somewhere or went somewhere, and the runs' own states say the same. */
export function countSteps(rows: readonly CountRow[], atOnce: WaysAtOnce = new Map()): StepCounts[] {
  const steps = new Map<string, StepCounts>();
  const tokens = new Map<string, number>();
  for (const row of rows) {
    const step = steps.get(row.step_id) ?? nothing(row.step_id);
    steps.set(row.step_id, step);
    if (row.source === 'tokens') tokens.set(`${row.step_id} ${row.state}`, row.n);
    else if (row.source === 'in') step.migratedIn += row.n;
    else addVisits(step, row, atOnce.get(row.step_id) ?? []);
  }
  for (const step of steps.values()) {
    const here = step.waiting + step.running + step.blocked + step.held;
    const somewhere = here + step.left + step.exited + step.migratedOut === step.entered;
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
  migratedIn: 0,
  migratedOut: 0,
  ports: {},
  conserved: true,
});

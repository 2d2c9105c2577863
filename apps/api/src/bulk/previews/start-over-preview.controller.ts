import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { CommandPreview, Id, PreviewStartOver } from '@gradus/contracts';
import { Plans, readCalledOff } from '@gradus/database';
import { StartOverStepMissingError, previewStartOver } from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';
import { type Caller, CurrentCaller } from '../../access/caller.ts';
import { found } from '../../access/ownership.ts';
import { Allow, STAFF } from '../../access/policy.decorators.ts';
import { RunNotFinishedError, StartOverStepError } from '../../runs/run-errors.ts';
import { PreviewedRuns } from './previewed-runs.ts';
import { shownPreview } from './shown-preview.ts';

/** What starting a run over would do that has ended. */
@ApiTags('runs')
@Controller('runs/:id/start-over')
export class StartOverPreviewController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: PreviewedRuns,
    private readonly plans: Plans,
  ) {}

  @Allow(...STAFF)
  @Post('preview')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: CommandPreview })
  preview(
    @CurrentCaller() { organizationId }: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PreviewStartOver }) request: PreviewStartOver,
  ): Promise<CommandPreview> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const [read] = await this.runs.read(manager, organizationId, [id]);
      const run = found(read, 'run');
      if (run.state.finished === null) throw new RunNotFinishedError();
      const plan = await this.plans.of(manager, await beginsIn(manager, organizationId, id));
      const off = await readCalledOff(manager, id);
      const calls = off.map((call) => ({ ...call, at: run.now, outcome: 'exited' as const }));
      try {
        const facts = { ...run.facts, calls };
        return shownPreview(run, previewStartOver({ ...run, facts, plan }, request));
      } catch (error) {
        if (error instanceof StartOverStepMissingError) throw new StartOverStepError();
        throw error;
      }
    });
  }
}

/** It begins in the live version, as the run would. */
async function beginsIn(manager: EntityManager, organizationId: string, runId: string): Promise<string> {
  const [{ id }] = await manager.query<[{ id: string }]>(
    `SELECT COALESCE(a.live_version_id, r.version_id) AS id FROM runs r JOIN automations a ON a.id = r.automation_id
      WHERE r.id = $1 AND r.organization_id = $2`,
    [runId, organizationId],
  );
  return id;
}

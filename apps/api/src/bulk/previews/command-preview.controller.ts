import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { CommandPreview, Id, PreviewCommand } from '@gradus/contracts';
import { previewCommand } from '@gradus/flow';
import { DataSource } from 'typeorm';
import { type Caller, CurrentCaller } from '../../access/caller.ts';
import { found } from '../../access/ownership.ts';
import { Allow, STAFF } from '../../access/policy.decorators.ts';
import { commandOf } from '../../runs/commands.service.ts';
import { PreviewedRuns } from './previewed-runs.ts';
import { shownPreview } from './shown-preview.ts';

/** What a command would do to one run. */
@ApiTags('runs')
@Controller('runs/:id/commands')
export class CommandPreviewController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: PreviewedRuns,
  ) {}

  @Allow(...STAFF)
  @Post('preview')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: CommandPreview })
  preview(
    @CurrentCaller() { organizationId }: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PreviewCommand }) request: PreviewCommand,
  ): Promise<CommandPreview> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const [read] = await this.runs.read(manager, organizationId, [id]);
      const run = found(read, 'run');
      const command = commandOf({ ...request, reason: 'preview' }, run.state);
      return shownPreview(run, previewCommand(run, command));
    });
  }
}

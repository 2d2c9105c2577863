import { Module } from '@nestjs/common';
import { OperationsModule } from '../operations/operations.module.ts';
import { AutomationPauseController } from './automation-pause.controller.ts';
import { AutomationPauseService } from './automation-pause.service.ts';
import { BulkController } from './bulk.controller.ts';
import { BulkPreviewService } from './bulk-preview.service.ts';
import { BulkQueries } from './bulk.queries.ts';
import { BulkResults } from './bulk-results.ts';
import { BulkService } from './bulk.service.ts';
import { PreviewedRuns } from './previews/previewed-runs.ts';
import { CommandPreviewController } from './previews/command-preview.controller.ts';
import { StartOverPreviewController } from './previews/start-over-preview.controller.ts';

/** One order to many, and what any order would do. */
@Module({
  imports: [OperationsModule],
  controllers: [
    BulkController,
    AutomationPauseController,
    CommandPreviewController,
    StartOverPreviewController,
  ],
  providers: [
    AutomationPauseService,
    BulkPreviewService,
    BulkQueries,
    BulkResults,
    BulkService,
    PreviewedRuns,
  ],
})
export class BulkModule {}

import { Module } from '@nestjs/common';
import { FlowTestsModule } from '../flow-tests/flow-tests.module.ts';
import { AutomationsController } from './automations.controller.ts';
import { AutomationsQueries } from './automations.queries.ts';
import { AutomationsService } from './automations.service.ts';
import { BackfillController } from './backfill/backfill.controller.ts';
import { BackfillService } from './backfill/backfill.service.ts';
import { CreationController } from './creation/creation.controller.ts';
import { CreationService } from './creation/creation.service.ts';
import { DraftsService } from './drafts.service.ts';
import { DraftEditsController } from './history/draft-edits.controller.ts';
import { DraftEditsQueries } from './history/draft-edits.queries.ts';
import { MessagePreviewService } from './message-preview.service.ts';
import { StepCountsService } from './step-counts.service.ts';
import { VersionsController } from './versions.controller.ts';
import { VersionsService } from './versions.service.ts';

/** Drawing, checking, simulating and publishing. */
@Module({
  imports: [FlowTestsModule],
  controllers: [
    AutomationsController,
    BackfillController,
    CreationController,
    DraftEditsController,
    VersionsController,
  ],
  providers: [
    AutomationsQueries,
    AutomationsService,
    BackfillService,
    CreationService,
    DraftEditsQueries,
    DraftsService,
    MessagePreviewService,
    StepCountsService,
    VersionsService,
  ],
  exports: [AutomationsQueries, DraftsService],
})
export class AutomationsModule {}

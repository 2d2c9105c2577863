import { Module } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { createWriter, modelOf } from '@gradus/integrations/ai';
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
import { PromptTrialsController } from './trying/prompt-trials.controller.ts';
import { PromptTrialsService } from './trying/prompt-trials.service.ts';
import { WRITING, WRITTEN_WITHIN_MS, type Writing } from './trying/writing.ts';
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
    PromptTrialsController,
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
    PromptTrialsService,
    StepCountsService,
    VersionsService,
    {
      provide: WRITING,
      inject: [AppConfig],
      useFactory: ({ grader }: AppConfig): Writing => ({
        writer: createWriter({ ...grader, baseURL: grader.baseUrl, timeoutMs: WRITTEN_WITHIN_MS }),
        model: modelOf(grader),
      }),
    },
  ],
  exports: [AutomationsQueries, DraftsService],
})
export class AutomationsModule {}

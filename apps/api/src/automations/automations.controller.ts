import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  ApplyOperations,
  AutomationCounts,
  AutomationDetail,
  AutomationSummary,
  CheckReport,
  DraftDetail,
  Id,
  MessagePreview,
  PreviewMessage,
  page,
} from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Limited } from '../limits/limit.decorators.ts';
import { AutomationsService } from './automations.service.ts';
import { DraftsService } from './drafts.service.ts';
import { MessagePreviewService } from './message-preview.service.ts';
import { StepCountsService } from './step-counts.service.ts';

const AutomationPage = page(AutomationSummary).meta({ id: 'AutomationPage' });
const ListQuery = z.strictObject({
  courseId: Id.optional(),
  cursor: z.string().max(500).optional(),
  archived: z.stringbool().default(false),
});
const CountsQuery = z.strictObject({ versionId: Id.optional() });

@ApiTags('automations')
@Controller('automations')
export class AutomationsController {
  constructor(
    private readonly automations: AutomationsService,
    private readonly drafts: DraftsService,
    private readonly stepCounts: StepCountsService,
    private readonly previews: MessagePreviewService,
  ) {}

  @Allow(...STAFF)
  @Get()
  @ApiResponse({ status: 200, standardSchema: AutomationPage })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: ListQuery }) query: z.infer<typeof ListQuery>,
  ): Promise<z.infer<typeof AutomationPage>> {
    return this.automations.list(caller, query);
  }

  @Allow(...STAFF)
  @Get(':id')
  @ApiResponse({ status: 200, standardSchema: AutomationDetail })
  detail(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
  ): Promise<AutomationDetail> {
    return this.automations.detail(caller, id);
  }

  @Allow('instructor', 'admin')
  @Post(':id/operations')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: DraftDetail })
  edit(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ApplyOperations }) edit: ApplyOperations,
  ): Promise<DraftDetail> {
    return this.drafts.edit(caller, id, edit);
  }

  @Allow(...STAFF)
  @Post(':id/check')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: CheckReport })
  check(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<CheckReport> {
    return this.drafts.check(caller, id);
  }

  @Allow(...STAFF)
  @Limited('analytics')
  @Get(':id/counts')
  @ApiResponse({ status: 200, standardSchema: AutomationCounts })
  counts(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: CountsQuery }) { versionId }: z.infer<typeof CountsQuery>,
  ): Promise<AutomationCounts> {
    return this.stepCounts.of(caller, id, versionId);
  }

  @Allow(...STAFF)
  @Post(':id/message-preview')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: MessagePreview })
  previewMessage(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PreviewMessage }) message: PreviewMessage,
  ): Promise<MessagePreview> {
    return this.previews.render(caller, id, message);
  }
}

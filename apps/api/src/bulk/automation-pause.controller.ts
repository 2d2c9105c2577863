import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  AutomationPause,
  BulkDetail,
  BulkPreview,
  Id,
  PauseAutomation,
  PreviewResume,
  ResumeAutomation,
} from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { AutomationPauseService } from './automation-pause.service.ts';

/** All of an automation paused and resumed. */
@ApiTags('automations')
@Controller('automations/:id')
export class AutomationPauseController {
  constructor(private readonly pauses: AutomationPauseService) {}

  @Allow(...STAFF)
  @Get('pause')
  @ApiResponse({ status: 200, standardSchema: AutomationPause })
  read(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<AutomationPause> {
    return this.pauses.read(caller, id);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post('pause')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: BulkDetail })
  pause(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PauseAutomation }) request: PauseAutomation,
    @Headers('idempotency-key') key: string,
  ): Promise<BulkDetail> {
    return this.pauses.pause(caller, id, request, key);
  }

  @Allow(...STAFF)
  @Post('resume/preview')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: BulkPreview })
  previewResume(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PreviewResume }) request: PreviewResume,
  ): Promise<BulkPreview> {
    return this.pauses.previewResume(caller, id, request);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post('resume')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: BulkDetail })
  resume(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ResumeAutomation }) request: ResumeAutomation,
    @Headers('idempotency-key') key: string,
  ): Promise<BulkDetail> {
    return this.pauses.resume(caller, id, request, key);
  }
}

import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { AssessmentDetail, DraftSaved, HandIn, Id, SaveDraft, SubmissionDetail } from '@gradus/contracts';
import type { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, SIGNED_IN } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { AssessmentsService } from './assessments.service.ts';
import { HandInService } from './hand-in.service.ts';

@ApiTags('assessments')
@Controller('assessments/:id')
export class AssessmentsController {
  constructor(
    private readonly assessments: AssessmentsService,
    private readonly handIns: HandInService,
  ) {}

  @Allow(...SIGNED_IN)
  @Get()
  @ApiResponse({ status: 200, standardSchema: AssessmentDetail })
  detail(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
  ): Promise<AssessmentDetail> {
    return this.assessments.detail(caller, id);
  }

  @Allow(...SIGNED_IN)
  @Put('draft')
  @ApiResponse({ status: 200, standardSchema: DraftSaved })
  saveDraft(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: SaveDraft }) { body }: z.infer<typeof SaveDraft>,
  ): Promise<z.infer<typeof DraftSaved>> {
    return this.assessments.saveDraft(caller, id, body);
  }

  @Allow(...SIGNED_IN)
  @Idempotent()
  @Post('submissions')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: SubmissionDetail })
  handIn(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: HandIn }) { body }: HandIn,
    @Headers('idempotency-key') key: string,
  ): Promise<SubmissionDetail> {
    return this.handIns.handIn(caller, id, body, key);
  }
}

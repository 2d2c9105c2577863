import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { AcceptedNotice, DecideReview, Id, ReviewPage } from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { ReviewService } from './review.service.ts';

const PageQuery = z.strictObject({ cursor: z.string().max(500).optional() });

@ApiTags('assessments')
@Controller('review-queue')
export class ReviewController {
  constructor(private readonly review: ReviewService) {}

  @Allow('instructor', 'admin')
  @Get()
  @ApiResponse({ status: 200, standardSchema: ReviewPage })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
  ): Promise<ReviewPage> {
    return this.review.list(caller, cursor);
  }

  @Allow('instructor', 'admin')
  @Idempotent()
  @Post(':submissionId/decision')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: AcceptedNotice })
  async decide(
    @CurrentCaller() caller: Caller,
    @Param('submissionId', { schema: Id }) submissionId: string,
    @Body({ schema: DecideReview }) decision: DecideReview,
    @Headers('idempotency-key') key: string,
  ): Promise<AcceptedNotice> {
    await this.review.decide(caller, submissionId, decision, key);
    return { notice: 'Decided. The learner sees the grade in a moment.' };
  }
}

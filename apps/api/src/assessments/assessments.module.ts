import { Module } from '@nestjs/common';
import { AssessmentsController } from './assessments.controller.ts';
import { AssessmentsQueries } from './assessments.queries.ts';
import { AssessmentsService } from './assessments.service.ts';
import { HandInService } from './hand-in.service.ts';
import { ReviewController } from './review.controller.ts';
import { ReviewQueries } from './review.queries.ts';
import { ReviewService } from './review.service.ts';

/** Writing, handing in, and what people decide when the machine was unsure. */
@Module({
  controllers: [AssessmentsController, ReviewController],
  providers: [AssessmentsQueries, AssessmentsService, HandInService, ReviewQueries, ReviewService],
})
export class AssessmentsModule {}

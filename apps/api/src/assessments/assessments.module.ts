import { Module } from '@nestjs/common';
import { AssessmentsController } from './assessments.controller.ts';
import { AssessmentsQueries } from './assessments.queries.ts';
import { AssessmentsService } from './assessments.service.ts';
import { AttemptsController } from './attempts/attempts.controller.ts';
import { AttemptsQueries } from './attempts/attempts.queries.ts';
import { AttemptsService } from './attempts/attempts.service.ts';
import { GradesController } from './grades/grades.controller.ts';
import { GradesQueries } from './grades/grades.queries.ts';
import { GradesService } from './grades/grades.service.ts';
import { HandInService } from './hand-in.service.ts';
import { ReviewController } from './review.controller.ts';
import { ReviewQueries } from './review.queries.ts';
import { ReviewService } from './review.service.ts';

/** Writing, handing in, what people decide when the machine was unsure, another attempt for who has none left, and another grade. */
@Module({
  controllers: [AssessmentsController, AttemptsController, GradesController, ReviewController],
  providers: [
    AssessmentsQueries,
    AssessmentsService,
    AttemptsQueries,
    AttemptsService,
    GradesQueries,
    GradesService,
    HandInService,
    ReviewQueries,
    ReviewService,
  ],
})
export class AssessmentsModule {}

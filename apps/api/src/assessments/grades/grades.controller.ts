import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { ChangeGrade, EnrollmentSubmissions, GradeChanged, Id } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../../access/caller.ts';
import { Allow } from '../../access/policy.decorators.ts';
import { Idempotent } from '../../idempotency/idempotent.decorator.ts';
import { GradesService } from './grades.service.ts';

@ApiTags('assessments')
@Controller()
export class GradesController {
  constructor(private readonly grades: GradesService) {}

  @Allow('instructor', 'admin')
  @Get('enrollments/:id/submissions')
  @ApiResponse({ status: 200, standardSchema: EnrollmentSubmissions })
  submissions(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
  ): Promise<EnrollmentSubmissions> {
    return this.grades.submissions(caller, id);
  }

  @Allow('instructor', 'admin')
  @Idempotent()
  @Post('submissions/:id/grades')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: GradeChanged })
  change(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ChangeGrade }) change: ChangeGrade,
  ): Promise<GradeChanged> {
    return this.grades.change(caller, id, change);
  }
}

import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { AllowAttempt, AttemptAllowed, Id, SpentAssignments } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../../access/caller.ts';
import { Allow } from '../../access/policy.decorators.ts';
import { Idempotent } from '../../idempotency/idempotent.decorator.ts';
import { AttemptsService } from './attempts.service.ts';

@ApiTags('assessments')
@Controller('enrollments/:id')
export class AttemptsController {
  constructor(private readonly attempts: AttemptsService) {}

  @Allow('instructor', 'admin')
  @Get('spent-assignments')
  @ApiResponse({ status: 200, standardSchema: SpentAssignments })
  spent(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<SpentAssignments> {
    return this.attempts.spent(caller, id);
  }

  @Allow('instructor', 'admin')
  @Idempotent()
  @Post('attempts')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: AttemptAllowed })
  allow(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AllowAttempt }) request: AllowAttempt,
  ): Promise<AttemptAllowed> {
    return this.attempts.allow(caller, id, request);
  }
}

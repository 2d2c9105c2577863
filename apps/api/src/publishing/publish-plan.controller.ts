import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Id, PlanPublish, PublishPlan } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow } from '../access/policy.decorators.ts';
import { PublishPlanService } from './publish-plan.service.ts';

/** What publishing would do. */
@ApiTags('automations')
@Controller('automations/:id/publish')
export class PublishPlanController {
  constructor(private readonly plans: PublishPlanService) {}

  @Allow('instructor', 'admin')
  @Post('plan')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: PublishPlan })
  plan(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PlanPublish }) request: PlanPublish,
  ): Promise<PublishPlan> {
    return this.plans.plan(caller, id, request);
  }
}

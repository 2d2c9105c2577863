import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Id, SimulatedLearnerStarted, StartSimulatedLearner } from '@gradus/contracts';
import type { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { SimulatedLearnersService } from './simulated-learners.service.ts';

@ApiTags('demo')
@Controller('courses/:id/simulated-learners')
export class SimulatedLearnersController {
  constructor(private readonly learners: SimulatedLearnersService) {}

  @Allow(...STAFF)
  @Idempotent()
  @Post()
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: SimulatedLearnerStarted })
  start(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: StartSimulatedLearner }) { speed }: z.infer<typeof StartSimulatedLearner>,
  ): Promise<SimulatedLearnerStarted> {
    return this.learners.start(caller, id, speed);
  }
}

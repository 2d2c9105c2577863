import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Id, PromptTrial, TryPrompt } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../../access/caller.ts';
import { Allow } from '../../access/policy.decorators.ts';
import { Idempotent } from '../../idempotency/idempotent.decorator.ts';
import { Limited } from '../../limits/limit.decorators.ts';
import { PromptTrialsService } from './prompt-trials.service.ts';

@ApiTags('automations')
@Controller('automations/:id/prompt-trials')
export class PromptTrialsController {
  constructor(private readonly trials: PromptTrialsService) {}

  @Allow('instructor', 'admin')
  @Limited('generation')
  @Idempotent()
  @Post()
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: PromptTrial })
  run(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: TryPrompt }) asked: TryPrompt,
    @Headers('idempotency-key') key: string,
  ): Promise<PromptTrial> {
    return this.trials.run(caller, id, asked, key);
  }
}

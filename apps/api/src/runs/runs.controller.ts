import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  CommandAnswer,
  CommandRun,
  Cohorts,
  Id,
  PersonWaiting,
  RunCondition,
  RunDetail,
  RunStartedOver,
  RunSummary,
  StartRunOver,
  page,
} from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { CommandsService } from './commands.service.ts';
import { RunDetailService } from './run-detail.service.ts';
import { StartOverService } from './start-over.service.ts';
import { RunsService } from './runs.service.ts';
import { WaitingRoomService } from './waiting-room.service.ts';

const RunPage = page(RunSummary).meta({ id: 'RunPage' });
const WaitingPage = page(PersonWaiting).meta({ id: 'PersonWaitingPage' });
const WaitingQuery = z.strictObject({
  automationId: Id,
  stepId: z.string().max(64),
  versionId: Id.optional(),
  cursor: z.string().max(500).optional(),
});
const CohortsQuery = z.strictObject({ automationId: Id });
const ListQuery = z.strictObject({
  automationId: Id.optional(),
  stepId: z.string().max(64).optional(),
  condition: RunCondition.optional(),
  search: z.string().max(200).optional(),
  open: z.stringbool().optional(),
  cursor: z.string().max(500).optional(),
});

@ApiTags('runs')
@Controller('runs')
export class RunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly details: RunDetailService,
    private readonly commands: CommandsService,
    private readonly overs: StartOverService,
    private readonly waiting: WaitingRoomService,
  ) {}

  @Allow(...STAFF)
  @Get('waiting-room')
  @ApiResponse({ status: 200, standardSchema: WaitingPage })
  waitingRoom(
    @CurrentCaller() caller: Caller,
    @Query({ schema: WaitingQuery }) query: z.infer<typeof WaitingQuery>,
  ): Promise<z.infer<typeof WaitingPage>> {
    return this.waiting.read(caller, query);
  }

  @Allow(...STAFF)
  @Get('cohorts')
  @ApiResponse({ status: 200, standardSchema: Cohorts })
  cohorts(
    @CurrentCaller() caller: Caller,
    @Query({ schema: CohortsQuery }) { automationId }: z.infer<typeof CohortsQuery>,
  ): Promise<Cohorts> {
    return this.waiting.cohorts(caller, automationId);
  }

  @Allow(...STAFF)
  @Get()
  @ApiResponse({ status: 200, standardSchema: RunPage })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: ListQuery }) query: z.infer<typeof ListQuery>,
  ): Promise<z.infer<typeof RunPage>> {
    return this.runs.list(caller, query);
  }

  @Allow(...STAFF)
  @Get(':id')
  @ApiResponse({ status: 200, standardSchema: RunDetail })
  detail(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<RunDetail> {
    return this.details.read(caller, id);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post(':id/start-over')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: RunStartedOver })
  startOver(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: StartRunOver }) request: StartRunOver,
    @Headers('idempotency-key') key: string,
  ): Promise<RunStartedOver> {
    return this.overs.startOver(caller, id, request, key);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post(':id/commands')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: CommandAnswer })
  command(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: CommandRun }) request: CommandRun,
    @Headers('idempotency-key') key: string,
  ): Promise<CommandAnswer> {
    return this.commands.send(caller, id, request, key);
  }
}

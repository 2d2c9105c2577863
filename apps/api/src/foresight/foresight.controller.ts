import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  ExplorationReport,
  ForecastAutomation,
  ForecastReport,
  Id,
  ReplayReport,
  ReplayRun,
  SimulateAutomation,
  SimulationReport,
} from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Limited } from '../limits/limit.decorators.ts';
import { ForecastService } from './forecast.service.ts';
import { ForesightService } from './foresight.service.ts';
import { ReplayService } from './replay.service.ts';

/** Trying a drawing out before anybody is sent into it. */
@ApiTags('automations')
@Controller('automations/:id')
export class ForesightController {
  constructor(
    private readonly foresight: ForesightService,
    private readonly forecasts: ForecastService,
    private readonly replays: ReplayService,
  ) {}

  @Allow(...STAFF)
  @Post('simulate')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: SimulationReport })
  simulate(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: SimulateAutomation }) scenario: SimulateAutomation,
  ): Promise<SimulationReport> {
    return this.foresight.simulate(caller, id, scenario);
  }

  @Allow(...STAFF)
  @Limited('analytics')
  @Post('explore')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: ExplorationReport })
  explore(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
  ): Promise<ExplorationReport> {
    return this.foresight.explore(caller, id);
  }

  @Allow(...STAFF)
  @Limited('analytics')
  @Post('forecast')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: ForecastReport })
  forecast(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ForecastAutomation }) question: ForecastAutomation,
  ): Promise<ForecastReport> {
    return this.forecasts.forecast(caller, id, question);
  }

  @Allow(...STAFF)
  @Limited('analytics')
  @Post('replay')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: ReplayReport })
  replay(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ReplayRun }) question: ReplayRun,
  ): Promise<ReplayReport> {
    return this.replays.replay(caller, id, question);
  }
}

import { Readable } from 'node:stream';
import { Body, Controller, Headers, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  ExplorationReport,
  ForecastAutomation,
  type ForecastLine,
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
import { DomainError } from '../problems/domain-error.ts';
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
  async forecast(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ForecastAutomation }) question: ForecastAutomation,
    @Headers('accept') accept?: string,
  ): Promise<ForecastReport | StreamableFile> {
    if (accept?.includes(LINES) !== true) return this.forecasts.forecast(caller, id, question);
    const prepared = await this.forecasts.prepare(caller, id, question);
    return new StreamableFile(Readable.from(linesOf(this.forecasts.count(prepared))), { type: LINES });
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

const LINES = 'application/x-ndjson';

/** Each as a line of JSON; what goes wrong on the way is the last of them. */
async function* linesOf(lines: AsyncGenerator<ForecastLine>): AsyncGenerator<string> {
  const written = (line: ForecastLine) => `${JSON.stringify(line)}\n`;
  try {
    for await (const line of lines) yield written(line);
  } catch (error) {
    const known = error instanceof DomainError;
    yield written({
      problem: {
        code: known ? error.code : 'internal',
        detail: known ? error.message : 'The forecast failed. Please try again.',
      },
    });
    if (!known) throw error;
  }
}

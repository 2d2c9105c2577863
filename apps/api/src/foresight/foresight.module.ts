import { Module } from '@nestjs/common';
import { FlowTestsModule } from '../flow-tests/flow-tests.module.ts';
import { ForecastService } from './forecast.service.ts';
import { ForesightController } from './foresight.controller.ts';
import { ForesightService } from './foresight.service.ts';
import { ReplayService } from './replay.service.ts';

/** Trying drawings out: simulation, looking ahead, forecast, replay. */
@Module({
  imports: [FlowTestsModule],
  controllers: [ForesightController],
  providers: [ForecastService, ForesightService, ReplayService],
})
export class ForesightModule {}

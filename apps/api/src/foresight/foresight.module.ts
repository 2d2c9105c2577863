import { Module } from '@nestjs/common';
import { AutomationsModule } from '../automations/automations.module.ts';
import { ForecastService } from './forecast.service.ts';
import { ForesightController } from './foresight.controller.ts';
import { ForesightService } from './foresight.service.ts';
import { ReplayService } from './replay.service.ts';
import { EngineThreads } from './threads/engine-threads.ts';
import { TriedDrawingsService } from './tried-drawings.service.ts';

/** Trying drawings out: simulation, looking ahead, forecast, replay. */
@Module({
  imports: [AutomationsModule],
  controllers: [ForesightController],
  providers: [EngineThreads, ForecastService, ForesightService, ReplayService, TriedDrawingsService],
})
export class ForesightModule {}

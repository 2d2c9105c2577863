import { Module } from '@nestjs/common';
import { AutomationsModule } from '../automations/automations.module.ts';
import { FunnelService } from './funnel.service.ts';
import { MigrationsController } from './migrations.controller.ts';
import { MigrationsQueries } from './migrations.queries.ts';
import { MigrationsService } from './migrations.service.ts';
import { PublishPlanController } from './publish-plan.controller.ts';
import { PublishPlanService } from './publish-plan.service.ts';
import { RunsInside } from './runs-inside.ts';

/** What publishing does to the people inside: planned before, followed while it is carried out. */
@Module({
  imports: [AutomationsModule],
  controllers: [PublishPlanController, MigrationsController],
  providers: [FunnelService, MigrationsQueries, MigrationsService, PublishPlanService, RunsInside],
})
export class PublishingModule {}

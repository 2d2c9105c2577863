import { Module } from '@nestjs/common';
import { CommandsService } from './commands.service.ts';
import { RunDetailService } from './run-detail.service.ts';
import { RunSummaries } from './run-summaries.ts';
import { RunsController } from './runs.controller.ts';
import { RunsQueries } from './runs.queries.ts';
import { StartOverService } from './start-over.service.ts';
import { RunsService } from './runs.service.ts';
import { WaitingRoomService } from './waiting-room.service.ts';

/** Learners on their way: where they are, why, and what operators do about it. */
@Module({
  controllers: [RunsController],
  providers: [
    CommandsService,
    StartOverService,
    RunDetailService,
    RunSummaries,
    RunsQueries,
    RunsService,
    WaitingRoomService,
  ],
  exports: [RunSummaries],
})
export class RunsModule {}

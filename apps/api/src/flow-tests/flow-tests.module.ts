import { Module } from '@nestjs/common';
import { AutomationsQueries } from '../automations/automations.queries.ts';
import { EngineThreads } from '../foresight/threads/engine-threads.ts';
import { TriedDrawingsService } from '../foresight/tried-drawings.service.ts';
import { FlowTestsController } from './flow-tests.controller.ts';
import { FlowTestsQueries } from './flow-tests.queries.ts';
import { FlowTestsService } from './flow-tests.service.ts';
import { PublishGate } from './publish-gate.service.ts';

/** Drawings that can be tried out on threads of their own, and the tests of them that publishing asks. */
@Module({
  controllers: [FlowTestsController],
  providers: [
    AutomationsQueries,
    EngineThreads,
    FlowTestsQueries,
    FlowTestsService,
    PublishGate,
    TriedDrawingsService,
  ],
  exports: [EngineThreads, PublishGate, TriedDrawingsService],
})
export class FlowTestsModule {}

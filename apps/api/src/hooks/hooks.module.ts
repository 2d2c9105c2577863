import { Module } from '@nestjs/common';
import { HookDetailController } from './hook-detail.controller.ts';
import { HookDetailQueries } from './hook-detail.queries.ts';
import { HooksController } from './hooks.controller.ts';
import { HooksService } from './hooks.service.ts';

/** What other systems tell of people, and who hears it. */
@Module({
  controllers: [HooksController, HookDetailController],
  providers: [HooksService, HookDetailQueries],
})
export class HooksModule {}

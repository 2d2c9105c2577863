import { Module } from '@nestjs/common';
import { HealthModule } from '../platform/health.module.ts';
import { AuditLogService } from './audit-log.service.ts';
import { OperationsController } from './operations.controller.ts';
import { NoteService } from './note.service.ts';
import { PeopleService } from './people.service.ts';
import { RetryService } from './retry.service.ts';
import { WorkItemsQueries } from './work-items.queries.ts';
import { WorkListService } from './work-list.service.ts';

/** What failed and why, who is who, who did what. */
@Module({
  imports: [HealthModule],
  controllers: [OperationsController],
  providers: [AuditLogService, NoteService, PeopleService, RetryService, WorkItemsQueries, WorkListService],
  exports: [WorkItemsQueries],
})
export class OperationsModule {}

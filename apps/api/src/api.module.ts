import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import type { AppConfig } from '@gradus/config';
import { AccessModule } from './access/access.module.ts';
import { AdmissionsModule } from './admissions/admissions.module.ts';
import { AnnouncingModule } from './announcing/announcing.module.ts';
import { AssessmentsModule } from './assessments/assessments.module.ts';
import { AutomationsModule } from './automations/automations.module.ts';
import { BillingModule } from './billing/billing.module.ts';
import { BulkModule } from './bulk/bulk.module.ts';
import { CoursesModule } from './courses/courses.module.ts';
import { CredentialsModule } from './credentials/credentials.module.ts';
import { DemoModule } from './demo/demo.module.ts';
import { EnrollmentsModule } from './enrollments/enrollments.module.ts';
import { NoticesModule } from './notices/notices.module.ts';
import { PeopleModule } from './people/people.module.ts';
import { TasksModule } from './tasks/tasks.module.ts';
import { ForesightModule } from './foresight/foresight.module.ts';
import { OperationsModule } from './operations/operations.module.ts';
import { PublishingModule } from './publishing/publishing.module.ts';
import { RunsModule } from './runs/runs.module.ts';
import { IdentifyGuard } from './access/identify.guard.ts';
import { PolicyGuard } from './access/policy.guard.ts';
import { SchemaPipe } from './http/schema.pipe.ts';
import { IdempotencyModule } from './idempotency/idempotency.module.ts';
import { IdentityModule } from './identity/identity.module.ts';
import { LimitGuard } from './limits/limit.guard.ts';
import { LimitsModule } from './limits/limits.module.ts';
import { LiveModule } from './live/live.module.ts';
import { ConnectionsModule } from './connections/connections.module.ts';
import { HooksModule } from './hooks/hooks.module.ts';
import { SegmentsModule } from './segments/segments.module.ts';
import { HealthModule } from './platform/health.module.ts';
import { PlatformModule } from './platform/platform.module.ts';
import { ProblemFilter } from './problems/problem.filter.ts';

/** Every resource of the API; a new one is a module in this list. */
const RESOURCES = [
  AnnouncingModule,
  HealthModule,
  IdentityModule,
  LiveModule,
  CoursesModule,
  EnrollmentsModule,
  AssessmentsModule,
  AutomationsModule,
  AdmissionsModule,
  SegmentsModule,
  ForesightModule,
  PublishingModule,
  RunsModule,
  OperationsModule,
  NoticesModule,
  TasksModule,
  PeopleModule,
  BulkModule,
  CredentialsModule,
  BillingModule,
  ConnectionsModule,
  HooksModule,
  DemoModule,
];

@Module({})
export class ApiModule {
  static with(config: AppConfig): DynamicModule {
    return {
      module: ApiModule,
      imports: [PlatformModule.with(config), AccessModule, LimitsModule, IdempotencyModule, ...RESOURCES],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: SchemaPipe },
        // In this order: who is asking, how often, and whether they may.
        { provide: APP_GUARD, useClass: IdentifyGuard },
        { provide: APP_GUARD, useClass: LimitGuard },
        { provide: APP_GUARD, useClass: PolicyGuard },
      ],
    };
  }
}

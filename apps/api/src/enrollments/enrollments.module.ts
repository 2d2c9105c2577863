import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.ts';
import { RunsModule } from '../runs/runs.module.ts';
import { EndAccessController } from './end-access.controller.ts';
import { EndAccessService } from './end-access.service.ts';
import { EnrollmentByHandService } from './enrollment-by-hand.service.ts';
import { EnrollmentsController } from './enrollments.controller.ts';
import { EnrollmentsQueries } from './enrollments.queries.ts';
import { EnrollmentsService } from './enrollments.service.ts';
import { RosterQueries } from './roster.queries.ts';
import { RosterService } from './roster.service.ts';

/** Getting into a course, by oneself or by hand, and who is in it. */
@Module({
  imports: [IdentityModule, RunsModule],
  controllers: [EnrollmentsController, EndAccessController],
  providers: [
    EndAccessService,
    EnrollmentByHandService,
    EnrollmentsQueries,
    EnrollmentsService,
    RosterQueries,
    RosterService,
  ],
})
export class EnrollmentsModule {}

import { Module } from '@nestjs/common';
import { AdmissionsController } from './admissions.controller.ts';
import { AdmissionsQueries } from './admissions.queries.ts';
import { AdmissionsService } from './admissions.service.ts';

/** Letting people into automations by hand. */
@Module({
  controllers: [AdmissionsController],
  providers: [AdmissionsQueries, AdmissionsService],
})
export class AdmissionsModule {}

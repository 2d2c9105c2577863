import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  AdmissionDetail,
  AdmissionPreview,
  AdmittedPerson,
  ControlAdmission,
  Id,
  PreviewAdmission,
  RunStarted,
  StartAdmission,
  StartRunByHand,
  page,
} from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { AdmissionsQueries } from './admissions.queries.ts';
import { AdmissionsService } from './admissions.service.ts';

const AdmissionPage = page(AdmissionDetail).meta({ id: 'AdmissionPage' });
const AdmittedPage = page(AdmittedPerson).meta({ id: 'AdmittedPersonPage' });
const PageQuery = z.strictObject({ cursor: z.string().max(500).optional() });
type PageQuery = z.infer<typeof PageQuery>;

/** Letting people in by hand: one, or many at a limited rate. */
@ApiTags('automations')
@Controller('automations/:id')
export class AdmissionsController {
  constructor(
    private readonly admissions: AdmissionsService,
    private readonly queries: AdmissionsQueries,
  ) {}

  @Allow(...STAFF)
  @Idempotent()
  @Post('runs')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: RunStarted })
  startOne(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: StartRunByHand }) request: StartRunByHand,
    @Headers('idempotency-key') key: string,
  ): Promise<RunStarted> {
    return this.admissions.startOne(caller, id, request, key);
  }

  @Allow(...STAFF)
  @Post('admissions/preview')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: AdmissionPreview })
  preview(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PreviewAdmission }) { who }: PreviewAdmission,
  ): Promise<AdmissionPreview> {
    return this.admissions.preview(caller, id, who);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post('admissions')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: AdmissionDetail })
  start(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: StartAdmission }) request: StartAdmission,
    @Headers('idempotency-key') key: string,
  ): Promise<AdmissionDetail> {
    return this.admissions.start(caller, id, request, key);
  }

  @Allow(...STAFF)
  @Get('admissions')
  @ApiResponse({ status: 200, standardSchema: AdmissionPage })
  list(
    @CurrentCaller() { organizationId }: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) { cursor }: PageQuery,
  ): Promise<z.infer<typeof AdmissionPage>> {
    return this.queries.list(organizationId, id, cursor);
  }

  @Allow(...STAFF)
  @Get('admissions/:admissionId')
  @ApiResponse({ status: 200, standardSchema: AdmissionDetail })
  detail(
    @CurrentCaller() { organizationId }: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('admissionId', { schema: Id }) admissionId: string,
  ): Promise<AdmissionDetail> {
    return this.queries.detail(organizationId, id, admissionId);
  }

  @Allow(...STAFF)
  @Get('admissions/:admissionId/people')
  @ApiResponse({ status: 200, standardSchema: AdmittedPage })
  people(
    @CurrentCaller() { organizationId }: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('admissionId', { schema: Id }) admissionId: string,
    @Query({ schema: PageQuery }) { cursor }: PageQuery,
  ): Promise<z.infer<typeof AdmittedPage>> {
    return this.queries.people(organizationId, id, admissionId, cursor);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post('admissions/:admissionId/control')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: AdmissionDetail })
  control(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('admissionId', { schema: Id }) admissionId: string,
    @Body({ schema: ControlAdmission }) request: ControlAdmission,
  ): Promise<AdmissionDetail> {
    return this.admissions.control(caller, id, admissionId, request);
  }
}

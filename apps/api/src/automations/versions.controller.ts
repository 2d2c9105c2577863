import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Id, PublishAutomation, VersionDetail, VersionSummary, page } from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { VersionsService } from './versions.service.ts';

const VersionPage = page(VersionSummary).meta({ id: 'VersionPage' });
const PageQuery = z.strictObject({ cursor: z.string().max(500).optional() });

@ApiTags('automations')
@Controller('automations/:id')
export class VersionsController {
  constructor(private readonly versions: VersionsService) {}

  @Allow('instructor', 'admin')
  @Idempotent()
  @Post('publish')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: VersionSummary })
  publish(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PublishAutomation }) request: PublishAutomation,
    @Headers('idempotency-key') key: string,
  ): Promise<VersionSummary> {
    return this.versions.publish(caller, id, request, key);
  }

  @Allow(...STAFF)
  @Get('versions')
  @ApiResponse({ status: 200, standardSchema: VersionPage })
  list(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
  ): Promise<z.infer<typeof VersionPage>> {
    return this.versions.list(caller, id, cursor);
  }

  @Allow(...STAFF)
  @Get('versions/:versionId')
  @ApiResponse({ status: 200, standardSchema: VersionDetail })
  detail(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('versionId', { schema: Id }) versionId: string,
  ): Promise<VersionDetail> {
    return this.versions.detail(caller, id, versionId);
  }
}

import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  AudiencePreview,
  Id,
  PreviewAudience,
  SaveSegment,
  SegmentDetail,
  SegmentMember,
  page,
} from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Limited } from '../limits/limit.decorators.ts';
import { SegmentsQueries } from './segments.queries.ts';
import { SegmentsService } from './segments.service.ts';

const SegmentPage = page(SegmentDetail).meta({ id: 'SegmentPage' });
const MemberPage = page(SegmentMember).meta({ id: 'SegmentMemberPage' });
const PageQuery = z.strictObject({ cursor: z.string().max(500).optional() });
type PageQuery = z.infer<typeof PageQuery>;

@ApiTags('segments')
@Controller('segments')
export class SegmentsController {
  constructor(
    private readonly segments: SegmentsService,
    private readonly queries: SegmentsQueries,
  ) {}

  @Allow(...STAFF)
  @Get()
  @ApiResponse({ status: 200, standardSchema: SegmentPage })
  list(
    @CurrentCaller() { organizationId }: Caller,
    @Query({ schema: PageQuery }) { cursor }: PageQuery,
  ): Promise<z.infer<typeof SegmentPage>> {
    return this.queries.list(organizationId, cursor);
  }

  @Allow(...STAFF)
  @Limited('analytics')
  @Post('preview')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: AudiencePreview })
  preview(
    @CurrentCaller() caller: Caller,
    @Body({ schema: PreviewAudience }) { audience }: PreviewAudience,
  ): Promise<AudiencePreview> {
    return this.segments.preview(caller, audience);
  }

  @Allow(...STAFF)
  @Get(':id')
  @ApiResponse({ status: 200, standardSchema: SegmentDetail })
  detail(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<SegmentDetail> {
    return this.segments.detail(caller, id);
  }

  @Allow('instructor', 'admin')
  @Put(':id')
  @ApiResponse({ status: 200, standardSchema: SegmentDetail })
  save(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: SaveSegment }) segment: SaveSegment,
  ): Promise<SegmentDetail> {
    return this.segments.save(caller, id, segment);
  }

  @Allow('instructor', 'admin')
  @Delete(':id')
  @HttpCode(204)
  archive(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<void> {
    return this.segments.archive(caller, id);
  }

  @Allow(...STAFF)
  @Get(':id/members')
  @ApiResponse({ status: 200, standardSchema: MemberPage })
  async members(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) { cursor }: PageQuery,
  ): Promise<z.infer<typeof MemberPage>> {
    await this.segments.detail(caller, id);
    return this.queries.members(caller.organizationId, id, cursor);
  }
}

import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  CourseVersionChanges,
  CourseVersionSummary,
  Id,
  PublishCourseVersion,
  page,
} from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../../access/caller.ts';
import { Allow, STAFF } from '../../access/policy.decorators.ts';
import { Idempotent } from '../../idempotency/idempotent.decorator.ts';
import { CourseVersionsService } from './course-versions.service.ts';

const CourseVersionPage = page(CourseVersionSummary).meta({ id: 'CourseVersionPage' });
const PageQuery = z.strictObject({ cursor: z.string().max(500).optional() });

@ApiTags('courses')
@Controller('courses/:id/versions')
export class CourseVersionsController {
  constructor(private readonly versions: CourseVersionsService) {}

  @Allow(...STAFF)
  @Get()
  @ApiResponse({ status: 200, standardSchema: CourseVersionPage })
  list(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
  ): Promise<z.infer<typeof CourseVersionPage>> {
    return this.versions.list(caller, id, cursor);
  }

  @Allow(...STAFF)
  @Get(':versionId/changes')
  @ApiResponse({ status: 200, standardSchema: CourseVersionChanges })
  changes(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('versionId', { schema: Id }) versionId: string,
  ): Promise<CourseVersionChanges> {
    return this.versions.changes(caller, id, versionId);
  }

  @Allow('instructor', 'admin')
  @Idempotent()
  @Post(':versionId/publish')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: CourseVersionSummary })
  publish(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('versionId', { schema: Id }) versionId: string,
    @Body({ schema: PublishCourseVersion }) request: PublishCourseVersion,
    @Headers('idempotency-key') key: string,
  ): Promise<CourseVersionSummary> {
    return this.versions.publish(caller, id, versionId, request, key);
  }
}

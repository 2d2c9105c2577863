import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { CourseDetail, CourseProgress, CourseSummary, Id, RecordCompletion, page } from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller, OptionalCaller } from '../access/caller.ts';
import { isStaff } from '../access/ownership.ts';
import { Allow, Public, SIGNED_IN } from '../access/policy.decorators.ts';
import { SchoolInView } from './catalogue/school-in-view.ts';
import { CatalogueService } from './catalogue/catalogue.service.ts';
import { CompletionService } from './completion.service.ts';
import { ProgressService } from './progress.service.ts';

const CoursePage = page(CourseSummary).meta({ id: 'CoursePage' });
const PageQuery = z.strictObject({ cursor: z.string().max(500).optional() });
const ProgressQuery = z.strictObject({ enrollmentId: Id.optional() });

@ApiTags('courses')
@Controller('courses')
export class CoursesController {
  constructor(
    private readonly school: SchoolInView,
    private readonly catalogue: CatalogueService,
    private readonly progress: ProgressService,
    private readonly completion: CompletionService,
  ) {}

  @Public()
  @Get()
  @ApiResponse({ status: 200, standardSchema: CoursePage })
  async list(
    @OptionalCaller() caller: Caller | null,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
  ): Promise<z.infer<typeof CoursePage>> {
    return this.catalogue.list(await this.school.idFor(caller), caller?.userId ?? null, cursor);
  }

  @Public()
  @Get(':id')
  @ApiResponse({ status: 200, standardSchema: CourseDetail })
  async detail(
    @OptionalCaller() caller: Caller | null,
    @Param('id', { schema: Id }) id: string,
  ): Promise<CourseDetail> {
    const reader = caller && { userId: caller.userId, isStaff: isStaff(caller) };
    return this.catalogue.detail(await this.school.idFor(caller), reader, id);
  }

  @Allow(...SIGNED_IN)
  @Get(':id/progress')
  @ApiResponse({ status: 200, standardSchema: CourseProgress })
  readProgress(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ProgressQuery }) { enrollmentId }: z.infer<typeof ProgressQuery>,
  ): Promise<CourseProgress> {
    return this.progress.read(caller, id, enrollmentId);
  }

  /** A lesson done, or without a lesson the course. Answers the progress as it is then. */
  @Allow(...SIGNED_IN)
  @Post(':id/complete')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: CourseProgress })
  async complete(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: RecordCompletion }) { lessonId }: RecordCompletion,
  ): Promise<CourseProgress> {
    if (lessonId) await this.completion.completeLesson(caller, id, lessonId);
    else await this.completion.completeCourse(caller, id);
    return this.progress.read(caller, id);
  }
}

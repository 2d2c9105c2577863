import { Controller, Get, Param } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Id, LessonDetail } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, SIGNED_IN } from '../access/policy.decorators.ts';
import { LessonsService } from './lessons.service.ts';

@ApiTags('courses')
@Controller('lessons')
export class LessonsController {
  constructor(private readonly lessons: LessonsService) {}

  @Allow(...SIGNED_IN)
  @Get(':id')
  @ApiResponse({ status: 200, standardSchema: LessonDetail })
  detail(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<LessonDetail> {
    return this.lessons.detail(caller, id);
  }
}

import { Module } from '@nestjs/common';
import { CatalogueQueries } from './catalogue/catalogue.queries.ts';
import { CatalogueService } from './catalogue/catalogue.service.ts';
import { CompletionService } from './completion.service.ts';
import { CoursesController } from './courses.controller.ts';
import { CourseVersionsController } from './versions/course-versions.controller.ts';
import { CourseVersionsQueries } from './versions/course-versions.queries.ts';
import { CourseVersionsService } from './versions/course-versions.service.ts';
import { LessonsController } from './lessons.controller.ts';
import { LessonsService } from './lessons.service.ts';
import { ProgressQueries } from './progress.queries.ts';
import { ProgressService } from './progress.service.ts';
import { SchoolInView } from './catalogue/school-in-view.ts';

/** The catalogue, and a course as one learner has it. */
@Module({
  controllers: [CoursesController, CourseVersionsController, LessonsController],
  providers: [
    CatalogueQueries,
    CatalogueService,
    CompletionService,
    CourseVersionsQueries,
    CourseVersionsService,
    LessonsService,
    ProgressQueries,
    ProgressService,
    SchoolInView,
  ],
})
export class CoursesModule {}

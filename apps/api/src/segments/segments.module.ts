import { Module } from '@nestjs/common';
import { SegmentsController } from './segments.controller.ts';
import { SegmentsQueries } from './segments.queries.ts';
import { SegmentsService } from './segments.service.ts';

/** Standing questions about people. */
@Module({ controllers: [SegmentsController], providers: [SegmentsQueries, SegmentsService] })
export class SegmentsModule {}

import { Module } from '@nestjs/common';
import { TaskQueries } from './task.queries.ts';
import { TasksController } from './tasks.controller.ts';
import { TasksService } from './tasks.service.ts';

/** What people of the school are asked for by automations. */
@Module({ controllers: [TasksController], providers: [TaskQueries, TasksService] })
export class TasksModule {}

import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { DecideTask, DelegateTask, Id, StaffList, TaskCount, TaskItem, page } from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { TaskQueries } from './task.queries.ts';
import { TasksService } from './tasks.service.ts';

const TaskPage = page(TaskItem).meta({ id: 'TaskPage' });
const TasksQuery = z.strictObject({
  whose: z.enum(['mine', 'role', 'all']).default('all'),
  state: z.enum(['open', 'closed']).default('open'),
  kind: z.enum(['approval', 'todo', 'alert']).optional(),
  cursor: z.string().max(500).optional(),
});
export type TasksQuery = z.infer<typeof TasksQuery>;

@ApiTags('tasks')
@Controller()
export class TasksController {
  constructor(
    private readonly tasks: TasksService,
    private readonly queries: TaskQueries,
  ) {}

  @Allow(...STAFF)
  @Get('tasks')
  @ApiResponse({ status: 200, standardSchema: TaskPage })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: TasksQuery }) query: TasksQuery,
  ): Promise<z.infer<typeof TaskPage>> {
    return this.queries.list(caller, query);
  }

  @Allow(...STAFF)
  @Get('tasks/count')
  @ApiResponse({ status: 200, standardSchema: TaskCount })
  count(@CurrentCaller() caller: Caller): Promise<TaskCount> {
    return this.queries.count(caller);
  }

  @Allow(...STAFF)
  @Get('staff')
  @ApiResponse({ status: 200, standardSchema: StaffList })
  staff(@CurrentCaller() caller: Caller): Promise<StaffList> {
    return this.queries.staff(caller);
  }

  @Allow(...STAFF)
  @Get('tasks/:id')
  @ApiResponse({ status: 200, standardSchema: TaskItem })
  read(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<TaskItem> {
    return this.queries.one(caller, id);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post('tasks/:id/decision')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: TaskItem })
  decide(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: DecideTask }) body: DecideTask,
    @Headers('idempotency-key') key: string,
  ): Promise<TaskItem> {
    return this.tasks.decide(caller, id, body, key);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post('tasks/:id/delegation')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: TaskItem })
  delegate(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: DelegateTask }) body: DelegateTask,
    @Headers('idempotency-key') key: string,
  ): Promise<TaskItem> {
    return this.tasks.delegate(caller, id, body, key);
  }
}

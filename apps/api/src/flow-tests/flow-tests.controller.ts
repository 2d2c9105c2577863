import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { FlowTest, FlowTestList, FlowTestRun, Id, WriteFlowTest } from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { Limited } from '../limits/limit.decorators.ts';
import { FlowTestsService } from './flow-tests.service.ts';

const ListQuery = z.strictObject({ versionId: Id.optional() });

/** What authors expect of a drawing. */
@ApiTags('automations')
@Controller('automations/:id/flow-tests')
export class FlowTestsController {
  constructor(private readonly tests: FlowTestsService) {}

  @Allow(...STAFF)
  @Get()
  @ApiResponse({ status: 200, standardSchema: FlowTestList })
  list(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ListQuery }) { versionId }: z.infer<typeof ListQuery>,
  ): Promise<FlowTestList> {
    return this.tests.list(caller, id, versionId);
  }

  @Allow('instructor', 'admin')
  @Idempotent()
  @Post()
  @ApiResponse({ status: 201, standardSchema: FlowTest })
  add(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: WriteFlowTest }) test: WriteFlowTest,
  ): Promise<FlowTest> {
    return this.tests.add(caller, id, test);
  }

  @Allow(...STAFF)
  @Limited('analytics')
  @Post('run')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: FlowTestRun })
  run(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<FlowTestRun> {
    return this.tests.run(caller, id);
  }

  @Allow('instructor', 'admin')
  @Put(':testId')
  @ApiResponse({ status: 200, standardSchema: FlowTest })
  change(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('testId', { schema: Id }) testId: string,
    @Body({ schema: WriteFlowTest }) test: WriteFlowTest,
  ): Promise<FlowTest> {
    return this.tests.change(caller, id, testId, test);
  }

  @Allow('instructor', 'admin')
  @Delete(':testId')
  @HttpCode(204)
  remove(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Param('testId', { schema: Id }) testId: string,
  ): Promise<void> {
    return this.tests.remove(caller, id, testId);
  }
}

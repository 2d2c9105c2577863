import { Controller, Get, Param } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { HookDetail, Id } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { HookDetailQueries } from './hook-detail.queries.ts';

@ApiTags('hooks')
@Controller('automations/:id/hook')
export class HookDetailController {
  constructor(private readonly queries: HookDetailQueries) {}

  @Allow(...STAFF)
  @Get()
  @ApiResponse({ status: 200, standardSchema: HookDetail })
  detail(
    @CurrentCaller() { organizationId }: Caller,
    @Param('id', { schema: Id }) id: string,
  ): Promise<HookDetail> {
    return this.queries.detail(organizationId, id);
  }
}

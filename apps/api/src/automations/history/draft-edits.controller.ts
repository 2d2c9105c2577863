import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { DraftEdit, Id, page } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../../access/caller.ts';
import { Allow, STAFF } from '../../access/policy.decorators.ts';
import { requireAutomation } from '../require-automation.ts';
import { DraftEditsQueries } from './draft-edits.queries.ts';

const DraftEditPage = page(DraftEdit).meta({ id: 'DraftEditPage' });
const PageQuery = z.strictObject({ cursor: z.string().max(500).optional() });

@ApiTags('automations')
@Controller('automations/:id/edits')
export class DraftEditsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly edits: DraftEditsQueries,
  ) {}

  @Allow(...STAFF)
  @Get()
  @ApiResponse({ status: 200, standardSchema: DraftEditPage })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: PageQuery }) { cursor }: z.infer<typeof PageQuery>,
  ): Promise<z.infer<typeof DraftEditPage>> {
    await requireAutomation(this.dataSource.manager, caller.organizationId, id);
    return this.edits.list(caller, id, cursor);
  }
}

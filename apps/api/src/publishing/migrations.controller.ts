import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  ControlMigration,
  Funnel,
  Id,
  MigrationDetail,
  MigrationItem,
  MigrationItemState,
  page,
} from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { FunnelService } from './funnel.service.ts';
import { MigrationsQueries } from './migrations.queries.ts';
import { MigrationsService } from './migrations.service.ts';

const MigrationPage = page(MigrationDetail).meta({ id: 'MigrationPage' });
const ItemPage = page(MigrationItem).meta({ id: 'MigrationItemPage' });
const FunnelQuery = z.strictObject({ versionId: Id.optional() });
const ListQuery = z.strictObject({ cursor: z.string().max(500).optional() });
const ItemQuery = z.strictObject({
  state: MigrationItemState.optional(),
  cursor: z.string().max(500).optional(),
});

/** How people come through a version, and how those inside are taken over to another. */
@ApiTags('automations')
@Controller()
export class MigrationsController {
  constructor(
    private readonly queries: MigrationsQueries,
    private readonly migrations: MigrationsService,
    private readonly funnels: FunnelService,
  ) {}

  @Allow(...STAFF)
  @Get('automations/:id/migrations')
  @ApiResponse({ status: 200, standardSchema: MigrationPage })
  list(
    @CurrentCaller() { organizationId }: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ListQuery }) { cursor }: z.infer<typeof ListQuery>,
  ): Promise<z.infer<typeof MigrationPage>> {
    return this.queries.list(organizationId, id, cursor);
  }

  @Allow(...STAFF)
  @Get('automations/:id/funnel')
  @ApiResponse({ status: 200, standardSchema: Funnel })
  funnel(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: FunnelQuery }) { versionId }: z.infer<typeof FunnelQuery>,
  ): Promise<Funnel> {
    return this.funnels.read(caller, id, versionId);
  }

  @Allow(...STAFF)
  @Get('migrations/:id')
  @ApiResponse({ status: 200, standardSchema: MigrationDetail })
  detail(
    @CurrentCaller() { organizationId }: Caller,
    @Param('id', { schema: Id }) id: string,
  ): Promise<MigrationDetail> {
    return this.queries.detail(organizationId, id);
  }

  @Allow(...STAFF)
  @Get('migrations/:id/items')
  @ApiResponse({ status: 200, standardSchema: ItemPage })
  items(
    @CurrentCaller() { organizationId }: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ItemQuery }) { state, cursor }: z.infer<typeof ItemQuery>,
  ): Promise<z.infer<typeof ItemPage>> {
    return this.queries.items(organizationId, id, state, cursor);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post('migrations/:id/control')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: MigrationDetail })
  control(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ControlMigration }) request: ControlMigration,
  ): Promise<MigrationDetail> {
    return this.migrations.control(caller, id, request);
  }
}

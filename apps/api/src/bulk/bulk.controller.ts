import {
  Body,
  Controller,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  StreamableFile,
} from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  BulkDetail,
  BulkItem,
  BulkItemState,
  BulkPreview,
  ControlBulk,
  Id,
  PreviewBulk,
  StartBulk,
  page,
} from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { BulkPreviewService } from './bulk-preview.service.ts';
import { BulkQueries } from './bulk.queries.ts';
import { BulkResults } from './bulk-results.ts';
import { BulkService } from './bulk.service.ts';

const BulkPage = page(BulkDetail).meta({ id: 'BulkPage' });
const ItemPage = page(BulkItem).meta({ id: 'BulkItemPage' });
const ListQuery = z.strictObject({ automationId: Id.optional(), cursor: z.string().max(500).optional() });
const ItemQuery = z.strictObject({ state: BulkItemState.optional(), cursor: z.string().max(500).optional() });

/** One order to many. */
@ApiTags('operations')
@Controller('bulk-operations')
export class BulkController {
  constructor(
    private readonly bulk: BulkService,
    private readonly previews: BulkPreviewService,
    private readonly queries: BulkQueries,
    private readonly results: BulkResults,
  ) {}

  @Allow(...STAFF)
  @Post('preview')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: BulkPreview })
  preview(
    @CurrentCaller() caller: Caller,
    @Body({ schema: PreviewBulk }) { target, order }: PreviewBulk,
  ): Promise<BulkPreview> {
    return this.previews.read(caller, target, order);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post()
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: BulkDetail })
  start(
    @CurrentCaller() caller: Caller,
    @Body({ schema: StartBulk }) request: StartBulk,
    @Headers('idempotency-key') key: string,
  ): Promise<BulkDetail> {
    return this.bulk.start(caller, request, key);
  }

  @Allow(...STAFF)
  @Get()
  @ApiResponse({ status: 200, standardSchema: BulkPage })
  list(
    @CurrentCaller() { organizationId }: Caller,
    @Query({ schema: ListQuery }) { automationId, cursor }: z.infer<typeof ListQuery>,
  ): Promise<z.infer<typeof BulkPage>> {
    return this.queries.list(organizationId, automationId, cursor);
  }

  @Allow(...STAFF)
  @Get(':id')
  @ApiResponse({ status: 200, standardSchema: BulkDetail })
  detail(
    @CurrentCaller() { organizationId }: Caller,
    @Param('id', { schema: Id }) id: string,
  ): Promise<BulkDetail> {
    return this.queries.detail(organizationId, id);
  }

  @Allow(...STAFF)
  @Get(':id/items')
  @ApiResponse({ status: 200, standardSchema: ItemPage })
  items(
    @CurrentCaller() { organizationId }: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ItemQuery }) { state, cursor }: z.infer<typeof ItemQuery>,
  ): Promise<z.infer<typeof ItemPage>> {
    return this.queries.items(organizationId, id, state, cursor);
  }

  @Allow(...STAFF)
  @Get(':id/result.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @ApiProduces('text/csv')
  csv(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<StreamableFile> {
    return this.results.csv(caller, id);
  }

  @Allow(...STAFF)
  @Get(':id/result.json')
  @Header('content-type', 'application/json')
  @ApiProduces('application/json')
  json(@CurrentCaller() caller: Caller, @Param('id', { schema: Id }) id: string): Promise<StreamableFile> {
    return this.results.json(caller, id);
  }

  @Allow(...STAFF)
  @Idempotent()
  @Post(':id/control')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: BulkDetail })
  control(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ControlBulk }) request: ControlBulk,
  ): Promise<BulkDetail> {
    return this.bulk.control(caller, id, request);
  }
}

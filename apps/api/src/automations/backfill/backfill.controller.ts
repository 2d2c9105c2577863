import { Controller, Get, Param } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { BackfillPreview, Id } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../../access/caller.ts';
import { Allow } from '../../access/policy.decorators.ts';
import { BackfillService } from './backfill.service.ts';

@ApiTags('automations')
@Controller('automations/:id/backfill')
export class BackfillController {
  constructor(private readonly backfill: BackfillService) {}

  @Allow('instructor', 'admin')
  @Get()
  @ApiResponse({ status: 200, standardSchema: BackfillPreview })
  preview(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
  ): Promise<BackfillPreview> {
    return this.backfill.preview(caller, id);
  }
}

import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessEnded, EndAccess, Id } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow } from '../access/policy.decorators.ts';
import { Idempotent } from '../idempotency/idempotent.decorator.ts';
import { EndAccessService } from './end-access.service.ts';

@ApiTags('enrollments')
@Controller('enrollments/:id')
export class EndAccessController {
  constructor(private readonly service: EndAccessService) {}

  @Allow('ops', 'admin')
  @Idempotent()
  @Post('end-access')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: AccessEnded })
  end(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: EndAccess }) request: EndAccess,
  ): Promise<AccessEnded> {
    return this.service.end(caller, id, request);
  }
}

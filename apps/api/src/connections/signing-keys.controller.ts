import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Id, KeyDirection, NewSigningKey, ReplaceSigningKey, SigningKeys } from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { ConnectionsService } from './connections.service.ts';

const DirectionQuery = z.strictObject({ direction: KeyDirection });
type DirectionQuery = z.infer<typeof DirectionQuery>;

@ApiTags('connections')
@Controller('automations/:id/signing-keys')
export class SigningKeysController {
  constructor(private readonly connections: ConnectionsService) {}

  @Allow(...STAFF)
  @Get()
  @ApiResponse({ status: 200, standardSchema: SigningKeys })
  list(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: DirectionQuery }) { direction }: DirectionQuery,
  ): Promise<SigningKeys> {
    return this.connections.automationKeys(caller, id, direction);
  }

  @Allow('instructor', 'admin')
  @Post()
  @ApiResponse({ status: 201, standardSchema: NewSigningKey })
  replace(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ReplaceSigningKey }) { direction }: ReplaceSigningKey,
  ): Promise<NewSigningKey> {
    return this.connections.replaceKey(caller, id, direction);
  }
}

import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Connections, NewSigningKey, SaveEgressHosts } from '@gradus/contracts';
import { type Caller, CurrentCaller } from '../access/caller.ts';
import { Allow, STAFF } from '../access/policy.decorators.ts';
import { ConnectionsService } from './connections.service.ts';

@ApiTags('connections')
@Controller('connections')
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsService) {}

  @Allow(...STAFF)
  @Get()
  @ApiResponse({ status: 200, standardSchema: Connections })
  detail(@CurrentCaller() caller: Caller): Promise<Connections> {
    return this.connections.detail(caller);
  }

  @Allow('admin')
  @Put('hosts')
  @ApiResponse({ status: 200, standardSchema: Connections })
  saveHosts(
    @CurrentCaller() caller: Caller,
    @Body({ schema: SaveEgressHosts }) { hosts }: SaveEgressHosts,
  ): Promise<Connections> {
    return this.connections.saveHosts(caller, hosts);
  }

  @Allow('admin')
  @Post('keys')
  @ApiResponse({ status: 201, standardSchema: NewSigningKey })
  replaceKey(@CurrentCaller() caller: Caller): Promise<NewSigningKey> {
    return this.connections.replaceKey(caller, null, 'out');
  }
}

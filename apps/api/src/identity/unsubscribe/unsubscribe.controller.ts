import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { UnsubscribeState } from '@gradus/contracts';
import { z } from 'zod';
import { Public } from '../../access/policy.decorators.ts';
import { UnsubscribeService } from './unsubscribe.service.ts';

const Token = z.string().min(20).max(200);

/** Mail programs come here by the address of the page, see `http/second-addresses.ts`. */
@ApiTags('identity')
@Controller('unsubscribe')
export class UnsubscribeController {
  constructor(private readonly unsubscribing: UnsubscribeService) {}

  @Public()
  @Get()
  @ApiResponse({ status: 200, standardSchema: UnsubscribeState })
  state(@Query('token', { schema: Token }) token: string): Promise<UnsubscribeState> {
    return this.unsubscribing.state(token);
  }

  @Public()
  @Post()
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: UnsubscribeState })
  unsubscribe(@Query('token', { schema: Token }) token: string): Promise<UnsubscribeState> {
    return this.unsubscribing.unsubscribe(token);
  }
}

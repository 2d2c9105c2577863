import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { UnsubscribeState } from '@gradus/contracts';
import { z } from 'zod';
import { Public } from '../../access/policy.decorators.ts';
import { UnsubscribeService } from './unsubscribe.service.ts';

const Token = z.string().min(20).max(200);

/**
 * RFC 8058: mail programs POST to the very address in the mail's header, which is the page's (`/unsubscribe?token=`); the
 * page itself uses /api/unsubscribe.
 */
@ApiTags('identity')
@Controller()
export class UnsubscribeController {
  constructor(private readonly unsubscribing: UnsubscribeService) {}

  @Public()
  @Get('api/unsubscribe')
  @ApiResponse({ status: 200, standardSchema: UnsubscribeState })
  state(@Query('token', { schema: Token }) token: string): Promise<UnsubscribeState> {
    return this.unsubscribing.state(token);
  }

  @Public()
  @Post(['api/unsubscribe', 'unsubscribe'])
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: UnsubscribeState })
  unsubscribe(@Query('token', { schema: Token }) token: string): Promise<UnsubscribeState> {
    return this.unsubscribing.unsubscribe(token);
  }
}

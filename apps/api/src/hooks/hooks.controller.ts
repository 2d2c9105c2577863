import { Controller, HttpCode, Param, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HookReceipt, Id } from '@gradus/contracts';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/policy.decorators.ts';
import { Limited } from '../limits/limit.decorators.ts';
import { HooksService } from './hooks.service.ts';

@ApiTags('hooks')
@Controller('hooks')
export class HooksController {
  constructor(private readonly hooks: HooksService) {}

  @Public()
  @Limited('hook')
  @Post(':automationId')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Tell an automation of somebody',
    description:
      'For an automation that starts by a webhook. The body is JSON of at most 64 KB; which parts of it are read is said in the ' +
      'start of the automation. Signed as of Standard Webhooks with the secret of the automation: HMAC-SHA-256 over ' +
      '"id.timestamp.body", not more than five minutes old. 202 means that it is committed; the same webhook-id again is the ' +
      'same call. A person nobody knows is listed for staff, and is 202 too.',
  })
  @ApiHeader({ name: 'webhook-id', required: true })
  @ApiHeader({ name: 'webhook-timestamp', required: true, description: 'Seconds since 1970' })
  @ApiHeader({ name: 'webhook-signature', required: true, description: 'v1,<base64>; several by spaces' })
  @ApiResponse({ status: 202, standardSchema: HookReceipt })
  take(
    @Param('automationId', { schema: Id }) automationId: string,
    @Req() request: RawBodyRequest<FastifyRequest>,
  ): Promise<HookReceipt> {
    return this.hooks.take(automationId, request.headers, request.rawBody ?? Buffer.alloc(0));
  }
}

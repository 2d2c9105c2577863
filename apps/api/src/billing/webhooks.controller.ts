import { Controller, Headers, HttpCode, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/policy.decorators.ts';
import { Unlimited } from '../limits/limit.decorators.ts';
import { WebhooksService } from './webhooks.service.ts';

/** For the payment provider; who calls proves it by a signature over the bytes. */
@ApiExcludeController()
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Public()
  @Unlimited()
  @Post('stripe')
  @HttpCode(200)
  stripe(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('stripe-signature') signature: string | undefined,
  ): Promise<{ received: true; duplicate: boolean }> {
    return this.webhooks.take(request.rawBody ?? Buffer.alloc(0), signature ?? '');
  }
}

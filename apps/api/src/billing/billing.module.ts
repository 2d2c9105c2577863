import { Module } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { type Payments, StripePayments } from '@gradus/integrations/stripe';
import { PAYMENTS } from './payments-token.ts';
import { WebhooksController } from './webhooks.controller.ts';
import { WebhooksService } from './webhooks.service.ts';

/** What the payment provider tells us. The API never calls it: that is the order's process. */
@Module({
  controllers: [WebhooksController],
  providers: [
    WebhooksService,
    {
      provide: PAYMENTS,
      inject: [AppConfig],
      useFactory: ({ payments }: AppConfig): Payments =>
        new StripePayments({ ...payments, timeoutMs: 5_000 }),
    },
  ],
})
export class BillingModule {}

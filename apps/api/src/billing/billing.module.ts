import { Module } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import { type Payments, StripePayments } from '@gradus/integrations/stripe';
import { PaymentsController } from './payments/payments.controller.ts';
import { PaymentsQueries } from './payments/payments.queries.ts';
import { PaymentsService } from './payments/payments.service.ts';
import { PAYMENTS } from './payments-token.ts';
import { WebhooksController } from './webhooks.controller.ts';
import { WebhooksService } from './webhooks.service.ts';

/** What the payment provider tells us, and what was paid. The API never calls it: that is for the processes. */
@Module({
  controllers: [WebhooksController, PaymentsController],
  providers: [
    WebhooksService,
    PaymentsService,
    PaymentsQueries,
    {
      provide: PAYMENTS,
      inject: [AppConfig],
      useFactory: ({ payments }: AppConfig): Payments =>
        new StripePayments({ ...payments, timeoutMs: 5_000 }),
    },
  ],
})
export class BillingModule {}

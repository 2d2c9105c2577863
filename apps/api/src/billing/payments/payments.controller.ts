import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  CancelSubscription,
  Id,
  MoneyPolicy,
  OwnPayments,
  RefundStarted,
  SchoolPayments,
  StartRefund,
  SubscriptionLine,
  page,
} from '@gradus/contracts';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../../access/caller.ts';
import { Allow, SIGNED_IN } from '../../access/policy.decorators.ts';
import { Idempotent } from '../../idempotency/idempotent.decorator.ts';
import { PaymentsService } from './payments.service.ts';

const PaymentsQuery = z.strictObject({
  state: z.enum(['pending', 'paid', 'declined', 'cancelled', 'refunded']).optional(),
  search: z.string().max(200).optional(),
  cursor: z.string().max(500).optional(),
});
const SubscriptionsQuery = z.strictObject({ cursor: z.string().max(500).optional() });
const SubscriptionsPage = page(SubscriptionLine).meta({ id: 'SubscriptionsPage' });
const PaymentKind = z.enum(['order', 'charge']);

@ApiTags('payments')
@Controller()
export class PaymentsController {
  constructor(private readonly payments: PaymentsService) {}

  @Allow('ops', 'admin')
  @Get('payments')
  @ApiResponse({ status: 200, standardSchema: SchoolPayments })
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: PaymentsQuery }) asked: z.infer<typeof PaymentsQuery>,
  ): Promise<SchoolPayments> {
    return this.payments.ofSchool(caller, asked);
  }

  @Allow('admin')
  @Put('payments/policy')
  @ApiResponse({ status: 200, standardSchema: MoneyPolicy })
  setPolicy(
    @CurrentCaller() caller: Caller,
    @Body({ schema: MoneyPolicy }) policy: MoneyPolicy,
  ): Promise<MoneyPolicy> {
    return this.payments.setPolicy(caller, policy);
  }

  @Allow('ops', 'admin')
  @Get('subscriptions')
  @ApiResponse({ status: 200, standardSchema: SubscriptionsPage })
  subscriptions(
    @CurrentCaller() caller: Caller,
    @Query({ schema: SubscriptionsQuery }) { cursor }: z.infer<typeof SubscriptionsQuery>,
  ): Promise<z.infer<typeof SubscriptionsPage>> {
    return this.payments.subscriptions(caller, cursor);
  }

  @Allow(...SIGNED_IN)
  @Get('my/payments')
  @ApiResponse({ status: 200, standardSchema: OwnPayments })
  own(@CurrentCaller() caller: Caller): Promise<OwnPayments> {
    return this.payments.own(caller);
  }

  @Allow('ops', 'admin')
  @Idempotent()
  @Post('payments/:kind/:id/refund')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: RefundStarted })
  refund(
    @CurrentCaller() caller: Caller,
    @Param('kind', { schema: PaymentKind }) kind: z.infer<typeof PaymentKind>,
    @Param('id', { schema: Id }) id: string,
    @Headers('idempotency-key') key: string,
    @Body({ schema: StartRefund }) request: StartRefund,
  ): Promise<RefundStarted> {
    return this.payments.refund(caller, { kind, id }, key, request);
  }

  @Allow(...SIGNED_IN)
  @Idempotent()
  @Post('subscriptions/:id/cancel')
  @HttpCode(202)
  @ApiResponse({ status: 202, standardSchema: SubscriptionLine })
  cancel(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: CancelSubscription }) request: CancelSubscription,
  ): Promise<SubscriptionLine> {
    return this.payments.cancelSubscription(caller, id, request);
  }
}

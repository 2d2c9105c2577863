import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Order } from '../commerce.ts';
import { Course } from '../courses.ts';
import { Enrollment } from '../learning.ts';
import { Organization, User } from '../people.ts';
import { Run } from '../runs.ts';

/** The card at the provider by which a person has agreed to be charged. No number of it is here. */
@Entity('payment_customers')
@Index(['organizationId', 'userId'], { unique: true })
export class PaymentCustomer {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @Column('varchar', { length: 255 }) customer!: string;
  @Column('varchar', { length: 255 }) method!: string;
  @Column('varchar', { length: 20 }) brand!: string;
  @Column('varchar', { length: 4 }) last4!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) savedAt!: Date;
}

/** What is paid again and again. The row of the domain process `runSubscription`, as an order is. */
@Entity('subscriptions')
@Index(['organizationId', 'key'], { unique: true })
@Index(['organizationId', 'createdAt'])
@Index(['userId'])
export class Subscription {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid', { nullable: true }) enrollmentId!: string | null;
  @ForeignKey(() => Course) @Column('uuid', { nullable: true }) courseId!: string | null;
  @ForeignKey(() => Run) @Column('uuid', { nullable: true }) runId!: string | null;
  /** The outward key it was begun with. */
  @Column('varchar', { length: 220 }) key!: string;
  @Column('varchar', { length: 120 }) title!: string;
  @Column('integer') amountMinor!: number;
  @Column('char', { length: 3 }) currency!: string;
  @Column('varchar', { length: 6 }) every!: 'week' | 'month' | 'year';
  @Column('varchar', { length: 12, default: 'incomplete' }) state!:
    'incomplete' | 'active' | 'past_due' | 'unpaid' | 'cancelled';
  @Column('varchar', { length: 255, nullable: true }) providerId!: string | null;
  /** The key of the effect whose step has its person subscribe on the provider's page; null: by the saved card. */
  @Column('varchar', { length: 220, nullable: true }) pageKey!: string | null;
  /** Where its link goes beside the page of payments. */
  @Column('varchar', { length: 4, nullable: true }) checkoutLink!: 'mail' | 'page' | null;
  /** The how-manieth checkout session: one that has lapsed is followed by another while the step waits. */
  @Column('integer', { default: 1 }) checkoutRound!: number;
  @Column('varchar', { length: 255, nullable: true }) sessionId!: string | null;
  @Column('varchar', { length: 2000, nullable: true }) checkoutUrl!: string | null;
  /** What came of the page first, written once: what the step that waits for it goes by. */
  @Column('varchar', { length: 10, nullable: true }) decision!: 'subscribed' | 'declined' | 'closed' | null;
  @Column('timestamptz', { nullable: true }) decidedAt!: Date | null;
  @Column('boolean', { default: false }) cancelAtPeriodEnd!: boolean;
  /** Somebody wants it ended; the provider is still to be told. */
  @Column('varchar', { length: 10, nullable: true }) cancelWanted!: 'now' | 'periodEnd' | null;
  @Column('timestamptz', { nullable: true }) periodEnd!: Date | null;
  @Column('boolean', { default: false }) simulated!: boolean;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
}

/** Money taken, or not taken, from a saved card: for a step, or for an invoice of a subscription. */
@Entity('charges')
@Index(['organizationId', 'key'], { unique: true })
@Index(['organizationId', 'createdAt'])
@Index(['userId'])
@Index(['enrollmentId'])
@Index(['paymentIntent'], { where: `"payment_intent" IS NOT NULL` })
export class Charge {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid', { nullable: true }) enrollmentId!: string | null;
  @ForeignKey(() => Course) @Column('uuid', { nullable: true }) courseId!: string | null;
  @ForeignKey(() => Subscription) @Column('uuid', { nullable: true }) subscriptionId!: string | null;
  @ForeignKey(() => Run) @Column('uuid', { nullable: true }) runId!: string | null;
  /** The outward key, or `invoice:` and the id of the invoice. */
  @Column('varchar', { length: 220 }) key!: string;
  @Column('varchar', { length: 120 }) title!: string;
  @Column('integer') amountMinor!: number;
  @Column('char', { length: 3 }) currency!: string;
  @Column('varchar', { length: 10 }) state!: 'paid' | 'declined';
  /** Why the card said no, in the provider's word. */
  @Column('varchar', { length: 80, nullable: true }) reason!: string | null;
  @Column('varchar', { length: 255, nullable: true }) paymentIntent!: string | null;
  @Column('integer', { default: 0 }) refundedMinor!: number;
  @Column('boolean', { default: false }) simulated!: boolean;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
}

/** Money that is given back. The row of the domain process `refundPayment`. */
@Entity('refunds')
@Index(['organizationId', 'key'], { unique: true })
@Index(['orderId'])
@Index(['chargeId'])
@Index(['organizationId', 'returnedAt'], {
  where: '"returned_at" IS NOT NULL AND "returned_noted_at" IS NULL',
})
export class Refund {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid', { nullable: true }) enrollmentId!: string | null;
  @ForeignKey(() => Order) @Column('uuid', { nullable: true }) orderId!: string | null;
  @ForeignKey(() => Charge) @Column('uuid', { nullable: true }) chargeId!: string | null;
  @Column('varchar', { length: 220 }) key!: string;
  @Column('integer') amountMinor!: number;
  @Column('char', { length: 3 }) currency!: string;
  @Column('boolean', { default: false }) endsAccess!: boolean;
  @Column('varchar', { length: 10, default: 'open' }) state!: 'open' | 'done' | 'failed';
  @Column('varchar', { length: 200 }) reason!: string;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) requestedBy!: string | null;
  @ForeignKey(() => Run) @Column('uuid', { nullable: true }) runId!: string | null;
  @Column('varchar', { length: 255, nullable: true }) providerRefund!: string | null;
  @Column('boolean', { default: false }) simulated!: boolean;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
  /** When it was found that the bank had sent the money back; then whether somebody has seen to it. */
  @Column('timestamptz', { nullable: true }) returnedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) returnedNotedAt!: Date | null;
}

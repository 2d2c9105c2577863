import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Course } from './courses.ts';
import { Enrollment } from './learning.ts';
import { Organization, User } from './people.ts';

/** What a person wants to buy. The row of the domain process `runSubscription` (now: one order, paid once). */
@Entity('orders')
@Index(['organizationId', 'createdAt'])
@Index(['enrollmentId'])
@Index(['enrollmentId'], { unique: true, where: `state = 'pending'` })
@Index(['paymentIntent'], { where: `"payment_intent" IS NOT NULL` })
export class Order {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid') enrollmentId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @ForeignKey(() => Course) @Column('uuid') courseId!: string;
  @Column('numeric', { precision: 10, scale: 2 }) amount!: string;
  @Column('char', { length: 3 }) currency!: string;
  @Column('varchar', { length: 12 }) state!: 'pending' | 'paid' | 'cancelled' | 'refunded';
  /** The how-manieth checkout session: an expired one is followed by another. */
  @Column('integer', { default: 1 }) checkoutRound!: number;
  @Column('varchar', { length: 255, nullable: true }) sessionId!: string | null;
  @Column('varchar', { length: 2000, nullable: true }) checkoutUrl!: string | null;
  @Column('timestamptz', { nullable: true }) checkoutExpiresAt!: Date | null;
  @Column('varchar', { length: 255, nullable: true }) paymentIntent!: string | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) paidAt!: Date | null;
  /** What was given back of it, in the currency's minor unit. */
  @Column('integer', { default: 0 }) refundedMinor!: number;
}

/**
 * The right that an order or a grant gives. An enrollment ends when its last entitlement ends. Each who gives one has a row
 * of their own, so that taking one back takes no other.
 */
@Entity('entitlements')
@Index(['enrollmentId', 'source', 'givenBy'], { unique: true })
export class Entitlement {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid') enrollmentId!: string;
  @Column('varchar', { length: 12 }) source!: 'free' | 'order' | 'grant' | 'subscription';
  /** The key of the effect that gave it, the id of the subscription, or `staff`; empty: what the place itself was taken with. */
  @Column('varchar', { length: 220, default: '' }) givenBy!: string;
  @ForeignKey(() => Order) @Column('uuid', { nullable: true }) orderId!: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) startsAt!: Date;
  @Column('timestamptz', { nullable: true }) endsAt!: Date | null;
  @Column('varchar', { length: 200, nullable: true }) endedReason!: string | null;
}

/** What a provider told us, kept for ever by its event id: a hint to re-read the object, never the truth itself. */
@Entity('webhook_events')
@Index(['provider', 'eventId'], { unique: true })
@Index(['receivedAt'], { where: `"processed_at" IS NULL` })
@Index(['orderId'], { where: `"processed_at" IS NULL` })
@Index(['paymentId'], { where: `"processed_at" IS NULL` })
@Index(['paymentIntent'], { where: `"payment_id" IS NULL AND "payment_intent" IS NOT NULL` })
export class WebhookEvent {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('varchar', { length: 20 }) provider!: string;
  @Column('varchar', { length: 255 }) eventId!: string;
  @Column('varchar', { length: 80 }) type!: string;
  @Column('uuid', { nullable: true }) orderId!: string | null;
  @Column('uuid', { nullable: true }) subscriptionId!: string | null;
  /** The order or charge that it tells something of which happened after it was paid. */
  @Column('uuid', { nullable: true }) paymentId!: string | null;
  /** The payment's id at the provider: it may become ours after the notice has come. */
  @Column('varchar', { length: 255, nullable: true }) paymentIntent!: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) receivedAt!: Date;
  @Column('timestamptz', { nullable: true }) processedAt!: Date | null;
  @Column('varchar', { length: 500, nullable: true }) problemDetail!: string | null;
}

/** Bits that outside verifiers read: one for each credential, whether it was revoked. */
@Entity('status_lists')
@Index(['organizationId', 'createdAt'])
export class StatusList {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
}

/** The signed assertion. The row of the domain process `issueCertificate`; one per enrollment, re-issue gives the same. */
@Entity('credentials')
@Index(['organizationId', 'createdAt'])
@Index(['statusListId', 'statusIndex'], { unique: true, where: 'status_list_id IS NOT NULL' })
export class Credential {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid', { unique: true }) enrollmentId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @Column('varchar', { length: 10 }) state!: 'issuing' | 'issued' | 'failed' | 'revoked';
  @Column('varchar', { length: 120 }) recipientName!: string;
  @Column('jsonb', { nullable: true }) document!: Record<string, unknown> | null;
  @Column('boolean', { default: false }) simulated!: boolean;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) issuedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) revokedAt!: Date | null;
  /** As whoever checks it reads it. */
  @Column('varchar', { length: 200, nullable: true }) revokedReason!: string | null;
  /** The list it has a place in, and which; null: it is not signed yet, or was signed before there were lists. */
  @ForeignKey(() => StatusList) @Column('uuid', { nullable: true }) statusListId!: string | null;
  @Column('integer', { nullable: true }) statusIndex!: number | null;
}

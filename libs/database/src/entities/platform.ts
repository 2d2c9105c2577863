import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { MONEY_TYPES } from '../learning/money-types.ts';
import { Organization, User } from './people.ts';

/** The outbox: past-tense facts, written in the transaction that made them true. The router delivers them to runs. */
@Entity('domain_events')
@Index(['organizationId', 'userId', 'occurredAt'], {
  where: `type IN ${MONEY_TYPES}`,
})
@Index(['organizationId', 'key'], { unique: true })
@Index(['seq'], { where: `"routed_at" IS NULL` })
export class DomainEvent {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('bigint', { generated: 'increment' }) seq!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @Column('varchar', { length: 80 }) type!: string;
  /** What makes the fact unique, e.g. `submission.graded:<submission>`: writing it twice is one fact. */
  @Column('varchar', { length: 200 }) key!: string;
  @Column('uuid', { nullable: true }) userId!: string | null;
  @Column('uuid', { nullable: true }) enrollmentId!: string | null;
  @Column('uuid', { nullable: true }) courseId!: string | null;
  /** Ids and small values only. */
  @Column('jsonb', { default: () => `'{}'` }) data!: Record<string, string | number | boolean>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) occurredAt!: Date;
  @Column('timestamptz', { nullable: true }) routedAt!: Date | null;
  @Column('integer', { default: 0 }) attempt!: number;
  @Column('timestamptz', { nullable: true }) nextAttemptAt!: Date | null;
  @Column('varchar', { length: 500, nullable: true }) problemDetail!: string | null;
}

/** The first answer to a request with an Idempotency-Key, replayed to the next. */
@Entity('idempotency_keys')
@Index(['userId', 'route', 'key'], { unique: true })
@Index(['createdAt'])
export class IdempotencyKey {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @Column('varchar', { length: 160 }) route!: string;
  @Column('varchar', { length: 200 }) key!: string;
  @Column('char', { length: 64 }) requestHash!: string;
  @Column('integer', { nullable: true }) status!: number | null;
  @Column('jsonb', { nullable: true }) answer!: unknown;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
}

@Entity('audit_log')
@Index(['organizationId', 'seq'])
@Index('audit_log_subject', ['subjectId', 'at'])
@Index('audit_log_chain', ['organizationId', 'chainPosition'], {
  unique: true,
  where: 'chain_position IS NOT NULL',
})
@Index('audit_log_unchained', ['organizationId', 'seq'], { where: 'chain_position IS NULL' })
export class AuditEntryRow {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('bigint', { generated: 'increment' }) seq!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) actorId!: string | null;
  @Column('varchar', { length: 80 }) action!: string;
  @Column('varchar', { length: 40 }) subjectKind!: string;
  @Column('varchar', { length: 200 }) subjectId!: string;
  @Column('varchar', { length: 500, default: '' }) reason!: string;
  @Column('jsonb', { default: () => `'{}'` }) data!: Record<string, unknown>;
  @CreateDateColumn({ type: 'timestamptz' }) at!: Date;
  /** Its place in the chain of its school, from 1; null: it has just come. */
  @Column('bigint', { nullable: true }) chainPosition!: string | null;
  /** `linkOf` this entry and the link before it. */
  @Column('bytea', { nullable: true }) chainHash!: Buffer | null;
}

/** What the sweep had to mend; normally nothing. */
@Entity('sweep_findings')
@Index(['organizationId', 'at'])
@Index(['subjectId', 'at'])
export class SweepFinding {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @Column('varchar', { length: 30 }) kind!: string;
  @Column('varchar', { length: 200 }) subjectId!: string;
  @CreateDateColumn({ type: 'timestamptz' }) at!: Date;
}

/** One-use tickets for the live stream: EventSource cannot send a header. */
@Entity('live_tickets')
@Index(['expiresAt'])
export class LiveTicketRow {
  /** SHA-256 of the ticket, hex. */
  @PrimaryColumn('char', { length: 64 }) ticketHash!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @Column('timestamptz') expiresAt!: Date;
}

/** Rate limits when there is no Redis. */
@Entity('rate_limits')
@Index(['resetsAt'])
export class RateLimit {
  @PrimaryColumn('varchar', { length: 200 }) key!: string;
  @Column('integer') hits!: number;
  @Column('timestamptz') resetsAt!: Date;
}

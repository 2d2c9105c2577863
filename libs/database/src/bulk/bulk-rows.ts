import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import type { BulkItemState, BulkState, BulkTarget, RunOrder } from '@gradus/contracts';
import { Automation } from '../entities/automations.ts';
import { Organization, User } from '../entities/people.ts';
import { Run } from '../entities/runs.ts';

/** One order given to many, at a limited rate. The row of the domain process `performBulkOperation`. */
@Entity('bulk_operations')
@Index(['organizationId', 'createdAt'])
@Index(['organizationId', 'occasion'], { unique: true })
export class BulkOperation {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  /** The automation it is about, where it is about one. */
  @ForeignKey(() => Automation) @Column('uuid', { nullable: true }) automationId!: string | null;
  /** `pause` and `resume` are those of a whole automation. */
  @Column('varchar', { length: 10, default: 'order' }) purpose!: 'order' | 'pause' | 'resume';
  @Column('jsonb') given!: RunOrder;
  @Column('jsonb') target!: BulkTarget;
  @Column('varchar', { length: 10, default: 'open' }) state!: BulkState;
  @Column('integer') ratePerSecond!: number;
  /** Orders under way at once: no more are given before some are answered. */
  @Column('integer', { default: 100 }) windowSize!: number;
  /** The request that made it: asking twice is one operation. */
  @Column('varchar', { length: 120 }) occasion!: string;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) requestedBy!: string | null;
  @Column('varchar', { length: 500 }) reason!: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  /** When whom it is about was settled. */
  @Column('timestamptz', { nullable: true }) chosenAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
}

/** One of those a bulk operation is about, and what became of it. */
@Entity('bulk_items')
@Index(['operationId', 'state', 'seq'])
export class BulkItemRow {
  @PrimaryColumn('uuid') @ForeignKey(() => BulkOperation) operationId!: string;
  @PrimaryColumn('integer') seq!: number;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  /** `run`: an order in its inbox. The others are retried by their own roads. */
  @Column('varchar', { length: 10 }) kind!: 'run' | 'process' | 'effect' | 'message' | 'event' | 'webhook';
  /** The run, process, effect, message, event or notice. */
  @Column('uuid') subjectId!: string;
  @ForeignKey(() => Run) @Column('uuid', { nullable: true }) runId!: string | null;
  /** The visit that an order on a token is for. */
  @Column('varchar', { length: 64, nullable: true }) stepId!: string | null;
  @Column('integer', { nullable: true }) visit!: number | null;
  /** The visit's deadline when it was chosen, on the run's own clock. */
  @Column('timestamptz', { nullable: true }) seenDeadline!: Date | null;
  @Column('varchar', { length: 12, default: 'waiting' }) state!: BulkItemState;
  @Column('varchar', { length: 500, default: '' }) detail!: string;
  @Column('timestamptz', { nullable: true }) sentAt!: Date | null;
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
}

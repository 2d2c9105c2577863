import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import type { ProcessKind } from '@gradus/contracts';
import { AutomationVersion } from './automations.ts';
import { Organization, User } from './people.ts';
import { Run } from './runs.ts';

/** planned -> claimed -> done | refused | unknown | cancelled; every change is a conditional update. */
export type EffectState = 'planned' | 'claimed' | 'done' | 'refused' | 'unknown' | 'cancelled';

/** A domain process: its row is first, its workflow may be restarted from the top at any time. */
@Entity('processes')
@Index(['kind', 'subjectId'], { unique: true })
@Index(['organizationId', 'state'], { where: `state <> 'ended'` })
@Index(['wakeAt'], { where: `state = 'open'` })
@Index(['createdAt'], { where: `state = 'open' AND "attended_at" IS NULL` })
export class Process {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @Column('varchar', { length: 30 }) kind!: ProcessKind;
  /** The enrollment, submission, credential or order it is about. */
  @Column('uuid') subjectId!: string;
  @Column('varchar', { length: 10, default: 'open' }) state!: 'open' | 'blocked' | 'ended';
  @Column('varchar', { length: 40, nullable: true }) outcome!: string | null;
  @Column('varchar', { length: 80, nullable: true }) problemCode!: string | null;
  @Column('varchar', { length: 500, nullable: true }) problemDetail!: string | null;
  /** Rises with each retry by an operator. */
  @Column('integer', { default: 0 }) round!: number;
  /** When its workflow last said it is there. */
  @Column('timestamptz', { nullable: true }) attendedAt!: Date | null;
  /** When it should have been attended again; past it, the sweep rings. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) wakeAt!: Date;
  /** How often the sweep has rung it since its workflow was last there, and when it may ring it again. */
  @Column('integer', { default: 0 }) sweepAttempts!: number;
  @Column('timestamptz', { nullable: true }) sweepAt!: Date | null;
  @Column('boolean', { default: false }) simulated!: boolean;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
}

/** The ledger: what touches the world, its key, and the proof that it happened once. */
@Entity('effects')
@Index(['key', 'organizationId'], { unique: true })
@Index(['runId'], { where: `"fed_at" IS NULL AND "run_id" IS NOT NULL` })
@Index(['processId'])
@Index(['organizationId', 'state'], { where: `state IN ('planned','claimed','unknown')` })
@Index(['organizationId', 'lateAt'], { where: `"late_at" IS NOT NULL AND "late_noted_at" IS NULL` })
export class Effect {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Run) @Column('uuid', { nullable: true }) runId!: string | null;
  @ForeignKey(() => Process) @Column('uuid', { nullable: true }) processId!: string | null;
  /** The version whose step planned it: what it says to do. */
  @ForeignKey(() => AutomationVersion) @Column('uuid', { nullable: true }) versionId!: string | null;
  /** `run:step:visit`, or `process kind:subject` for a domain process. Outward key = key + try. */
  @Column('varchar', { length: 200 }) key!: string;
  @Column('varchar', { length: 30 }) kind!: string;
  @Column('varchar', { length: 64, nullable: true }) stepId!: string | null;
  @Column('integer', { nullable: true }) visit!: number | null;
  @Column('integer', { default: 1 }) try!: number;
  /** Variables as they were when it was decided. */
  @Column('jsonb', { nullable: true }) given!: Record<string, string | number | boolean> | null;
  @Column('varchar', { length: 10, default: 'planned' }) state!: EffectState;
  @Column('integer', { default: 0 }) attempt!: number;
  @Column('varchar', { length: 120, nullable: true }) claimedBy!: string | null;
  @Column('timestamptz', { nullable: true }) claimedUntil!: Date | null;
  @Column('timestamptz', { nullable: true }) nextAttemptAt!: Date | null;
  /** When the present round of retries began; the horizon counts from here. */
  @Column('timestamptz', { nullable: true }) retryingSince!: Date | null;
  @Column('jsonb', { nullable: true }) outcome!: Record<string, unknown> | null;
  @Column('varchar', { length: 80, nullable: true }) problemCode!: string | null;
  @Column('varchar', { length: 500, nullable: true }) problemDetail!: string | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
  /** A pause holds it back; null: it may be begun. */
  @Column('timestamptz', { nullable: true }) heldAt!: Date | null;
  /** When the run's turn took the outcome. */
  @Column('timestamptz', { nullable: true }) fedAt!: Date | null;
  /** It was done after its step had been left, and could not be taken back: a person has to look. */
  @Column('timestamptz', { nullable: true }) lateAt!: Date | null;
  @Column('timestamptz', { nullable: true }) lateNotedAt!: Date | null;
}

/** One mail or notice to one person, queued with its effect, delivered by the relay. Shares the ledger's claim states. */
@Entity('messages')
@Index(['organizationId', 'key'], { unique: true })
@Index(['userId', 'createdAt'])
@Index(['runId'])
@Index(['taskId'], { where: `"task_id" IS NOT NULL` })
export class Message {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @ForeignKey(() => Run) @Column('uuid', { nullable: true }) runId!: string | null;
  /** The task it tells somebody of; closed, and nobody needs to be told. */
  @Column('uuid', { nullable: true }) taskId!: string | null;
  @Column('uuid', { nullable: true }) versionId!: string | null;
  @Column('varchar', { length: 64, nullable: true }) stepId!: string | null;
  @Column('integer', { nullable: true }) visit!: number | null;
  @Column('varchar', { length: 200 }) key!: string;
  @Column('integer', { default: 1 }) try!: number;
  @Column('varchar', { length: 14 }) category!: 'transactional' | 'marketing';
  @Column('varchar', { length: 6, default: 'mail' }) channel!: 'mail' | 'inApp' | 'both';
  /** `step`: rendered from the version's step; others are system mails with a template in the code. */
  @Column('varchar', { length: 30 }) purpose!:
    | 'step'
    | 'task'
    | 'checkout'
    | 'verify-email'
    | 'reset-password'
    | 'known-address'
    | 'enrolled-by-hand'
    | 'another-attempt'
    | 'grade-changed'
    | 'certificate-revoked';
  /** Ids the template needs, e.g. { tokenId }. */
  @Column('jsonb', { default: () => `'{}'` }) payload!: Record<string, string>;
  /** The template's subject, before names are filled in: what ops read. */
  @Column('varchar', { length: 200 }) subject!: string;
  @Column('boolean', { default: false }) awaited!: boolean;
  @Column('varchar', { length: 10, default: 'planned' }) state!: EffectState;
  @Column('integer', { default: 0 }) attempt!: number;
  @Column('varchar', { length: 120, nullable: true }) claimedBy!: string | null;
  @Column('timestamptz', { nullable: true }) claimedUntil!: Date | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) nextAttemptAt!: Date;
  @Column('timestamptz', { nullable: true }) retryingSince!: Date | null;
  @Column('timestamptz', { nullable: true }) validUntil!: Date | null;
  /** When it was let past the frequency cap: from then on it counts for those that come after it. */
  @Column('timestamptz', { nullable: true }) countedAt!: Date | null;
  /** A pause holds it back; null: it may go out. */
  @Column('timestamptz', { nullable: true }) heldAt!: Date | null;
  @Column('varchar', { length: 80, nullable: true }) problemCode!: string | null;
  @Column('varchar', { length: 500, nullable: true }) problemDetail!: string | null;
  @Column('boolean', { default: false }) simulated!: boolean;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
  @Column('timestamptz', { nullable: true }) fedAt!: Date | null;
}

/** Messages that the relay may take, or has in hand, by when they are due. Kept by a trigger on `messages`. */
@Entity('due_messages')
export class DueMessage {
  @PrimaryColumn('timestamptz') dueAt!: Date;
  @PrimaryColumn('uuid') messageId!: string;
}

/** Messages that were refused, are unknown or were put off with a problem: what ops look for. Kept by a trigger. */
@Entity('troubled_messages')
export class TroubledMessage {
  @PrimaryColumn('uuid') organizationId!: string;
  @PrimaryColumn('uuid') messageId!: string;
}

/** Messages that are settled and whose run, which waits for that, was not told yet. Kept by a trigger. */
@Entity('untold_messages')
export class UntoldMessage {
  @PrimaryColumn('timestamptz') settledAt!: Date;
  @PrimaryColumn('uuid') messageId!: string;
}

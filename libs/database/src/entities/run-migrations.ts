import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import type { MigrationPlan, Move } from '@gradus/flow';
import { Automation, AutomationVersion } from './automations.ts';
import { Organization, User } from './people.ts';
import { Run } from './runs.ts';

/** What a published version does to the people already inside: decided when it was published, carried out by a process. */
@Entity('run_migrations')
@Index(['automationId', 'createdAt'])
@Index(['versionId'])
export class RunMigration {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Automation) @Column('uuid') automationId!: string;
  /** The version they go over to. */
  @ForeignKey(() => AutomationVersion) @Column('uuid') versionId!: string;
  @Column('jsonb') plan!: MigrationPlan;
  /** Only these; null: everybody who is inside another version. */
  @Column('uuid', { array: true, nullable: true }) onlyRunIds!: string[] | null;
  @Column('integer') runsPerSecond!: number;
  @Column('varchar', { length: 10, default: 'running' }) state!: 'running' | 'paused' | 'stopped' | 'done';
  @Column('varchar', { length: 200, nullable: true }) stoppedBecause!: string | null;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) requestedBy!: string | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  /** When the list of people was made. */
  @Column('timestamptz', { nullable: true }) preparedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
}

/** One run of a migration: planned -> sent (its inbox row is written) -> done | refused | failed; or skipped. */
@Entity('run_migration_items')
@Index(['migrationId', 'state'])
@Index(['runId'])
export class RunMigrationItem {
  @PrimaryColumn('uuid') @ForeignKey(() => RunMigration) migrationId!: string;
  @PrimaryColumn('uuid') @ForeignKey(() => Run) runId!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => AutomationVersion) @Column('uuid') fromVersionId!: string;
  @Column('varchar', { length: 10, default: 'planned' }) state!:
    'planned' | 'sent' | 'done' | 'refused' | 'failed' | 'skipped';
  /** What became of each of its tokens, as the run's own turn told it. */
  @Column('jsonb', { nullable: true }) moves!: Move[] | null;
  @Column('varchar', { length: 500, nullable: true }) detail!: string | null;
  @Column('timestamptz', { nullable: true }) sentAt!: Date | null;
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
}

/** A visit that went on in another version: counted as migrated out of the one and into the other. */
@Entity('visit_migrations')
@Index(['fromVersionId', 'stepId'])
@Index(['toVersionId', 'stepId'])
export class VisitMigration {
  @PrimaryColumn('uuid') @ForeignKey(() => Run) runId!: string;
  @PrimaryColumn('varchar', { length: 64 }) stepId!: string;
  @PrimaryColumn('integer') visit!: number;
  @PrimaryColumn('uuid') @ForeignKey(() => AutomationVersion) fromVersionId!: string;
  @ForeignKey(() => AutomationVersion) @Column('uuid') toVersionId!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  /** Virtual. */
  @Column('timestamptz') at!: Date;
}

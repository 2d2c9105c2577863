import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import type { AdmissionOutcome, AdmissionState } from '@gradus/contracts';
import { Automation } from '../automations.ts';
import { Enrollment } from '../learning.ts';
import { Organization, User } from '../people.ts';
import { Run } from '../runs.ts';

/** Many people let into an automation at a limited rate. The row of the domain process `admitPeople`. */
@Entity('admissions')
@Index(['automationId', 'createdAt'])
@Index(['automationId', 'occasion'], { unique: true })
export class AdmissionRow {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Automation) @Column('uuid') automationId!: string;
  /** A person's request, the question at publishing, or a date of the schedule. */
  @Column('varchar', { length: 10 }) cause!: 'by-hand' | 'backfill' | 'schedule';
  /** What makes it one: the request's key, the version, the date. */
  @Column('varchar', { length: 120 }) occasion!: string;
  /** `run` begins runs; `mark` only notes that they are done with it, so that they never enter by rule "once". */
  @Column('varchar', { length: 4, default: 'run' }) mode!: 'run' | 'mark';
  @Column('varchar', { length: 10, default: 'open' }) state!: AdmissionState;
  @Column('integer') ratePerMinute!: number;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) requestedBy!: string | null;
  @Column('varchar', { length: 500, default: '' }) reason!: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
}

/** One person of an admission, and what became of it. */
@Entity('admission_items')
@Index(['admissionId', 'seq'], { where: `outcome IS NULL` })
export class AdmissionItem {
  @PrimaryColumn('uuid') @ForeignKey(() => AdmissionRow) admissionId!: string;
  @PrimaryColumn('integer') seq!: number;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) userId!: string | null;
  @ForeignKey(() => Enrollment) @Column('uuid', { nullable: true }) enrollmentId!: string | null;
  /** How they were asked for, where nobody was found. */
  @Column('varchar', { length: 255, nullable: true }) label!: string | null;
  @Column('varchar', { length: 16, nullable: true }) outcome!: AdmissionOutcome | null;
  @ForeignKey(() => Run) @Column('uuid', { nullable: true }) runId!: string | null;
  @Column('varchar', { length: 500, nullable: true }) detail!: string | null;
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
}

import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { AutomationVersion } from '../automations.ts';
import { Enrollment } from '../learning.ts';
import { Organization, User } from '../people.ts';
import { Run } from '../runs.ts';

/** Somebody else who may close a task, from a moment on. */
export interface TaskBackup {
  from: string;
  personId?: string;
  role?: string;
}

/**
 * Something a person of the school is asked for: to decide, to do, to take notice. What is decided is this row; whoever
 * decides and whoever lets the time run out lock it, so that exactly one of them is first.
 */
@Entity('tasks')
@Index(['runId', 'stepId', 'visit'], { unique: true })
@Index(['organizationId', 'openedAt'], { where: `state = 'open'` })
@Index(['organizationId', 'closedAt'], { where: `state <> 'open'` })
@Index(['assigneeId'], { where: `state = 'open'` })
export class Task {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Run) @Column('uuid') runId!: string;
  @ForeignKey(() => AutomationVersion) @Column('uuid') versionId!: string;
  @Column('varchar', { length: 64 }) stepId!: string;
  @Column('integer') visit!: number;
  /** Whom it is about. */
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid', { nullable: true }) enrollmentId!: string | null;
  @Column('varchar', { length: 10 }) kind!: 'approval' | 'todo' | 'alert';
  @Column('varchar', { length: 200 }) title!: string;
  @Column('text', { nullable: true }) details!: string | null;
  /** The learner waits for it: after its time it cannot be decided any more. */
  @Column('boolean') holds!: boolean;
  /** One of both: a person, or everybody with a role. */
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) assigneeId!: string | null;
  @Column('varchar', { length: 20, nullable: true }) role!: string | null;
  @Column('jsonb', { default: () => `'[]'` }) backups!: TaskBackup[];
  @Column('timestamptz', { nullable: true }) dueAt!: Date | null;
  /** The clocks of its run stand still: it is not due meanwhile. */
  @Column('timestamptz', { nullable: true }) pausedAt!: Date | null;
  @Column('varchar', { length: 10, default: 'open' }) state!: 'open' | 'decided' | 'overdue' | 'withdrawn';
  @Column('varchar', { length: 14, nullable: true }) decision!: string | null;
  /** What was said with the decision, sealed with the key of the learner it is about. */
  @Column('bytea', { nullable: true }) commentCipher!: Buffer | null;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) decidedBy!: string | null;
  @Column('boolean', { default: false }) simulated!: boolean;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) openedAt!: Date;
  /** When it was decided, was due, or nobody needed it any more. */
  @Column('timestamptz', { nullable: true }) closedAt!: Date | null;
}

import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import type { RunCondition } from '@gradus/contracts';
import type { Move, SavedState } from '@gradus/flow';
import { Automation, AutomationVersion } from './automations.ts';
import { Enrollment } from './learning.ts';
import { Organization, User } from './people.ts';

/** One subject's way through an automation. Only `advance` writes `state`. */
@Entity('runs')
@Index(['automationId', 'entryKey'], { unique: true })
@Index(['automationId', 'userId'], { unique: true, where: `"finished_at" IS NULL AND "single_open"` })
@Index(['organizationId', 'automationId', 'startedAt'])
@Index(['automationId', 'versionId'], { where: `"finished_at" IS NULL` })
@Index(['enrollmentId'])
@Index(['userId'])
@Index('runs_restart_of', ['restartOf'], { where: `"restart_of" IS NOT NULL` })
@Index('runs_called_by', ['calledByRunId'], { where: `"called_by_run_id" IS NOT NULL` })
@Index('runs_called_key', ['calledKey'], { unique: true, where: `"called_key" IS NOT NULL` })
@Index(['organizationId', 'condition'], { where: `"finished_at" IS NULL` })
export class Run {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Automation) @Column('uuid') automationId!: string;
  @ForeignKey(() => AutomationVersion) @Column('uuid') versionId!: string;
  /** The other versions it stands on, or enters at its next step: it listens to their events, too. */
  @Column('uuid', { array: true, default: '{}' }) besideVersionIds!: string[];
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid', { nullable: true }) enrollmentId!: string | null;
  /** What the entry rule makes unique: the enrollment, the person, the event or the key. */
  @Column('varchar', { length: 200 }) entryKey!: string;
  /** Entry rule "after the last run ended": at most one open run a person. */
  @Column('boolean', { default: false }) singleOpen!: boolean;
  /** With `trail`, as `saveState` of the engine makes them. Read with `readState`. */
  @Column('jsonb') state!: SavedState['state'];
  @Column('text', { default: '' }) trail!: string;
  @Column('varchar', { length: 10 }) condition!: RunCondition;
  @Column('varchar', { length: 12, nullable: true }) outcome!: string | null;
  /** When time alone makes it due; real time. */
  @Column('timestamptz', { nullable: true }) wakeAt!: Date | null;
  @Column('integer', { default: 0 }) eventSeq!: number;
  /** The affine virtual clock: virtual = origin + (real - origin) * speed. */
  @Column('timestamptz') clockOrigin!: Date;
  @Column('double precision', { default: 1 }) speed!: number;
  @Column('boolean', { default: false }) simulated!: boolean;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) startedAt!: Date;
  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
  /** The run that had ended and whose place this one takes. */
  @ForeignKey(() => Run) @Column('uuid', { nullable: true }) restartOf!: string | null;
  /** The run that called it, the step that did, and the key of that call in the ledger. */
  @ForeignKey(() => Run, { name: 'FK_runs_called_by' })
  @Column('uuid', { nullable: true })
  calledByRunId!: string | null;
  @Column('varchar', { length: 64, nullable: true }) calledByStepId!: string | null;
  @Column('varchar', { length: 200, nullable: true }) calledKey!: string | null;
  /** It goes on when the run that called it is taken elsewhere. */
  @Column('boolean', { default: false }) detached!: boolean;
  /** When a turn last looked at it. */
  @Column('timestamptz', { nullable: true }) attendedAt!: Date | null;
  /** How often the sweep has rung it since a turn last got anywhere, and when it may ring it again. */
  @Column('integer', { default: 0 }) sweepAttempts!: number;
  @Column('timestamptz', { nullable: true }) sweepAt!: Date | null;
}

/** Rows that wait for a run: events and commands. Written before anybody is rung. */
@Entity('inbox')
@Index(['runId', 'key'], { unique: true })
@Index(['runId'], { where: `"taken_at" IS NULL` })
@Index(['createdAt'], { where: `"taken_at" IS NULL` })
export class InboxRow {
  /** Order of arrival. */
  @PrimaryGeneratedColumn('increment', { type: 'bigint' }) id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Run) @Column('uuid') runId!: string;
  @Column('varchar', { length: 10 }) kind!: 'event' | 'command' | 'zone' | 'migrate';
  /** The event id, the command's idempotency key, or the migration's id. */
  @Column('varchar', { length: 200 }) key!: string;
  @Column('varchar', { length: 80 }) type!: string;
  @Column('jsonb') payload!: Record<string, unknown>;
  @Column('timestamptz') effectiveAt!: Date;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) takenAt!: Date | null;
  /** `{ accepted, detail }` of a command, with `moves` of a migration; `{ error }` of a poisoned row. */
  @Column('jsonb', { nullable: true }) outcome!: {
    accepted?: boolean;
    detail: string;
    error?: boolean;
    moves?: Move[];
  } | null;
}

/** One time a token was at a step. Numbers on the canvas are counted from these rows, never summed from events. */
@Entity('step_runs')
@Index(['runId', 'stepId', 'visit'], { unique: true })
@Index(['versionId', 'stepId'])
export class StepRun {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid') organizationId!: string;
  @ForeignKey(() => Run) @Column('uuid') runId!: string;
  @Column('uuid') versionId!: string;
  @Column('varchar', { length: 64 }) stepId!: string;
  @Column('integer') visit!: number;
  @Column('integer', { default: 1 }) iteration!: number;
  @Column('varchar', { length: 10 }) state!: 'running' | 'waiting' | 'blocked' | 'held' | 'left' | 'exited';
  @Column('varchar', { length: 64, nullable: true }) port!: string | null;
  @Column('varchar', { length: 20, nullable: true }) leftBecause!: string | null;
  /** Virtual times: the run's own clock. */
  @Column('timestamptz') enteredAt!: Date;
  @Column('timestamptz', { nullable: true }) leftAt!: Date | null;
  @Column('timestamptz', { nullable: true }) deadline!: Date | null;
  @Column('varchar', { length: 80, nullable: true }) problemCode!: string | null;
  @Column('varchar', { length: 500, nullable: true }) problemDetail!: string | null;
}

/** Which event types a token waits for now. Replaced after each turn. */
@Entity('waits')
@Index(['organizationId', 'eventType', 'userId'])
export class Wait {
  @PrimaryColumn('uuid') @ForeignKey(() => Run) runId!: string;
  @PrimaryColumn('varchar', { length: 64 }) stepId!: string;
  @PrimaryColumn('integer') visit!: number;
  @PrimaryColumn('varchar', { length: 80 }) eventType!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
}

/**
 * What happened to a run, in order: a row a turn. `run_events` is the view that tells it line by line, and the one to read.
 * `seq`, of the last line, is taken under the run's lock.
 */
@Entity('run_turns')
export class RunTurn {
  @PrimaryColumn('uuid') @ForeignKey(() => Run) runId!: string;
  @PrimaryColumn('integer') seq!: number;
  @Column('uuid') organizationId!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) realAt!: Date;
  /**
   * Virtual milliseconds of the first line, then a line each: type, step, milliseconds since the first, data. What is left out
   * the view adds.
   */
  @Column('json') events!: [number, ...Array<[string, string | null, number?, Record<string, unknown>?]>];
}

/** When open runs are due: `runs.wake_at` apart from the wide row. Kept by a trigger. */
@Entity('run_wakes')
export class RunWake {
  @PrimaryColumn('timestamptz') wakeAt!: Date;
  @PrimaryColumn('uuid') runId!: string;
}

import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { EnrollmentState } from '@gradus/contracts';
import { Course, CourseVersion, Lesson, Module } from './courses.ts';
import { Organization, User } from './people.ts';

/** One learner in one course. `enrolled_at`, `completed_at`, `progress_percentage` are projections of facts. */
@Entity('enrollments')
@Index(['organizationId', 'courseId', 'enrolledAt'])
@Index(['userId', 'courseId'], {
  unique: true,
  where: `state IN ('invited','pending','active','paused','completed')`,
})
export class Enrollment {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @ForeignKey(() => Course) @Column('uuid') courseId!: string;
  @ForeignKey(() => CourseVersion) @Column('uuid') courseVersionId!: string;
  @Column('varchar', { length: 12 }) state!: EnrollmentState;
  /** When the enrollment became active; until then when it was asked for. Also the origin of its clock. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) enrolledAt!: Date;
  /** When it became active, once and for all; null: it never was. */
  @Column('timestamptz', { nullable: true }) activatedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) completedAt!: Date | null;
  @Column('numeric', { precision: 5, scale: 2, default: 0 }) progressPercentage!: string;
  /** Virtual seconds per real second, counted from `enrolled_at`. */
  @Column('double precision', { default: 1 }) speed!: number;
  @Column('boolean', { default: false }) simulated!: boolean;
  @Column('varchar', { length: 12 }) source!: 'free' | 'order' | 'grant' | 'subscription';
  /** Why it was revoked, as the learner reads it. */
  @Column('varchar', { length: 200, nullable: true }) endedReason!: string | null;
  /** Staff ended its access: until it is active again, a course that costs nothing does not give it back by itself. */
  @Column('boolean', { default: false }) endedByStaff!: boolean;
  /** When the school allowed one attempt more at an assessment, oldest first, by its id. */
  @Column('jsonb', { default: () => `'{}'` }) extraAttempts!: Record<string, string[]>;
  /** How often it was taken up again after having been revoked. */
  @Column('integer', { default: 0 }) reopened!: number;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
}

/** One time a module was closed again. */
export interface ModuleClosing {
  /** Since when it had been open. */
  opened: string;
  at: string;
  /** As the learner reads it. */
  reason: string;
  runId: string;
  stepId: string;
}

/**
 * When a module opens for one enrollment. Open means `unlock_at <= now()` and no hold, whoever looks and whatever runs.
 * `projected` rows follow the run; a `released` row is moved again by nothing but a step that closes it by name: it is then
 * `projected` again, and `closings` says what was.
 */
@Entity('module_unlocks')
@Index(['enrollmentId', 'moduleId'], { unique: true })
export class ModuleUnlock {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid') enrollmentId!: string;
  @ForeignKey(() => Module) @Column('uuid') moduleId!: string;
  @Column('varchar', { length: 12 }) state!: 'projected' | 'released';
  @Column('timestamptz', { nullable: true }) unlockAt!: Date | null;
  @Column('timestamptz', { nullable: true }) expectedAt!: Date | null;
  @Column('jsonb', { default: () => `'[]'` }) because!: unknown[];
  @Column('boolean', { default: false }) hold!: boolean;
  /** Oldest first. */
  @Column('jsonb', { default: () => `'[]'` }) closings!: ModuleClosing[];
}

@Entity('lesson_progress')
@Index(['enrollmentId', 'lessonId'], { unique: true })
export class LessonProgress {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid') enrollmentId!: string;
  @ForeignKey(() => Lesson) @Column('uuid') lessonId!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) completedAt!: Date;
}

import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { SubmissionState } from '@gradus/contracts';
import { Assessment } from './courses.ts';
import { Enrollment } from './learning.ts';
import { Organization, User } from './people.ts';

@Entity('ai_models')
@Index(['name', 'version'], { unique: true })
export class AiModel {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('varchar', { length: 255 }) name!: string;
  @Column('varchar', { length: 50, nullable: true }) version!: string | null;
  @Column('varchar', { length: 500, nullable: true }) apiEndpoint!: string | null;
  @Column('boolean', { default: true }) isActive!: boolean;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('varchar', { length: 40 }) provider!: string;
  /** USD per million tokens; null means unknown, never free. */
  @Column('jsonb', { nullable: true }) prices!: { input: number; cachedInput: number; output: number } | null;
}

/** What is being written, before it is handed in. Encrypted with the learner's data key. */
@Entity('assessment_drafts')
@Index(['enrollmentId', 'assessmentId'], { unique: true })
export class AssessmentDraft {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid') enrollmentId!: string;
  @ForeignKey(() => Assessment) @Column('uuid') assessmentId!: string;
  @Column('bytea') bodyCipher!: Buffer;
  @Column('timestamptz') savedAt!: Date;
}

/** What was handed in. The row of the domain process `gradeSubmission`. */
@Entity('submissions')
@Index(['enrollmentId', 'assessmentId', 'attempt'], { unique: true })
@Index(['organizationId', 'submittedAt'], { where: `state = 'in_review'` })
export class Submission {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Enrollment) @Column('uuid') enrollmentId!: string;
  @ForeignKey(() => Assessment) @Column('uuid') assessmentId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @Column('integer') attempt!: number;
  @Column('varchar', { length: 12 }) state!: SubmissionState;
  @Column('bytea') bodyCipher!: Buffer;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) submittedAt!: Date;
  /** Why a person is asked to look. */
  @Column('varchar', { length: 300, nullable: true }) reviewReason!: string | null;
  /** An automation wants a person to grade it, however sure the machine is. */
  @Column('boolean', { default: false }) personAsked!: boolean;
  /** Of the request that handed it in, its sender's: repeated, it is answered as before. */
  @Column('varchar', { length: 64, nullable: true }) request!: string | null;
}

/** A machine's grade before release: never shown to the learner, completes nothing. */
@Entity('grade_proposals')
export class GradeProposal {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Submission) @Column('uuid', { unique: true }) submissionId!: string;
  @Column('varchar', { length: 40 }) provider!: string;
  @Column('varchar', { length: 255 }) model!: string;
  @Column('numeric', { precision: 5, scale: 2 }) percentage!: string;
  @Column('double precision') confidence!: number;
  /** CriterionGrade[] as JSON, encrypted with the learner's data key (it quotes the submission). */
  @Column('bytea') criteriaCipher!: Buffer;
  @Column('jsonb', { default: () => `'[]'` }) flags!: string[];
  @Column('varchar', { length: 14 }) state!: 'pending' | 'auto_released' | 'accepted' | 'edited';
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
}

/** What an instructor decided. A human decision is a row, never only a signal. */
@Entity('review_decisions')
export class ReviewDecision {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Submission) @Column('uuid', { unique: true }) submissionId!: string;
  @ForeignKey(() => User) @Column('uuid') decidedBy!: string;
  @Column('bytea') decisionCipher!: Buffer;
  @CreateDateColumn({ type: 'timestamptz' }) decidedAt!: Date;
}

/** What a submission was given. A changed grade is a row more; the one before it stays as it was given. */
@Entity('grades')
@Index(['submissionId', 'number'], { unique: true })
@Index(['submissionId'], { unique: true, where: 'replaced_at IS NULL' })
export class Grade {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Submission) @Column('uuid') submissionId!: string;
  /** 1 when it was graded first, one more for each change. */
  @Column('integer', { default: 1 }) number!: number;
  @Column('numeric', { precision: 5, scale: 2 }) percentage!: string;
  @Column('boolean') passed!: boolean;
  /** { criteria: CriterionGrade[], feedback, reason? (of a change) } as JSON, encrypted with the learner's data key. */
  @Column('bytea') detailCipher!: Buffer;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) gradedBy!: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) gradedAt!: Date;
  /** Another grade counts since then; null: this one does. */
  @Column('timestamptz', { nullable: true }) replacedAt!: Date | null;
}

/** The ledger of calls to AI providers: a retry that finds a finished row returns it and pays nothing. */
@Entity('ai_calls')
@Index(['organizationId', 'createdAt'])
export class AiCall {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @Column('varchar', { length: 200, unique: true }) key!: string;
  @Column('varchar', { length: 40 }) provider!: string;
  @Column('varchar', { length: 255 }) model!: string;
  @Column('varchar', { length: 10 }) state!: 'started' | 'done' | 'refused';
  @Column('varchar', { length: 200, nullable: true }) requestId!: string | null;
  @Column('jsonb', { nullable: true }) usage!: object | null;
  @Column('numeric', { precision: 12, scale: 6, nullable: true }) costUsd!: string | null;
  @Column('bytea', { nullable: true }) answerCipher!: Buffer | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
}

import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { CourseDocument, RubricCriterion } from '@gradus/contracts';
import { Organization } from './people.ts';

@Entity('courses')
@Index(['organizationId', 'key'], { unique: true })
export class Course {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @Column('varchar', { length: 80 }) key!: string;
  @Column('varchar', { length: 255 }) title!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('integer', { nullable: true }) durationWeeks!: number | null;
  /** Major units; 0 is free. */
  @Column('numeric', { precision: 10, scale: 2, nullable: true }) price!: string | null;
  @Column('char', { length: 3, default: 'EUR' }) currency!: string;
  @Column('uuid', { nullable: true }) publishedVersionId!: string | null;
  @Column('jsonb') credential!: { name: string; description: string; criteria: string };
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
}

/** Content as it was published, immutable. Learners stay on the version they began. */
@Entity('course_versions')
@Index(['courseId', 'number'], { unique: true })
@Index(['courseId', 'contentHash'], { unique: true })
export class CourseVersion {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Course) @Column('uuid') courseId!: string;
  @Column('integer') number!: number;
  @Column('char', { length: 64 }) contentHash!: string;
  @Column('varchar', { length: 12 }) state!: 'draft' | 'published';
  /** What it says of the course itself, which takes it over when the version is published; null: an old one, it says nothing. */
  @Column('jsonb', { nullable: true }) about!: Pick<
    CourseDocument,
    'title' | 'description' | 'durationWeeks' | 'price' | 'credential'
  > | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) publishedAt!: Date | null;
}

@Entity('phases')
@Index(['courseVersionId', 'key'], { unique: true })
export class Phase {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => CourseVersion, { onDelete: 'CASCADE' }) @Column('uuid') courseVersionId!: string;
  @Column('varchar', { length: 80 }) key!: string;
  @Column('integer') position!: number;
  @Column('varchar', { length: 160 }) title!: string;
  @Column('text') summary!: string;
}

/** One week. `position` counts over the whole course, from 1. */
@Entity('modules')
@Index(['courseVersionId', 'key'], { unique: true })
@Index(['courseVersionId', 'position'], { unique: true })
export class Module {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => CourseVersion, { onDelete: 'CASCADE' }) @Column('uuid') courseVersionId!: string;
  @ForeignKey(() => Phase, { onDelete: 'CASCADE' }) @Column('uuid') phaseId!: string;
  @Column('varchar', { length: 80 }) key!: string;
  @Column('integer') position!: number;
  @Column('varchar', { length: 160 }) title!: string;
  @Column('text') summary!: string;
  @Column('jsonb') objectives!: string[];
}

@Entity('lessons')
@Index(['courseVersionId', 'key'], { unique: true })
@Index(['moduleId', 'position'], { unique: true })
export class Lesson {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => CourseVersion, { onDelete: 'CASCADE' }) @Column('uuid') courseVersionId!: string;
  @ForeignKey(() => Module, { onDelete: 'CASCADE' }) @Column('uuid') moduleId!: string;
  @Column('varchar', { length: 80 }) key!: string;
  @Column('integer') position!: number;
  @Column('varchar', { length: 160 }) title!: string;
  @Column('integer') minutes!: number;
  @Column('text') markdown!: string;
  @Column('boolean', { default: true }) required!: boolean;
}

@Entity('rubrics')
export class Rubric {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => CourseVersion, { onDelete: 'CASCADE' }) @Index() @Column('uuid') courseVersionId!: string;
  /** With exemplars: never sent to learners. */
  @Column('jsonb') criteria!: RubricCriterion[];
}

@Entity('assessments')
@Index(['courseVersionId', 'key'], { unique: true })
@Index(['moduleId'])
export class Assessment {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => CourseVersion, { onDelete: 'CASCADE' }) @Column('uuid') courseVersionId!: string;
  @ForeignKey(() => Module, { onDelete: 'CASCADE' }) @Column('uuid') moduleId!: string;
  @ForeignKey(() => Rubric) @Column('uuid') rubricId!: string;
  @Column('varchar', { length: 80 }) key!: string;
  @Column('varchar', { length: 160 }) title!: string;
  @Column('text') instructions!: string;
  @Column('numeric', { precision: 5, scale: 2 }) passPercentage!: string;
  @Column('integer') maxAttempts!: number;
  @Column('integer', { default: 0 }) minWords!: number;
  @Column('boolean', { default: true }) required!: boolean;
}

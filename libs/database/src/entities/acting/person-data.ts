import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { FieldType, FieldValue } from '@gradus/flow';
import { Organization, User } from '../people.ts';
import { Run } from '../runs.ts';

/** A stretch of time in which a tag was on a person of a school. Rows are ended, never rewritten: facts stay dated. */
@Entity('person_tags')
@Index(['organizationId', 'userId', 'tag'], { unique: true, where: `"removed_at" IS NULL` })
@Index(['organizationId', 'userId'])
@Index(['organizationId', 'tag'], { where: `"removed_at" IS NULL` })
export class PersonTag {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @Column('varchar', { length: 40 }) tag!: string;
  @Column('timestamptz') addedAt!: Date;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) addedBy!: string | null;
  @ForeignKey(() => Run) @Column('uuid', { nullable: true }) addedByRun!: string | null;
  @Column('timestamptz', { nullable: true }) removedAt!: Date | null;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) removedBy!: string | null;
  @ForeignKey(() => Run) @Column('uuid', { nullable: true }) removedByRun!: string | null;
}

/** A value that a field of a person was given; the last one counts. A value of null takes the field away. */
@Entity('person_fields')
@Index(['organizationId', 'userId', 'field', 'setAt'])
export class PersonField {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @Column('varchar', { length: 40 }) field!: string;
  @Column('varchar', { length: 10 }) type!: FieldType;
  @Column('jsonb', { nullable: true }) value!: FieldValue | null;
  @Column('timestamptz') setAt!: Date;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) setBy!: string | null;
  @ForeignKey(() => Run) @Column('uuid', { nullable: true }) setByRun!: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt!: Date;
}

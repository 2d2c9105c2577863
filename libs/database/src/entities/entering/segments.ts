import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import type { Audience } from '@gradus/contracts';
import { Organization, User } from '../people.ts';

/** A standing question about people: who belongs is worked out on events and every night. */
@Entity('segments')
@Index(['organizationId', 'name'], { unique: true, where: `"archived_at" IS NULL` })
@Index(['nextFullAt'], { where: `"archived_at" IS NULL` })
export class Segment {
  @PrimaryColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @Column('varchar', { length: 120 }) name!: string;
  @Column('jsonb') audience!: Audience;
  /** Occasions on which somebody is looked at again: types of events, and what triggers note without one. */
  @Column('text', { array: true }) listens!: string[];
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) createdBy!: string | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  /** When everybody was last worked out, and when that is due again. */
  @Column('timestamptz', { nullable: true }) evaluatedAt!: Date | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) nextFullAt!: Date;
  @Column('timestamptz', { nullable: true }) archivedAt!: Date | null;
}

/** Somebody who belongs or belonged to a segment. */
@Entity('segment_members')
@Index(['segmentId', 'enteredAt'], { where: `"left_at" IS NULL` })
@Index(['userId'])
export class SegmentMember {
  @PrimaryColumn('uuid') @ForeignKey(() => Segment) segmentId!: string;
  @PrimaryColumn('uuid') @ForeignKey(() => User) userId!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  /** The how-manieth time they belong: each entry is one event. */
  @Column('integer', { default: 1 }) entries!: number;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) enteredAt!: Date;
  @Column('timestamptz', { nullable: true }) leftAt!: Date | null;
}

/** Somebody something has happened to, to be looked at by the segments of the school. */
@Entity('segment_checks')
@Index(['organizationId', 'userId'])
export class SegmentCheck {
  @PrimaryGeneratedColumn('increment', { type: 'bigint' }) id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
}

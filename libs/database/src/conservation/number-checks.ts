import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Organization } from '../entities/people.ts';

/** A step whose numbers do not add up, as it was counted. */
export interface WrongNumbers {
  versionId: string;
  stepId: string;
  entered: number;
  /** Visits that are still there, and visits that went on or ended. */
  here: number;
  gone: number;
  /** What the states of the runs say is there. */
  tokens: number;
}

/** What the nightly count of every step and version of a school, and of its audit log, came to. */
@Entity('number_checks')
@Index(['organizationId', 'at'])
export class NumberCheck {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at!: Date;
  /** Steps of versions that anybody has come to. */
  @Column('integer') steps!: number;
  @Column('integer') visits!: number;
  /** At most fifty of them; none: the numbers add up. */
  @Column('jsonb') wrong!: WrongNumbers[];
  /** What the sweep had to mend in the day before. */
  @Column('integer') mended!: number;
  /** Entries of the audit log in the chain, and the link of the last of them; null: the night ended before they were looked at. */
  @Column('integer', { nullable: true }) auditEntries!: number | null;
  @Column('bytea', { nullable: true }) auditHead!: Buffer | null;
  /** The first place at which the chain is broken; null: it is whole. */
  @Column('integer', { nullable: true }) auditBrokenAt!: number | null;
}

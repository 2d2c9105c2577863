import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Organization, User } from '../people.ts';
import { Run } from '../runs.ts';

/** A text that a step had written for one learner. A message may use it once it is `approved`. */
@Entity('generated_texts')
@Index(['runId', 'stepId', 'visit'], { unique: true })
export class GeneratedText {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Run) @Column('uuid') runId!: string;
  @Column('varchar', { length: 64 }) stepId!: string;
  @Column('integer') visit!: number;
  /** Whom it is for, and whose key seals it. */
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  /** What messages call it: {{text.NAME}}. */
  @Column('varchar', { length: 40 }) name!: string;
  @Column('bytea') textCipher!: Buffer;
  @Column('varchar', { length: 255 }) model!: string;
  @Column('varchar', { length: 10 }) state!: 'draft' | 'approved' | 'refused';
  /** Whoever read it has changed it. */
  @Column('boolean', { default: false }) edited!: boolean;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) writtenAt!: Date;
}

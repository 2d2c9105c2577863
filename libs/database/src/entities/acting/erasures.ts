import { Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import { Organization, User } from '../people.ts';

/**
 * A person who was erased, once and for all. Ids only. The rows outlive a restored backup when they are brought into it again:
 * the worker then erases anew whoever the backup has brought back.
 */
@Entity('erasures')
export class Erasure {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid', { unique: true }) userId!: string;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) requestedBy!: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) requestedAt!: Date;
  /** Null: asked for, and not done in this database yet. */
  @Column('timestamptz', { nullable: true }) appliedAt!: Date | null;
}

import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { Automation } from '../automations.ts';
import { Effect } from '../effects.ts';
import { Organization, User } from '../people.ts';

/** A host that the school lets its automations call. None: they call nobody. */
@Entity('egress_hosts')
export class AllowedHost {
  @PrimaryColumn('uuid') @ForeignKey(() => Organization) organizationId!: string;
  @PrimaryColumn('varchar', { length: 253 }) host!: string;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) addedBy!: string | null;
  @CreateDateColumn({ type: 'timestamptz' }) addedAt!: Date;
}

/** A key that signs what goes out, or that others sign with what comes in; sealed by the key ring. */
@Entity('signing_keys')
@Index(['organizationId', 'automationId', 'direction'])
export class SigningKeyRow {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  /** Null: the school's own. */
  @ForeignKey(() => Automation) @Column('uuid', { nullable: true }) automationId!: string | null;
  @Column('varchar', { length: 3 }) direction!: 'out' | 'in';
  /** Its public name. */
  @Column('varchar', { length: 40 }) keyId!: string;
  @Column('varchar', { length: 80 }) wrappedBy!: string;
  @Column('bytea') sealed!: Buffer;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) createdBy!: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt!: Date;
  /** Another has taken its place: it still counts until then. */
  @Column('timestamptz', { nullable: true }) retiresAt!: Date | null;
}

/** What a call sends, fixed at its first attempt so that every attempt under one key says the same. Sealed by the person. */
@Entity('outside_calls')
export class OutsideCall {
  @PrimaryColumn('uuid') @ForeignKey(() => Effect) effectId!: string;
  @PrimaryColumn('integer') try!: number;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @Column('varchar', { length: 1000 }) url!: string;
  @Column('bytea') body!: Buffer;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt!: Date;
}

import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { HookOutcome } from '@gradus/contracts';
import { Automation } from '../automations.ts';
import { Organization, User } from '../people.ts';

/** A signed call that told an automation of somebody. Once for each id the sender gave it. */
@Entity('hook_deliveries')
@Index(['automationId', 'deliveryId'], { unique: true })
@Index(['automationId', 'receivedAt'])
@Index(['automationId', 'receivedAt'], { where: `outcome = 'unknown'` })
export class HookDeliveryRow {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Automation) @Column('uuid') automationId!: string;
  @Column('varchar', { length: 200 }) deliveryId!: string;
  /** The public name of the key it was signed with. */
  @Column('varchar', { length: 40 }) keyId!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) receivedAt!: Date;
  @Column('varchar', { length: 10 }) outcome!: HookOutcome;
  @Column('varchar', { length: 300, default: '' }) detail!: string;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) userId!: string | null;
  /** How the person was named, where nobody was found. */
  @Column('varchar', { length: 255, nullable: true }) label!: string | null;
}

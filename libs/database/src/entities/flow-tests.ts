import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { FlowExpectation, FlowTestGiven } from '@gradus/contracts';
import { Automation, AutomationVersion } from './automations.ts';
import { Organization, User } from './people.ts';

/** What an author expects of a drawing. `version_id` null: of the draft; else as it was published with that version. */
@Entity('flow_tests')
@Index(['automationId', 'versionId'])
export class FlowTestRow {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Automation) @Column('uuid') automationId!: string;
  @ForeignKey(() => AutomationVersion) @Column('uuid', { nullable: true }) versionId!: string | null;
  @Column('varchar', { length: 160 }) name!: string;
  @Column('jsonb') given!: FlowTestGiven;
  @Column('jsonb') expect!: FlowExpectation[];
  /** How it was when it was published with its version; null: of the draft. */
  @Column('boolean', { nullable: true }) passed!: boolean | null;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) writtenBy!: string | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) updatedAt!: Date;
}

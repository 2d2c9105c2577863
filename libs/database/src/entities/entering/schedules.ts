import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Automation, AutomationVersion } from '../automations.ts';
import { Organization } from '../people.ts';
import { AdmissionRow } from './admissions.ts';

/** When an automation that starts by the calendar is due next. Made again from its live version whenever that is another. */
@Entity('schedules')
@Index(['nextAt'])
export class ScheduleRow {
  @PrimaryColumn('uuid') @ForeignKey(() => Automation) automationId!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  /** Whose start it follows. */
  @ForeignKey(() => AutomationVersion) @Column('uuid') versionId!: string;
  @Column('timestamptz') nextAt!: Date;
  @Column('timestamptz', { nullable: true }) lastAt!: Date | null;
  /** What became of the last date: people were let in, or it was left out and why. */
  @Column('varchar', { length: 12, nullable: true }) lastOutcome!: 'let-in' | 'paused' | 'overlap' | null;
  @ForeignKey(() => AdmissionRow) @Column('uuid', { nullable: true }) lastAdmissionId!: string | null;
}

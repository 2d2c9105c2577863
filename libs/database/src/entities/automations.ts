import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Catalogue, Definition, Layout, Operation, PauseMode } from '@gradus/flow';
import { Course } from './courses.ts';
import { Organization, User } from './people.ts';

/** A drawn definition and its draft. `draft_revision` is the optimistic lock of every edit and of publishing. */
@Entity('automations')
@Index(['organizationId', 'use'])
@Index(['organizationId', 'startsOn'], { where: `"starts_on" IS NOT NULL` })
export class Automation {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Course) @Column('uuid', { nullable: true }) courseId!: string | null;
  @Column('varchar', { length: 160 }) name!: string;
  @Column('varchar', { length: 10 }) use!: 'journey' | 'campaign';
  @Column('jsonb') draftDefinition!: Definition;
  @Column('jsonb') draftLayout!: Layout;
  @Column('integer', { default: 1 }) draftRevision!: number;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) draftSavedAt!: Date;
  @Column('uuid', { nullable: true }) liveVersionId!: string | null;
  /** Nobody enters any more; who is inside goes on. */
  @Column('timestamptz', { nullable: true }) archivedAt!: Date | null;
  /** Its runs stand still, or hold back what they would send; who enters begins so. Null: it is not paused. */
  @Column('varchar', { length: 12, nullable: true }) pausedHow!: PauseMode | null;
  @Column('timestamptz', { nullable: true }) pausedAt!: Date | null;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) pausedBy!: string | null;
  /** The event type that starts runs of the live version of a campaign; null: none does. */
  @Column('varchar', { length: 80, nullable: true }) startsOn!: string | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
}

/** An immutable, published, hashed definition. */
@Entity('automation_versions')
@Index(['automationId', 'number'], { unique: true })
export class AutomationVersion {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Automation) @Column('uuid') automationId!: string;
  @Column('integer') number!: number;
  @Column('char', { length: 64 }) hash!: string;
  @Column('jsonb') definition!: Definition;
  @Column('jsonb') layout!: Layout;
  /** What the definition was compiled against: compiling it again gives the same plan. */
  @Column('jsonb') catalogue!: Catalogue;
  /** Event types a run of this version may react to. */
  @Column('text', { array: true }) listens!: string[];
  /** The automations it calls. */
  @Column('uuid', { array: true, default: '{}' }) calls!: string[];
  @Column('varchar', { length: 500, default: '' }) note!: string;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) publishedBy!: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) publishedAt!: Date;
}

/** What somebody did to a draft at one go: the audit trail of drawing. Rows are never changed. */
@Entity('draft_edits')
@Index(['automationId', 'revisionAfter'], { unique: true })
export class DraftEditRow {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => Automation) @Column('uuid') automationId!: string;
  @ForeignKey(() => User) @Column('uuid', { nullable: true }) editedBy!: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) editedAt!: Date;
  @Column('integer') revisionBefore!: number;
  @Column('integer') revisionAfter!: number;
  @Column('jsonb') operations!: Operation[];
  /** What each did, as the rest of a sentence that begins with the editor's name; said then, for titles change. */
  @Column('text', { array: true }) said!: string[];
}

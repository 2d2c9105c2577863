import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Message } from '../effects.ts';
import { Organization, User } from '../people.ts';

/** A message that was delivered in-app: shown to its person until they have read it, and kept to be looked up. */
@Entity('notices')
@Index(['organizationId', 'userId', 'shownAt'])
@Index(['organizationId', 'userId'], { where: `"read_at" IS NULL` })
export class Notice {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  /** Whatever is tried again: a message is shown once. */
  @ForeignKey(() => Message) @Column('uuid', { unique: true }) messageId!: string;
  /** `{ title, body, path }` as JSON, sealed with the person's data key: it names them. */
  @Column('bytea') contentCipher!: Buffer;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) shownAt!: Date;
  @Column('timestamptz', { nullable: true }) readAt!: Date | null;
}

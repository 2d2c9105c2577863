import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';

/** A school; the tenant. Every row that is not a person belongs to one. */
@Entity('organizations')
export class Organization {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('varchar', { length: 80, unique: true }) slug!: string;
  @Column('varchar', { length: 160 }) name!: string;
  @Column('varchar', { length: 64 }) timeZone!: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  /** An order that is given back in full at the payment provider's own pages ends the right that came with it. */
  @Column('boolean', { default: true }) outsideRefundEndsAccess!: boolean;
}

/** A person. Global: memberships tie people to organizations. */
@Entity('users')
export class User {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('varchar', { length: 255, unique: true }) email!: string;
  @Column('varchar', { length: 255 }) passwordHash!: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @UpdateDateColumn({ type: 'timestamptz' }) updatedAt!: Date;
  @Column('varchar', { length: 120 }) name!: string;
  @Column('varchar', { length: 64, default: 'UTC' }) timeZone!: string;
  @Column('timestamptz', { nullable: true }) emailVerifiedAt!: Date | null;
  /** Rises when rights or the password change: older access tokens stop working at once. */
  @Column('integer', { default: 1 }) tokenVersion!: number;
  @Column('boolean', { default: false }) simulated!: boolean;
  @Column('timestamptz', { nullable: true }) disabledAt!: Date | null;
}

/** When somebody moved to another zone: what was decided before goes by the clock of then. */
@Entity('time_zone_changes')
@Index(['userId', 'at'])
export class TimeZoneChange {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => User, { onDelete: 'CASCADE' }) @Column('uuid') userId!: string;
  @Column('varchar', { length: 64 }) fromZone!: string;
  @Column('timestamptz') at!: Date;
}

@Entity('memberships')
@Index(['organizationId', 'userId'], { unique: true })
@Index(['organizationId', 'createdAt'])
@Index(['userId'])
export class Membership {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => Organization) @Column('uuid') organizationId!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @Column('varchar', { length: 20 }) role!: 'learner' | 'instructor' | 'ops' | 'admin';
  /** When this person said no to marketing mail of this organization. */
  @Column('timestamptz', { nullable: true }) marketingRefusedAt!: Date | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
}

/** A login and all refresh tokens that came from it. Reuse of a spent token revokes the family. */
@Entity('refresh_token_families')
@Index(['userId'])
@Index(['expiresAt'])
export class RefreshTokenFamily {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz', { nullable: true }) revokedAt!: Date | null;
  @Column('varchar', { length: 40, nullable: true }) revokedBecause!: string | null;
}

@Entity('refresh_tokens')
@Index(['familyId'])
export class RefreshToken {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => RefreshTokenFamily, { onDelete: 'CASCADE' }) @Column('uuid') familyId!: string;
  /** SHA-256 of the opaque token, hex. */
  @Column('char', { length: 64, unique: true }) tokenHash!: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) usedAt!: Date | null;
}

/** A link sent by mail. The secret part is derived from the id, so that nothing secret is stored. */
@Entity('email_tokens')
@Index(['userId', 'purpose'])
@Index(['expiresAt'])
export class EmailToken {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => User) @Column('uuid') userId!: string;
  @Column('varchar', { length: 20 }) purpose!: 'verify-email' | 'reset-password';
  /** `verify-email`: what was registered with, until the link is used. An address may be registered several times. */
  @Column('varchar', { length: 255, nullable: true }) passwordHash!: string | null;
  @Column('varchar', { length: 120, nullable: true }) name!: string | null;
  @Column('varchar', { length: 64, nullable: true }) timeZone!: string | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz', { nullable: true }) usedAt!: Date | null;
}

/** The key for what a person wrote, wrapped by the key ring. Destroying it erases all of it. */
@Entity('data_keys')
export class DataKey {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @ForeignKey(() => User) @Column('uuid', { unique: true }) userId!: string;
  @Column('varchar', { length: 40 }) wrappedBy!: string;
  @Column('bytea', { nullable: true }) wrappedKey!: Buffer | null;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) destroyedAt!: Date | null;
}

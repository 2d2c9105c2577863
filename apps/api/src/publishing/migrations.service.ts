import { Injectable } from '@nestjs/common';
import type { ControlMigration, MigrationDetail } from '@gradus/contracts';
import { stopMigrations, wakeProcess } from '@gradus/database';
import { topics } from '@gradus/events';
import { processBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { Announcer } from '../announcing/announcer.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { MigrationEndedError } from './migration-errors.ts';
import { MigrationsQueries } from './migrations.queries.ts';

const WORDS = { pause: 'paused', resume: 'resumed', stop: 'stopped' } as const;

/** A migration under way: paused, gone on with, or stopped for good. */
@Injectable()
export class MigrationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: MigrationsQueries,
    private readonly announcer: Announcer,
  ) {}

  /** @throws MigrationEndedError */
  async control(caller: Caller, id: string, { action, reason }: ControlMigration): Promise<MigrationDetail> {
    const { organizationId, userId } = caller;
    const { automationId } = await this.queries.detail(organizationId, id);
    const processId = await this.dataSource.transaction(async (manager) => {
      const changed =
        action === 'stop'
          ? (
              await stopMigrations(
                manager,
                { organizationId, automationId, migrationId: id },
                reason.slice(0, 200),
              )
            ).length > 0
          : await setState(manager, organizationId, id, action);
      if (!changed) throw new MigrationEndedError();
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action: `migration.${WORDS[action]}`,
        subjectKind: 'migration',
        subjectId: id,
        reason,
        data: { automationId },
      });
      return wakeProcess(manager, 'migrateRuns', id);
    });
    await this.announcer.announce([topics.automation(automationId)], processBell('migrateRuns', processId!));
    return this.queries.detail(organizationId, id);
  }
}

/** False: it is over, or stands so already. */
async function setState(
  manager: EntityManager,
  organizationId: string,
  id: string,
  action: 'pause' | 'resume',
): Promise<boolean> {
  const [from, to] = action === 'pause' ? ['running', 'paused'] : ['paused', 'running'];
  const [, count] = await manager.query<[unknown[], number]>(
    'UPDATE run_migrations SET state = $4 WHERE id = $1 AND organization_id = $2 AND state = $3',
    [id, organizationId, from, to],
  );
  return count === 1;
}

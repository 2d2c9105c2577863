import { Injectable } from '@nestjs/common';
import type { ErasePerson, PersonErased } from '@gradus/contracts';
import { erasePerson } from '@gradus/database';
import { topics } from '@gradus/events';
import { runBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import { found } from '../../access/ownership.ts';
import type { Caller } from '../../access/caller.ts';
import { Announcer } from '../../announcing/announcer.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { ErasingOneselfError, ErasureUnconfirmedError, PersonElsewhereError } from './erasing-errors.ts';

interface PersonRow {
  email: string;
  elsewhere: boolean;
  erased_at: Date | null;
}

/** Erases people: at once and in one transaction; their runs end with their next turn. */
@Injectable()
export class ErasingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly announcer: Announcer,
  ) {}

  /** @throws MissingError, ErasingOneselfError, ErasureUnconfirmedError, PersonElsewhereError */
  async erase(caller: Caller, userId: string, request: ErasePerson): Promise<PersonErased> {
    const { organizationId } = caller;
    const done = await this.dataSource.transaction('READ COMMITTED', async (manager) => {
      const person = await this.#person(manager, organizationId, userId);
      if (person.erased_at) return { runIds: [], erasedAt: person.erased_at };
      if (userId === caller.userId) throw new ErasingOneselfError();
      if (request.email.trim().toLowerCase() !== person.email.toLowerCase())
        throw new ErasureUnconfirmedError();
      if (person.elsewhere) throw new PersonElsewhereError();
      const { runIds } = await erasePerson(manager, { organizationId, userId, requestedBy: caller.userId });
      await recordAudit(manager, {
        organizationId,
        actorId: caller.userId,
        action: 'person.erased',
        subjectKind: 'person',
        subjectId: userId,
        reason: request.reason,
        data: { runs: runIds.length },
      });
      const { erased_at: erasedAt } = await this.#person(manager, organizationId, userId);
      return { runIds, erasedAt: erasedAt! };
    });
    await this.announcer.announce(
      [...done.runIds.map(topics.run), topics.work(organizationId)],
      ...done.runIds.map(runBell),
    );
    return { erasedAt: done.erasedAt.toISOString(), runsEnding: done.runIds.length };
  }

  async #person(manager: EntityManager, organizationId: string, userId: string): Promise<PersonRow> {
    const [row] = await manager.query<PersonRow[]>(
      `SELECT u.email, x.applied_at AS erased_at,
              EXISTS (SELECT 1 FROM memberships o WHERE o.user_id = u.id AND o.organization_id <> $1) AS elsewhere
         FROM memberships m JOIN users u ON u.id = m.user_id LEFT JOIN erasures x ON x.user_id = u.id
        WHERE m.organization_id = $1 AND u.id = $2 FOR NO KEY UPDATE OF m`,
      [organizationId, userId],
    );
    return found(row, 'person');
  }
}

import { Injectable } from '@nestjs/common';
import type { AuditedActionName, PersonDetail, SetPersonField } from '@gradus/contracts';
import { addTag, lockPerson, removeTag, setField } from '@gradus/database';
import { topics } from '@gradus/events';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { Announcer } from '../announcing/announcer.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { MissingError } from '../problems/request-errors.ts';
import { PersonQueries } from './person.queries.ts';

/** Staff note something about a person of their school. Runs hear of it as of a fact. */
@Injectable()
export class PersonNotesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly people: PersonQueries,
    private readonly announcer: Announcer,
  ) {}

  tag(caller: Caller, userId: string, tag: string, on: boolean): Promise<PersonDetail> {
    return this.#change(caller, userId, on ? 'person.tag' : 'person.untag', { tag }, (manager) =>
      (on ? addTag : removeTag)(manager, { ...caller, userId }, tag, { by: caller.userId }),
    );
  }

  /** @param value null takes the field away */
  setField(
    caller: Caller,
    userId: string,
    name: string,
    value: SetPersonField | null,
  ): Promise<PersonDetail> {
    const field = value ? { name, ...value } : { name, type: 'text' as const, value: null };
    return this.#change(caller, userId, 'person.set-field', { field: name }, (manager) =>
      setField(manager, { ...caller, userId }, field, { by: caller.userId }),
    );
  }

  /** What is so already is no change: nothing is written, and nobody is told. */
  async #change(
    caller: Caller,
    userId: string,
    action: AuditedActionName,
    data: Record<string, string>,
    work: (manager: EntityManager) => Promise<boolean>,
  ): Promise<PersonDetail> {
    const { organizationId } = caller;
    const changed = await this.dataSource.transaction('READ COMMITTED', async (manager) => {
      if (!(await lockPerson(manager, { organizationId, userId }))) throw new MissingError('person');
      if (!(await work(manager))) return false;
      await recordAudit(manager, {
        organizationId,
        actorId: caller.userId,
        action,
        subjectKind: 'person',
        subjectId: userId,
        data,
      });
      return true;
    });
    if (changed) await this.announcer.announce([topics.outbox]);
    return this.people.detail(organizationId, userId);
  }
}

import { Injectable } from '@nestjs/common';
import type { NoteAnswer, NoteWork } from '@gradus/contracts';
import { topics } from '@gradus/events';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { Announcer } from '../announcing/announcer.ts';
import { doneBefore, recordAudit, requestEntry } from '../audit/record-audit.ts';
import { WorkNotLateError } from './work-errors.ts';
import { WorkItemsQueries } from './work-items.queries.ts';
import { readGroupId } from './work-list.service.ts';

const NOTED = {
  late: `UPDATE effects SET late_noted_at = clock_timestamp()
          WHERE organization_id = $1 AND id = ANY($2) AND late_at IS NOT NULL AND late_noted_at IS NULL`,
  returned: `UPDATE refunds SET returned_noted_at = clock_timestamp()
              WHERE organization_id = $1 AND id = ANY($2) AND returned_at IS NOT NULL AND returned_noted_at IS NULL`,
};

/**
 * What was done after its step had been left, and a refund whose money came back, stay on the list until somebody says that
 * they have seen to it.
 */
@Injectable()
export class NoteService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly items: WorkItemsQueries,
    private readonly announcer: Announcer,
  ) {}

  async note(caller: Caller, groupId: string, request: NoteWork, key: string): Promise<NoteAnswer> {
    const { organizationId } = caller;
    const group = readGroupId(groupId);
    const { state } = group;
    if (state !== 'late' && state !== 'returned') throw new WorkNotLateError();
    const about = { action: `work.note-${state}`, subjectKind: 'work-group', subjectId: groupId } as const;
    const entry = requestEntry(caller, key, about);
    const noted = await this.dataSource.transaction(async (manager) => {
      const before = await doneBefore(manager, entry);
      if (before !== null) return Number(before['count']);
      const itemIds = await this.items.items(manager, organizationId, group, request.itemIds);
      const [, count] = await manager.query<[unknown[], number]>(NOTED[state], [organizationId, itemIds]);
      if (count > 0)
        await recordAudit(manager, {
          ...entry,
          reason: request.reason,
          data: { count, itemIds: itemIds.slice(0, 100) },
        });
      return count;
    });
    await this.announcer.announce([topics.work(organizationId)]);
    return {
      noted,
      notice: noted === 1 ? 'Noted: it is off the list.' : `Noted: ${noted} are off the list.`,
    };
  }
}

import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Backfill, BackfillPreview } from '@gradus/contracts';
import { openAdmission, previewAdmission, readLiveAutomation, whoQualifies } from '@gradus/database';
import type { Definition } from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../access/caller.ts';
import { found } from '../../access/ownership.ts';
import { AutomationsQueries } from '../automations.queries.ts';

const startOf = ({ steps, trigger }: Definition) => steps[trigger]?.config;

/** Those who qualify already for how an automation starts, when that is published for the first time. */
@Injectable()
export class BackfillService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: AutomationsQueries,
  ) {}

  /** Nobody is asked about again while the start stays as it is: who qualified then was decided then. */
  async preview({ organizationId }: Caller, automationId: string): Promise<BackfillPreview> {
    const { manager } = this.dataSource;
    const row = found(await this.queries.automation(organizationId, automationId), 'automation');
    const { draft_definition: definition, course_id: courseId, use } = row;
    const live = await readLiveAutomation(manager, organizationId, automationId);
    if (live && isDeepStrictEqual(startOf(live.definition), startOf(definition))) return { people: null };
    const who = await whoQualifies(manager, organizationId, definition, courseId);
    if (who === null) return { people: null };
    const automation = { id: automationId, organizationId, courseId, use, definition };
    return { people: await previewAdmission(manager, automation, who) };
  }

  /** In the transaction that publishes: whoever comes to qualify after it comes in by the start. Null: nobody can tell who does. */
  async open(
    manager: EntityManager,
    { organizationId, userId }: Caller,
    automationId: string,
    { versionId, backfill }: { versionId: string; backfill: Backfill },
  ): Promise<{ processId: string } | null> {
    const live = found(await readLiveAutomation(manager, organizationId, automationId), 'automation');
    const who = await whoQualifies(manager, organizationId, live.definition, live.courseId);
    if (who === null) return null;
    return openAdmission(manager, {
      organizationId,
      automationId,
      courseId: live.courseId,
      who,
      cause: 'backfill',
      occasion: `version:${versionId}`,
      mode: backfill.mode,
      ratePerMinute: backfill.ratePerMinute,
      requestedBy: userId,
      reason:
        backfill.mode === 'run'
          ? 'They qualified already when it was published.'
          : 'They qualified already when it was published, and are not to go through it.',
    });
  }
}

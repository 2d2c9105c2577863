import { Injectable } from '@nestjs/common';
import type { AutomationDetail, AutomationSummary, DraftDetail } from '@gradus/contracts';
import { upgradeDefinition } from '@gradus/flow';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { type Page, pageOf, readTimeCursor } from '../paging/page-cursor.ts';
import { type AutomationListRow, type AutomationRow, AutomationsQueries } from './automations.queries.ts';

const PAGE = 50;

/** Automations as they are listed and opened. */
@Injectable()
export class AutomationsService {
  constructor(private readonly queries: AutomationsQueries) {}

  async list(
    { organizationId }: Caller,
    { courseId, cursor, archived }: { courseId?: string; cursor?: string; archived: boolean },
  ): Promise<Page<AutomationSummary>> {
    const before = readTimeCursor(cursor);
    const rows = await this.queries.list(organizationId, courseId ?? null, before, PAGE, archived);
    return pageOf(rows, PAGE, toSummary, (row) => [row.sort_key, row.id]);
  }

  async detail({ organizationId }: Caller, automationId: string): Promise<AutomationDetail> {
    const row = found(await this.queries.automation(organizationId, automationId), 'automation');
    const [catalogue, sizes] = await Promise.all([
      this.queries.catalogue(organizationId, row),
      row.course_id ? this.queries.moduleSizes(organizationId, row.course_id) : null,
    ]);
    return {
      id: row.id,
      name: row.name,
      use: row.use,
      courseId: row.course_id,
      courseTitle: row.course_title,
      archivedAt: row.archived_at?.toISOString() ?? null,
      draft: draftOf(row),
      live: liveOf(row),
      catalogue: {
        courseTitle: catalogue.courseTitle,
        schoolName: row.school_name,
        schoolZone: row.school_zone,
        segments: catalogue.segments ?? [],
        egress: catalogue.egress ?? { hosts: [], schoolKey: false },
        ...(catalogue.writer !== undefined && { writer: catalogue.writer }),
        courses: catalogue.courses ?? [],
        automations: catalogue.automations ?? [],
        automationId,
        modules: catalogue.modules.map((module) => ({
          ...module,
          lessonCount: sizes?.get(module.key)?.lessons ?? 0,
        })),
      },
    };
  }
}

function toSummary(row: AutomationListRow): AutomationSummary {
  return {
    id: row.id,
    name: row.name,
    use: row.use,
    courseId: row.course_id,
    courseTitle: row.course_title,
    liveVersion: row.live_number,
    draftChanged: row.draft_changed,
    archivedAt: row.archived_at?.toISOString() ?? null,
    calledBy: row.called_by,
    counts: { running: row.running, blocked: row.blocked, finished: row.finished },
    updatedAt: row.draft_saved_at.toISOString(),
  };
}

/** The draft, with the revision that every edit has to name. */
export function draftOf(row: AutomationRow): DraftDetail {
  return {
    definition: row.draft_definition,
    layout: row.draft_layout,
    revision: row.draft_revision,
    changedSincePublish: row.draft_changed,
    savedAt: row.draft_saved_at.toISOString(),
  };
}

function liveOf(row: AutomationRow): AutomationDetail['live'] {
  if (!row.live_version_id) return null;
  return {
    versionId: row.live_version_id,
    number: row.live_number!,
    hash: row.live_hash!,
    publishedAt: row.live_published_at!.toISOString(),
    definition: upgradeDefinition(row.live_definition),
    layout: row.live_layout!,
  };
}

import { Injectable } from '@nestjs/common';
import type { CourseDetail, CourseSummary } from '@gradus/contracts';
import { found } from '../../access/ownership.ts';
import { type Page, pageOf, readTimeCursor } from '../../paging/page-cursor.ts';
import { CatalogueQueries, type CourseRow, type OutlineRow } from './catalogue.queries.ts';

const PAGE = 50;

/** What the catalogue shows: to anybody, and to a signed-in reader with their own enrollment. */
@Injectable()
export class CatalogueService {
  constructor(private readonly queries: CatalogueQueries) {}

  async list(organizationId: string, readerId: string | null, cursor?: string): Promise<Page<CourseSummary>> {
    const rows = await this.queries.list(organizationId, readerId, readTimeCursor(cursor), PAGE);
    return pageOf(rows, PAGE, toSummary, (row) => [row.created_at, row.id]);
  }

  async detail(
    organizationId: string,
    reader: { userId: string; isStaff: boolean } | null,
    courseId: string,
  ): Promise<CourseDetail> {
    const row = found(await this.queries.course(organizationId, reader?.userId ?? null, courseId), 'course');
    const outline = await this.queries.outline(organizationId, row.published_version_id);
    return {
      ...toSummary(row),
      credentialName: row.credential.name,
      phases: toPhases(outline),
      journeyAutomationId: reader?.isStaff ? await this.queries.journeyOf(organizationId, courseId) : null,
    };
  }
}

function toSummary(row: CourseRow): CourseSummary {
  return {
    id: row.id,
    key: row.key,
    title: row.title,
    description: row.description ?? '',
    durationWeeks: row.duration_weeks ?? row.module_count,
    price: { amount: Number(row.price ?? 0).toFixed(2), currency: row.currency },
    moduleCount: row.module_count,
    enrollment: row.enrollment_id
      ? { id: row.enrollment_id, state: row.state!, progress: Number(row.progress) }
      : null,
  };
}

function toPhases(rows: OutlineRow[]): CourseDetail['phases'] {
  const phases = new Map<string, CourseDetail['phases'][number]>();
  for (const row of rows) {
    const phase = phases.get(row.phase_key) ?? {
      key: row.phase_key,
      title: row.phase_title,
      summary: row.phase_summary,
      modules: [],
    };
    phases.set(row.phase_key, phase);
    phase.modules.push({
      id: row.id,
      key: row.key,
      position: row.position,
      title: row.title,
      summary: row.summary,
      objectives: row.objectives,
      lessons: row.lessons,
      assignmentTitle: row.assignment_title,
    });
  }
  return [...phases.values()];
}

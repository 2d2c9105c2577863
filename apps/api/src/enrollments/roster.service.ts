import { Injectable } from '@nestjs/common';
import type { RosterEntry } from '@gradus/contracts';
import type { Caller } from '../access/caller.ts';
import { MissingError } from '../problems/request-errors.ts';
import { type Page, pageOf, readTimeCursor, searchPattern } from '../paging/page-cursor.ts';
import { RunSummaries } from '../runs/run-summaries.ts';
import { RosterQueries, type RosterRow } from './roster.queries.ts';

const PAGE = 50;

/** Who is in a course, and where they are. */
@Injectable()
export class RosterService {
  constructor(
    private readonly queries: RosterQueries,
    private readonly summaries: RunSummaries,
  ) {}

  async list(
    caller: Caller,
    courseId: string,
    { cursor, search }: { cursor?: string; search?: string },
  ): Promise<Page<RosterEntry>> {
    const { organizationId } = caller;
    if (!(await this.queries.courseExists(organizationId, courseId))) throw new MissingError('course');
    const pattern = searchPattern(search);
    // Counted with the first page only: who reads on knows it.
    const total = cursor ? null : await this.queries.count(organizationId, courseId, pattern);
    const rows = await this.queries.list(organizationId, courseId, pattern, readTimeCursor(cursor), PAGE);
    const runIds = rows.slice(0, PAGE).flatMap(({ run_id }) => run_id ?? []);
    const sentences = await this.summaries.of(organizationId, runIds, caller.timeZone);
    const toEntry = (row: RosterRow): RosterEntry => ({
      enrollmentId: row.id,
      userId: row.user_id,
      name: row.name,
      email: row.email,
      state: row.state,
      progress: Number(row.progress),
      enrolledAt: row.enrolled_at.toISOString(),
      completedAt: row.completed_at?.toISOString() ?? null,
      simulated: row.simulated,
      runId: row.run_id,
      certificate: row.certificate,
      whereabouts:
        WHEREABOUTS[row.state] ??
        (row.run_id && sentences.get(row.run_id)) ??
        'Enrolled; no journey is running.',
    });
    return { ...pageOf(rows, PAGE, toEntry, (row) => [row.sort_key, row.id]), total };
  }
}

const WHEREABOUTS: Partial<Record<RosterEntry['state'], string>> = {
  invited: 'Invited, has not accepted yet.',
  pending: 'Has a seat; the payment is still missing.',
  completed: 'Has completed the course.',
  expired: 'The seat was given back.',
  withdrawn: 'Has withdrawn.',
  revoked: 'Access was taken back.',
};

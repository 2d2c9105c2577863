import { Injectable } from '@nestjs/common';
import type { RunCondition, RunSummary } from '@gradus/contracts';
import { readState } from '@gradus/flow';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { type Page, pageOf, readTimeCursor, searchPattern } from '../paging/page-cursor.ts';
import { RunSummaries, summaryOf } from './run-summaries.ts';
import { type RunRow, RunsQueries } from './runs.queries.ts';

const PAGE = 50;

/** Runs as they are listed. */
@Injectable()
export class RunsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: RunsQueries,
    private readonly summaries: RunSummaries,
  ) {}

  async list(
    caller: Caller,
    filter: {
      automationId?: string | undefined;
      stepId?: string | undefined;
      condition?: RunCondition | undefined;
      search?: string | undefined;
      open?: boolean | undefined;
      cursor?: string | undefined;
    },
  ): Promise<Page<RunSummary>> {
    const pattern = searchPattern(filter.search);
    const before = readTimeCursor(filter.cursor);
    const rows = await this.queries.list(caller.organizationId, { ...filter, pattern }, before, PAGE);
    const page = pageOf(
      rows,
      PAGE,
      (row) => row,
      (row) => [row.sort_key, row.id],
    );
    const explained = await this.summaries.explanations(this.dataSource.manager, page.items);
    const sentence = (row: RunRow) => summaryOf(row, explained.get(row.id), caller.timeZone);
    return { ...page, items: page.items.map((row) => runSummary(row, sentence(row))) };
  }
}

/** A row and its sentence as the API answers them. */
export function runSummary(row: RunRow, summary: string): RunSummary {
  return {
    id: row.id,
    automationId: row.automation_id,
    automationName: row.automation_name,
    version: row.version_number,
    enrollmentId: row.enrollment_id,
    userId: row.user_id,
    learnerName: row.learner_name,
    learnerEmail: row.learner_email,
    simulated: row.simulated,
    condition: row.condition,
    outcome: row.outcome,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    summary,
    stepIds: row.finished_at ? [] : readState(row.id, row).tokens.map(({ stepId }) => stepId),
  };
}

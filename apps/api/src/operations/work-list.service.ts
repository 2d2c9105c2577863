import { Injectable } from '@nestjs/common';
import { sayMoney, WorkGroup, type WorkItem, WorkKind, type WorkList } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { PartsHealth } from '../platform/parts-health.ts';
import { type Page, pageOf, readTimeCursor } from '../paging/page-cursor.ts';
import { MissingError } from '../problems/request-errors.ts';
import { sayCause } from './causes.ts';
import { type GroupName, type GroupRow, type ItemRow, WorkItemsQueries } from './work-items.queries.ts';

/** Outside parts whose health shows in what is stuck because of them. */
const OUTSIDE = [
  { name: 'Mail', area: 'mail' },
  { name: 'AI provider', area: 'grader' },
  { name: 'Payments', area: 'payments' },
];

/** Of the items of one group. */
const PAGE = 25;

/** A no to one thing says nothing about the part as a whole. */
const DEFINITIVE = /refus|bad_|declined|not_found|truncated|malformed/;

/** Retrying, refused, unknown, undelivered: one list, by cause, in plain words. */
@Injectable()
export class WorkListService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: WorkItemsQueries,
    private readonly health: PartsHealth,
  ) {}

  async read({ organizationId }: Caller): Promise<WorkList> {
    const { manager } = this.dataSource;
    const [groups, mended, conserved, checked, overdue, parts] = await Promise.all([
      this.queries.groups(manager, organizationId),
      this.queries.mendedLately(manager, organizationId),
      this.queries.conserved(manager, organizationId),
      this.queries.numbersChecked(manager, organizationId),
      this.queries.overdue(manager, organizationId),
      this.health.check(),
    ]);
    const sums = await this.#sumsOf(
      organizationId,
      groups.filter(({ state }) => state === 'returned').flatMap(({ samples }) => samples),
    );
    return {
      groups: groups.map((group) => toGroup(group, sums)),
      mended,
      parts: [
        ...parts,
        workerPart(overdue),
        ...OUTSIDE.map(({ name, area }) => outsidePart(name, area, groups)),
      ],
      conserved,
      numbersChecked: checked && { ...checked, at: checked.at.toISOString() },
    };
  }

  /** @throws MissingError when it names no group that could be */
  async items({ organizationId }: Caller, groupId: string, cursor?: string): Promise<Page<WorkItem>> {
    const { manager } = this.dataSource;
    const group = readGroupId(groupId);
    const rows = await this.queries.page(manager, organizationId, group, readTimeCursor(cursor), PAGE + 1);
    const sums = await this.#sumsOf(organizationId, group.state === 'returned' ? rows : []);
    return pageOf(
      rows,
      PAGE,
      (row) => toItem(row, sums),
      ({ since, itemId }) => [since, itemId],
    );
  }

  #sumsOf(organizationId: string, refunds: ItemRow[]): Promise<Sums> {
    const ids = refunds.map(({ itemId }) => itemId);
    return this.queries.refunded(this.dataSource.manager, organizationId, ids);
  }
}

/** `kind.state.cause`, e.g. `message.retrying.mail.unreachable`. */
const groupIdOf = ({ kind, state, cause }: GroupName) => `${kind}.${state}.${cause}`;

/** @throws MissingError when it names no group that could be */
export function readGroupId(groupId: string): GroupName {
  const [, kind, state, cause] = /^([a-z]+)\.([a-z]+)\.(.{1,120})$/.exec(groupId) ?? [];
  const name = {
    kind: WorkKind.safeParse(kind).data,
    state: WorkGroup.shape.state.safeParse(state).data,
    cause,
  };
  if (!name.kind || !name.state || !name.cause) throw new MissingError('work-group');
  return name as GroupName;
}

type Sums = Awaited<ReturnType<WorkItemsQueries['refunded']>>;

function toItem(row: ItemRow, sums: Sums): WorkItem {
  const sum = sums.get(row.itemId);
  return {
    ...row,
    label: sum ? `${row.label}, ${sayMoney(sum.amountMinor, sum.currency)}` : row.label,
    detail: row.detail ?? '',
    since: new Date(row.since).toISOString(),
  };
}

function toGroup(row: GroupRow, sums: Sums): WorkGroup {
  return {
    groupId: groupIdOf(row),
    kind: row.kind,
    state: row.state,
    cause: row.cause,
    title: sayCause(row.kind, row.cause, row.samples[0]?.detail ?? ''),
    count: row.count,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    samples: row.samples.map((sample) => toItem(sample, sums)),
  };
}

/** A worker that is there leaves nothing overdue; one that is away shows in nothing else. */
function workerPart(overdue: number): WorkList['parts'][number] {
  return overdue === 0
    ? { name: 'Worker', ok: true, detail: 'nothing is overdue' }
    : { name: 'Worker', ok: false, detail: `${overdue} overdue for more than a minute` };
}

function outsidePart(name: string, area: string, groups: GroupRow[]): WorkList['parts'][number] {
  const waiting = groups
    .filter(({ cause }) => cause.startsWith(`${area}.`) && !DEFINITIVE.test(cause))
    .reduce((sum, { count }) => sum + count, 0);
  return waiting === 0
    ? { name, ok: true, detail: 'nothing waits for it' }
    : { name, ok: false, detail: `${waiting} ${waiting === 1 ? 'waits' : 'wait'} for it` };
}

import { Injectable } from '@nestjs/common';
import { WorkGroup, WorkKind, type WorkList } from '@gradus/contracts';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { PartsHealth } from '../platform/parts-health.ts';
import { MissingError } from '../problems/request-errors.ts';
import { sayCause } from './causes.ts';
import { type GroupName, type GroupRow, WorkItemsQueries } from './work-items.queries.ts';

/** Outside parts whose health shows in what is stuck because of them. */
const OUTSIDE = [
  { name: 'Mail', area: 'mail' },
  { name: 'AI provider', area: 'grader' },
  { name: 'Payments', area: 'payments' },
];

/** A no to one thing says nothing about the part as a whole. */
const DEFINITIVE = /refus|bad_|declined|not_found|truncated|malformed/;

/** Retrying, refused, unknown, undelivered: one list, by cause, in plain words. */
@Injectable()
export class WorkListService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly items: WorkItemsQueries,
    private readonly health: PartsHealth,
  ) {}

  async read({ organizationId }: Caller): Promise<WorkList> {
    const { manager } = this.dataSource;
    const [groups, mended, conserved, checked, overdue, parts] = await Promise.all([
      this.items.groups(manager, organizationId),
      this.items.mendedLately(manager, organizationId),
      this.items.conserved(manager, organizationId),
      this.items.numbersChecked(manager, organizationId),
      this.items.overdue(manager, organizationId),
      this.health.check(),
    ]);
    return {
      groups: groups.map(toGroup),
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

function toGroup(row: GroupRow): WorkGroup {
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
    samples: row.samples.map((sample) => ({
      ...sample,
      detail: sample.detail ?? '',
      since: new Date(sample.since).toISOString(),
    })),
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

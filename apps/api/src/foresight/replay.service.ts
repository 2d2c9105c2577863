import { Injectable } from '@nestjs/common';
import type { ReplayReport, ReplayRun } from '@gradus/contracts';
import { RunClock, readSubjectFacts } from '@gradus/database';
import {
  FACT_EVENTS,
  type VisitPast,
  compareVisits,
  replay,
  timelineOf,
  visitLinesOf,
  visitsOf,
} from '@gradus/flow';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { livedAnswers, livedCommands } from './lived-answers.ts';
import { TriedDrawingsService } from './tried-drawings.service.ts';

interface LivedRun {
  id: string;
  user_id: string;
  enrollment_id: string | null;
  learner_name: string;
  learner_zone: string;
  version: number;
  outcome: string | null;
  started_at: Date;
  clock_origin: Date;
  speed: number;
  now: Date;
  messages: number;
}

/** What a drawing would have done for somebody who was really there. */
@Injectable()
export class ReplayService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly drawings: TriedDrawingsService,
  ) {}

  /** @throws DrawingInvalidError */
  async replay(caller: Caller, automationId: string, { runId, versionId }: ReplayRun): Promise<ReplayReport> {
    const { plan } = await this.drawings.read(caller, automationId, versionId);
    const { organizationId } = caller;
    const run = found(await this.#run(organizationId, automationId, runId), 'run');
    const clock = new RunClock(run.clock_origin, run.speed);
    const startedAt = clock.toVirtual(run.started_at);
    const subject = { organizationId, userId: run.user_id, enrollmentId: run.enrollment_id };
    const facts = await readSubjectFacts(this.dataSource.manager, subject, clock, startedAt);
    const events = await this.#events(organizationId, run, clock);
    const answers = await livedAnswers(this.dataSource, { organizationId, runId, speed: run.speed });
    const until = clock.toVirtual(run.now);
    const commands = await livedCommands(this.dataSource, { organizationId, runId }, clock);
    const again = replay(plan, { facts, startedAt, until, events, ...answers, commands });
    const was = await this.#visits(organizationId, runId);
    const { differences, same } = compareVisits(was, visitsOf(again));
    const side = (visit: VisitPast | null) =>
      visit && {
        leftAt: visit.leftAt === null ? null : new Date(visit.leftAt).toISOString(),
        port: visit.port,
      };
    return {
      entries: timelineOf(again.entries),
      visits: visitLinesOf(again.visits),
      differences: differences.map(({ was: real, now, ...difference }) => ({
        ...difference,
        title: plan.steps[difference.stepId]?.step.title ?? difference.stepId,
        was: side(real),
        now: side(now),
      })),
      same,
      was: { version: run.version, outcome: run.outcome, messages: run.messages },
      now: {
        outcome: again.state.finished?.outcome ?? null,
        messages: again.entries.filter(({ kind, called }) => kind === 'message' && called === undefined)
          .length,
      },
      learnerName: run.learner_name,
      learnerZone: run.learner_zone,
      byHand: again.commands.map(({ at, notTaken }, index) => ({
        at: new Date(at).toISOString(),
        did: commands[index]?.did ?? '',
        notTaken,
      })),
      assumptions: [
        'What the learner did, and what came from outside, is taken as it was, on the day it was.',
        'Where the same step asks again, people decide and other systems answer as they did.',
        'What failed for good, or what nobody knows of, does so again; other effects succeed.',
        'What operators did by hand they do again on the same day, as far as it fits.',
      ],
    };
  }

  async #run(organizationId: string, automationId: string, runId: string): Promise<LivedRun | undefined> {
    const [row] = await this.dataSource.query<LivedRun[]>(
      `SELECT r.id, r.user_id, r.enrollment_id, u.name AS learner_name, u.time_zone AS learner_zone, v.number AS version,
              r.outcome, r.started_at, r.clock_origin, r.speed, clock_timestamp() AS now,
              (SELECT count(*)::int FROM messages m WHERE m.run_id = r.id) AS messages
         FROM runs r JOIN users u ON u.id = r.user_id JOIN automation_versions v ON v.id = r.version_id
        WHERE r.organization_id = $1 AND r.automation_id = $2 AND r.id = $3`,
      [organizationId, automationId, runId],
    );
    return row;
  }

  /** What came from outside since the run began: the learner's own doing is in the facts. */
  async #events(organizationId: string, run: LivedRun, clock: RunClock) {
    const rows = await this.dataSource.query<
      Array<{ type: string; data: Record<string, string | number | boolean>; occurred_at: Date }>
    >(
      `SELECT type, data, occurred_at FROM domain_events
        WHERE organization_id = $1 AND user_id = $2 AND occurred_at >= $3 AND type <> ALL($4)
          AND ($5::uuid IS NULL OR enrollment_id IS NULL OR enrollment_id = $5)
        ORDER BY occurred_at, seq LIMIT 2000`,
      [organizationId, run.user_id, run.started_at, [...FACT_EVENTS], run.enrollment_id],
    );
    return rows.map(({ type, data, occurred_at: at }) => ({ type, data, at: clock.toVirtual(at) }));
  }

  /** Visits as they were, on the run's own clock. */
  async #visits(organizationId: string, runId: string): Promise<VisitPast[]> {
    const rows = await this.dataSource.query<
      Array<{ step_id: string; visit: number; port: string | null; left_at: Date | null }>
    >(
      `SELECT step_id, visit, port, left_at FROM step_runs
        WHERE organization_id = $1 AND run_id = $2 ORDER BY entered_at, visit`,
      [organizationId, runId],
    );
    return rows.map((row) => ({
      stepId: row.step_id,
      visit: row.visit,
      port: row.port,
      leftAt: row.left_at?.getTime() ?? null,
    }));
  }
}

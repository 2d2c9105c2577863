import { Injectable } from '@nestjs/common';
import type { ForecastAutomation, ForecastCrowd, ForecastReport } from '@gradus/contracts';
import {
  BEHAVIOURS,
  type Crowd,
  type Forecast,
  type ForecastQuestion,
  type Plan,
  addForecasts,
  behaviourOf,
  sizeOf,
} from '@gradus/flow';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { milliseconds } from './foresight.service.ts';
import { EngineThreads } from './threads/engine-threads.ts';
import { TriedDrawingsService } from './tried-drawings.service.ts';

/** Learners that a thread takes at a time: others get a turn in between. */
const AT_A_TIME = 500;
const MOST_OF_A_ROSTER = 20_000;
const BUSIEST = 5;
const HOUR = 3_600_000;

/** What becomes of a whole crowd: where everybody is each Monday, when messages go out, what is handed in. */
@Injectable()
export class ForecastService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly drawings: TriedDrawingsService,
    private readonly threads: EngineThreads,
  ) {}

  /** @throws DrawingInvalidError, EngineBusyError */
  async forecast(
    caller: Caller,
    automationId: string,
    { crowd: asked, versionId, horizonDays, gradingCents }: ForecastAutomation,
  ): Promise<ForecastReport> {
    const { row, plan, course } = await this.drawings.read(caller, automationId, versionId);
    const began = performance.now();
    const crowd = await this.#crowd(caller, row.course_id, asked);
    const result = await this.#count(plan, { crowd, course, horizonDays });
    const assumptions = [
      asked.kind === 'drawn'
        ? 'The learners are imagined, in the shares given, and enrol evenly over the days given.'
        : 'Those who are enrolled now, each from their own day on; whoever has begun to work goes on like a diligent learner, whoever has not stays silent.',
      'Effects succeed, and nothing comes from outside.',
      `Each piece of work handed in is graded once and costs ${gradingCents} cents.`,
    ];
    return reportOf(result, plan, {
      zone: course.schoolZone,
      gradingCents,
      assumptions,
      tookMs: milliseconds(began),
    });
  }

  async #count(plan: Plan, question: ForecastQuestion): Promise<Forecast> {
    const size = sizeOf(question.crowd);
    const starts = Array.from(
      { length: Math.max(1, Math.ceil(size / AT_A_TIME)) },
      (_, part) => part * AT_A_TIME,
    );
    const parts: Forecast[] = [];
    const take = async (): Promise<void> => {
      for (let first = starts.shift(); first !== undefined; first = starts.shift()) {
        const last = Math.min(size, first + AT_A_TIME);
        parts.push(await this.threads.run('forecast', { plan, question, first, last }));
      }
    };
    await Promise.all(Array.from({ length: this.threads.width }, take));
    return parts.reduce(addForecasts);
  }

  async #crowd({ organizationId }: Caller, courseId: string | null, asked: ForecastCrowd): Promise<Crowd> {
    if (asked.kind === 'drawn') {
      const { size, zones, enrolledFrom, enrolledUntil } = asked;
      const behaviours = asked.behaviours.map(({ share, behaviour }) => ({
        share,
        behaviour: behaviourOf(behaviour),
      }));
      const from = Date.parse(enrolledFrom);
      return {
        kind: 'drawn',
        size,
        behaviours,
        zones,
        enrolled: { from, until: Math.max(from, Date.parse(enrolledUntil)) },
      };
    }
    const rows = await this.dataSource.query<Array<{ enrolled_at: Date; zone: string; works: boolean }>>(
      `SELECT e.enrolled_at, u.time_zone AS zone, e.progress_percentage > 0 AS works
         FROM enrollments e JOIN users u ON u.id = e.user_id
        WHERE e.organization_id = $1 AND e.course_id = $2 AND e.state IN ('active', 'paused', 'completed')
          AND NOT e.simulated
        ORDER BY e.enrolled_at, e.id LIMIT ${MOST_OF_A_ROSTER}`,
      [organizationId, courseId],
    );
    const members = rows.map(({ enrolled_at: enrolled, zone, works }) => ({
      enrolledAt: enrolled.getTime(),
      learnerZone: zone,
      behaviour: works ? BEHAVIOURS.diligent : BEHAVIOURS.silent,
    }));
    return { kind: 'listed', members };
  }
}

interface About {
  zone: string;
  gradingCents: number;
  assumptions: string[];
  tookMs: number;
}

const text = (at: number) => new Date(at).toISOString();

function reportOf(
  result: Forecast,
  plan: Plan,
  { zone, gradingCents, assumptions, tookMs }: About,
): ForecastReport {
  const { from, perHour, total, unsent } = result.messages;
  const busiest = perHour
    .map((count, hour) => ({ at: text(from + hour * HOUR), count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, BUSIEST);
  const { perWeek, before, total: handedIn } = result.submissions;
  return {
    learners: result.learners,
    zone,
    mondays: result.mondays.map(text),
    steps: Object.entries(result.steps).map(([stepId, step]) => ({
      stepId,
      title: plan.steps[stepId]?.step.title ?? stepId,
      ...step,
    })),
    notEnrolled: result.notEnrolled,
    finished: result.finished,
    messages: { total, unsent, from: text(from), perHour, busiest },
    grading: { total: handedIn, perWeek, before, cents: Math.round(handedIn * gradingCents) },
    open: result.open,
    cutShort: result.cutShort,
    assumptions,
    tookMs,
  };
}

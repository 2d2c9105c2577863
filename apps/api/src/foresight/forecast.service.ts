import { Injectable } from '@nestjs/common';
import type { ForecastAutomation, ForecastCrowd, ForecastLine, ForecastReport } from '@gradus/contracts';
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

/** What a forecast is about, ready to be counted. */
interface PreparedForecast {
  plan: Plan;
  question: ForecastQuestion;
  gradingCents: number;
  assumptions: string[];
}

/** What becomes of a whole crowd: where everybody is each Monday, when messages go out, what is handed in. */
@Injectable()
export class ForecastService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly drawings: TriedDrawingsService,
    private readonly threads: EngineThreads,
  ) {}

  /** Reads what the forecast is about; nothing is counted yet. @throws DrawingInvalidError */
  async prepare(
    caller: Caller,
    automationId: string,
    { crowd: asked, versionId, horizonDays, gradingCents }: ForecastAutomation,
  ): Promise<PreparedForecast> {
    const { row, plan, course } = await this.drawings.read(caller, automationId, versionId);
    const crowd = await this.#crowd(caller, row.course_id, asked);
    const { quietHours, frequencyCap } = plan.definition.settings;
    const assumptions = [
      asked.kind === 'drawn'
        ? 'The learners are imagined, in the shares given, and enrol evenly over the days given.'
        : 'Those who are enrolled now, each from their own day on; whoever has begun to work goes on like a diligent learner, whoever has not stays silent.',
      'Effects succeed, and nothing comes from outside.',
      ...(quietHours ? ['Mails that fall into the quiet hours leave at the end of them.'] : []),
      ...(frequencyCap ? ['The frequency cap counts the marketing mails of this automation alone.'] : []),
      `Each piece of work handed in is graded once and costs ${gradingCents} cents.`,
    ];
    return { plan, question: { crowd, course, horizonDays }, gradingCents, assumptions };
  }

  /**
   * Counts, part after part. Yields how many learners are counted, and at last the report; whoever asks for no more parts
   * stops the work. @throws EngineBusyError
   */
  async *count({
    plan,
    question,
    gradingCents,
    assumptions,
  }: PreparedForecast): AsyncGenerator<ForecastLine> {
    const began = performance.now();
    const size = sizeOf(question.crowd);
    const starts = Array.from(
      { length: Math.max(1, Math.ceil(size / AT_A_TIME)) },
      (_, part) => part * AT_A_TIME,
    );
    const parts: Forecast[] = [];
    const open = new Set<Promise<void>>();
    const take = (first: number) => {
      const last = Math.min(size, first + AT_A_TIME);
      const part = this.threads.run('forecast', { plan, question, first, last }).then((counted) => {
        parts.push(counted);
        open.delete(part);
      });
      part.catch(() => undefined);
      open.add(part);
    };
    while (starts.length > 0 || open.size > 0) {
      for (const first of starts.splice(0, this.threads.width - open.size)) take(first);
      await Promise.race(open);
      const done = parts.reduce((sum, { learners }) => sum + learners, 0);
      yield { progress: { done, of: size } };
    }
    const about = {
      zone: question.course.schoolZone,
      gradingCents,
      assumptions,
      tookMs: milliseconds(began),
    };
    yield { report: reportOf(parts.reduce(addForecasts), plan, about) };
  }

  /** The report alone. @throws DrawingInvalidError, EngineBusyError */
  async forecast(caller: Caller, automationId: string, asked: ForecastAutomation): Promise<ForecastReport> {
    for await (const line of this.count(await this.prepare(caller, automationId, asked)))
      if ('report' in line) return line.report;
    throw new Error('A forecast ends with its report.');
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

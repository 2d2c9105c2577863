import { fileURLToPath } from 'node:url';
import { DEMO_PASSWORD } from '@gradus/contracts';
import { ApiRefusedError, LearnerApi, pause } from '../../../stand-ins/src/simulated-learner/api.ts';
import { type Quality, readAnswers } from '../../../stand-ins/src/simulated-learner/course-answers.ts';
import type { Line } from '../history/line.ts';
import type { Ending } from '../stage/ending.ts';
import type { Stage } from '../stage/stage.ts';
import { type DueWork, readDueWork } from './due-work.ts';

const COURSES = fileURLToPath(new URL('../../../courses', import.meta.url));
/** How many learners do something at the same moment. */
const AT_ONCE = 6;
const ALWAYS_PAYS = '4242424242424242';
/** Pays at the checkout, and says no once it is saved. */
const DECLINES_LATER = '4000000000000341';
const GOODWILL = { amountMinor: 700, endAccess: false, reason: 'For the week in which the pages were slow.' };

export interface CrowdMember {
  userId: string;
  email: string;
  api: LearnerApi;
}

/** What the API said yes to: the ground truth of the count, written down by the caller. */
export interface Accepted {
  /** Course seats, by user. */
  enrolled: Set<string>;
  /** `user:lesson`. */
  lessons: Set<string>;
  /** Ids of submissions. */
  submissions: Set<string>;
  /** Refunds that staff were promised, by id. */
  refunds: Map<string, { userId: string; amountMinor: number }>;
}

interface HandIn {
  /** Of the assessment. */
  id: string;
  title: string;
  maxAttempts: number;
  quality: Quality;
  /** The request's own. */
  key: string;
}

/**
 * Learners who study through the public API: they enrol and pay at a steady pace, then finish what is open at once, like
 * the most eager people there are. What is open they learn from the database, which spares the API their polling.
 */
export class Crowd {
  readonly members: CrowdMember[];
  readonly accepted: Accepted = {
    enrolled: new Set(),
    lessons: new Set(),
    submissions: new Set(),
    refunds: new Map(),
  };
  readonly #stage: Stage;
  readonly #office: LearnerApi;
  readonly courseId: string;
  readonly #ending: Ending;
  readonly #log: (line: Line) => void;
  readonly #busy = new Set<string>();
  readonly #failures: string[] = [];
  #answerTo: Awaited<ReturnType<typeof readAnswers>> | null = null;
  #stopped = false;

  constructor(
    stage: Stage,
    ending: Ending,
    courseId: string,
    members: CrowdMember[],
    log: (line: Line) => void,
  ) {
    this.#stage = stage;
    this.#office = new LearnerApi(stage.apiUrl, { email: 'ops@gradus.local', password: DEMO_PASSWORD });
    this.courseId = courseId;
    this.#ending = ending;
    this.#log = log;
    this.members = members;
  }

  /** Deeds that the API refused for good: none is expected. */
  get failures(): readonly string[] {
    return this.#failures;
  }

  /** Enrols everybody, evenly spread over the seconds given, each at this speed. */
  async enrol(speed: number, withinSeconds: number): Promise<void> {
    const gap = (withinSeconds * 1_000) / Math.max(1, this.members.length);
    const begun = Date.now();
    await Promise.all(
      this.members.map(async (member, at) => {
        await pause(Math.max(0, begun + at * gap - Date.now()));
        const t0 = Date.now();
        await this.#guarded(member.email, async () => {
          const path = `/api/courses/${this.courseId}/enroll`;
          await member.api.post(path, { speed }, `enrol-${member.userId}`);
          this.accepted.enrolled.add(member.userId);
        });
        const result = this.accepted.enrolled.has(member.userId) ? 'ok' : 'unknown';
        const about = { process: member.email, op: 'enrol' as const, key: member.userId, args: {} };
        this.#log({ t0, t1: Date.now(), ...about, result });
      }),
    );
  }

  /** Pays and studies until `stop`. */
  async study(): Promise<void> {
    this.#answerTo = await readAnswers(COURSES);
    const byId = new Map(this.members.map((member) => [member.userId, member]));
    while (!this.#over) {
      const due = await readDueWork(this.#stage.db, [...byId.keys()]).catch(() => []);
      for (const work of due) {
        const member = byId.get(work.userId);
        if (!member || this.#busy.has(work.userId)) continue;
        while (this.#busy.size >= AT_ONCE && !this.#over) await pause(5);
        this.#busy.add(work.userId);
        void this.#guarded(member.email, () => this.#do(member, work)).finally(() =>
          this.#busy.delete(work.userId),
        );
      }
      await pause(250);
    }
  }

  /** Ends studying; deeds under way are finished first. */
  async stop(): Promise<void> {
    this.#stopped = true;
    while (this.#busy.size > 0 && !this.#ending.over) await pause(20);
  }

  get #over(): boolean {
    return this.#stopped || this.#ending.over;
  }

  async #do(member: CrowdMember, work: DueWork): Promise<void> {
    if (work.checkoutUrl) await pay(work.checkoutUrl, work.declines ? DECLINES_LATER : ALWAYS_PAYS);
    if (work.refundOf) await this.#giveBack(work.userId, work.refundOf);
    for (const lessonId of work.lessons) {
      const path = `/api/courses/${this.courseId}/complete`;
      await member.api.post(path, { lessonId }, `lesson-${lessonId}`);
      this.accepted.lessons.add(`${member.userId}:${lessonId}`);
    }
    for (const { id, title, attempt, maxAttempts } of work.assessments) {
      const quality = attempt === 1 && work.stumbles ? 'none' : 'full';
      await this.handIn(member, { id, title, maxAttempts, quality, key: `hand-in-${id}-${attempt}` });
    }
  }

  /** Hands in, and writes down what the API said to it. @throws what it refused with */
  async handIn(member: CrowdMember, { id, title, maxAttempts, quality, key }: HandIn): Promise<void> {
    const body = this.#answerTo!(title, quality);
    const line = { process: member.email, key: `${member.userId} attempts at ${id}` };
    await this.#noted('redeem', line, { limit: maxAttempts }, async () => {
      const made = await member.api.post<{ id: string }>(`/api/assessments/${id}/submissions`, { body }, key);
      this.accepted.submissions.add(made.id);
      return { given: made.id };
    });
  }

  /** Does it and writes down how it ended: an answer that never came may have happened. */
  async #noted(
    op: Line['op'],
    who: Pick<Line, 'process' | 'key'>,
    args: Line['args'],
    act: () => Promise<Line['args']>,
  ): Promise<void> {
    const t0 = Date.now();
    const end = (result: Line['result'], more: Line['args'] = {}) =>
      this.#log({ t0, t1: Date.now(), ...who, op, args: { ...args, ...more }, result });
    try {
      end('ok', await act());
    } catch (error) {
      end(error instanceof ApiRefusedError ? 'fail' : 'unknown');
      throw error;
    }
  }

  /** Staff give back a part of what the seat has cost; the journey goes on. */
  async #giveBack(userId: string, orderId: string): Promise<void> {
    const { amountMinor, reason } = GOODWILL;
    const path = `/api/payments/order/${orderId}/refund`;
    const line = { process: 'office', key: `payment.refund ${orderId} ${reason}` };
    await this.#noted('order', line, {}, async () => {
      const made = await this.#office.post<{ refundId: string }>(path, GOODWILL, `goodwill-${orderId}`);
      this.accepted.refunds.set(made.refundId, { userId, amountMinor });
      return {};
    });
  }

  async #guarded(who: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#over)
        this.#failures.push(`${who}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Pays as a person would, on the pay page of the payment stand-in. */
async function pay(checkoutUrl: string, card: string): Promise<void> {
  await fetch(checkoutUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ card }),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => {});
}

/** Writes so many simulated people with the demo's password; every second one lives in Berlin. */
export async function seedCrowd(
  stage: Stage,
  ending: Ending,
  courseKey: string,
  name: string,
  count: number,
  log: (line: Line) => void = () => {},
): Promise<Crowd> {
  const { rows: people } = await stage.db.query<{ id: string; email: string }>(
    `WITH made AS (
       INSERT INTO users (email, name, time_zone, password_hash, email_verified_at, simulated)
       SELECT $1 || '-' || n || '@bench.example.org', 'Bench Learner ' || n,
              CASE n % 2 WHEN 0 THEN 'Europe/Berlin' ELSE 'UTC' END, u.password_hash, clock_timestamp(), true
         FROM generate_series(1, $2::int) AS n, users u WHERE u.email = 'learner@gradus.local'
       RETURNING id, email),
     joined AS (
       INSERT INTO memberships (organization_id, user_id, role)
       SELECT o.id, made.id, 'learner' FROM made, organizations o WHERE o.slug = 'demo')
     SELECT id, email FROM made`,
    [name, count],
  );
  const { rows: courses } = await stage.db.query<{ id: string }>('SELECT id FROM courses WHERE key = $1', [
    courseKey,
  ]);
  const members = people.map(({ id, email }) => ({
    userId: id,
    email,
    api: new LearnerApi(stage.apiUrl, { email, password: DEMO_PASSWORD }),
  }));
  return new Crowd(stage, ending, courses[0]!.id, members, log);
}

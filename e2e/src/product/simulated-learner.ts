import type { MailInbox } from './mail-inbox.ts';
import type { SchoolApi } from './school-api.ts';
import { must, until } from './until.ts';

interface RosterEntry {
  enrollmentId: string;
  userId: string;
  name: string;
  email: string;
  simulated: boolean;
  runId: string | null;
}

interface Run {
  condition: string;
  outcome: string | null;
  visits: Array<{
    stepId: string;
    visit: number;
    effects: Array<{ key: string; kind: string; state: string }>;
  }>;
  definition: { steps: Record<string, { kind: string }> };
}

interface Progress {
  state: string;
  modules: Array<{ state: string }>;
}

/** A learner made of code, followed through the API by the school's owner. */
export class SimulatedLearner {
  readonly name: string;
  readonly email: string;
  readonly runId: string;
  readonly #api: SchoolApi;
  readonly #courseId: string;
  readonly #enrollmentId: string;

  private constructor(api: SchoolApi, courseId: string, entry: RosterEntry & { runId: string }) {
    this.#api = api;
    this.#courseId = courseId;
    this.name = entry.name;
    this.email = entry.email;
    this.runId = entry.runId;
    this.#enrollmentId = entry.enrollmentId;
  }

  /** Whoever comes into the course's roster while the work is done. */
  static async startedBy(
    api: SchoolApi,
    courseTitle: string,
    work: () => Promise<unknown>,
  ): Promise<SimulatedLearner> {
    const courseId = await api.courseId(courseTitle);
    const roster = async () =>
      (await api.get<{ items: RosterEntry[] }>(`/api/courses/${courseId}/roster`)).items;
    const before = new Set((await roster()).map(({ userId }) => userId));
    await work();
    const entry = await until('the simulated learner in the roster, with a run', async () =>
      (await roster()).find(({ userId, simulated, runId }) => simulated && runId && !before.has(userId)),
    );
    return new SimulatedLearner(api, courseId, { ...entry, runId: entry.runId ?? '' });
  }

  run(): Promise<Run> {
    return this.#api.get<Run>(`/api/runs/${this.runId}`);
  }

  /** How many weeks are open to the learner by now. */
  async weeksOpen(): Promise<number> {
    const { modules } = await this.#api.get<Progress>(
      `/api/courses/${this.#courseId}/progress?enrollmentId=${this.#enrollmentId}`,
    );
    return modules.filter(({ state }) => state === 'open' || state === 'completed').length;
  }

  async reachesWeek(week: number, withinMs = 90_000): Promise<void> {
    await until(`week ${week} open for ${this.name}`, async () => (await this.weeksOpen()) >= week, {
      withinMs,
      everyMs: 400,
    });
  }

  async finishes(withinMs = 150_000): Promise<void> {
    const run = await until(
      `the run of ${this.name} finished`,
      async () => {
        const now = await this.run();
        return now.condition === 'finished' ? now : null;
      },
      { withinMs, everyMs: 700 },
    );
    must(run.outcome === 'completed', `The run ended as "${run.outcome}".`);
  }

  /** Holds the inbox against the run: every mail that a step sent came exactly once, and no other. */
  async mailsAreExact(inbox: MailInbox, unwanted: string[] = []): Promise<number> {
    const { visits, definition } = await this.run();
    const due = visits
      .filter(({ stepId }) => definition.steps[stepId]?.kind === 'message' && !unwanted.includes(stepId))
      .map(({ stepId, visit }) => `<${this.runId}.${stepId}.${visit}.`);
    const came = () => inbox.to(this.email);
    const isThere = (ids: string[]) => due.every((key) => ids.some((id) => id.startsWith(key)));
    await until('every mail of the run in the inbox', async () =>
      isThere((await came()).map(({ messageId }) => messageId)),
    );
    const mails = (await came()).filter(({ messageId }) => messageId.includes(this.runId));
    must(mails.length === due.length, `${mails.length} mails came for ${due.length} steps that send one.`);
    const twice = mails.filter(({ received }) => received > 1).map(({ subject }) => subject);
    must(twice.length === 0, `Received more than once: ${twice.join(', ')}`);
    return mails.length;
  }
}

import type { History, Line } from '../history/line.ts';
import { earliest } from '../kill/counting/early.ts';
import { readReceived, stepOfMessageId } from '../kill/counting/receivers.ts';
import { type CourseNeeds, type LearnerStory, readNeeds, readStories } from '../kill/learner-story.ts';
import type { Stage } from '../stage/stage.ts';

/** The longest that recovery may take before what is due counts as late. */
const RECOVERY_MS = 180_000;

/** All that clients and receiving ends have written down, and what is in the database when all is quiet. */
export async function readHistory(
  stage: Stage,
  courseKey: string,
  userIds: readonly string[],
  client: readonly Line[],
): Promise<History> {
  const stories = await readStories(stage.db, userIds);
  const needs = await readNeeds(stage.db, courseKey);
  const received = await readReceived(stage);
  const { rows: orders } = await stage.db.query<{
    id: string;
    amount: string;
    state: string;
    rights: number;
  }>(
    `SELECT o.id, o.amount, o.state, (SELECT count(*)::int FROM entitlements e WHERE e.order_id = o.id) AS rights
       FROM orders o WHERE o.user_id = ANY($1::uuid[])`,
    [userIds],
  );
  const byRun = new Map(stories.map((story) => [story.runId ?? '', story]));
  const mails = received.mails.flatMap(({ messageId, receivedAt }) => {
    const step = stepOfMessageId(messageId);
    const story = step && byRun.get(step.runId);
    if (!story) return [];
    return [receive('mail', story, step.stepId, 'mail', Date.parse(receivedAt))];
  });
  const unlocks = stories.flatMap((story) =>
    story.releases.map(({ module, realAt }) =>
      receive('database', story, `week-${needs.modules.indexOf(module) + 1}-open`, 'unlock', realAt),
    ),
  );
  const charges = orders.flatMap(({ id, amount }) =>
    received.taken.filter(({ key }) => key === id).map(() => charge(id, Number(amount))),
  );
  // The mail server is asked for all that it accepted: a repetition under the same id is one that it drops.
  return {
    lines: [...client, ...distinct(mails), ...unlocks, ...charges],
    end: {
      runs: runsOf(stories),
      due: stories.flatMap((story) => dueOf(story, needs)),
      entitlements: orders.flatMap(({ id, rights }) =>
        Array.from({ length: rights }, () => ({ order: id, ended: false })),
      ),
      invoices: orders
        .filter(({ state }) => state === 'paid')
        .map(({ id, amount }) => ({ order: id, amount: Number(amount), refunded: 0 })),
      audit: [],
      changes: [],
    },
  };
}

const runsOf = (stories: readonly LearnerStory[]): History['end']['runs'] =>
  stories.flatMap(({ runId, userId, finished }) =>
    runId === null
      ? []
      : [{ runId, enrollmentId: userId, progressing: finished, listed: false, repaired: null }],
  );

function receive(process: string, story: LearnerStory, step: string, kind: string, at: number): Line {
  const order = Number(/\d+/.exec(step)?.[0] ?? 0);
  const of = kind === 'mail' && !step.startsWith('week-') ? 'other mail' : kind;
  return {
    t0: at,
    t1: at,
    process,
    op: 'receive',
    key: `${story.runId}:${step}:1`,
    args: { enrollment: story.userId, kind: of, order, step, visit: 1 },
    result: 'ok',
  };
}

const charge = (key: string, amount: number): Line => ({
  t0: 0,
  t1: 0,
  process: 'payments',
  op: 'charge',
  key,
  args: { amount },
  result: 'ok',
});

function distinct(mails: readonly Line[]): Line[] {
  const first = new Set<string>();
  return mails.map((line) => {
    const op = first.has(line.key) ? 'drop' : 'receive';
    first.add(line.key);
    return { ...line, op };
  });
}

/** What the run has said it does, by the moments that the journey's rules give, worked out apart from the engine. */
function dueOf(story: LearnerStory, needs: CourseNeeds): History['end']['due'] {
  return story.queued.map(({ stepId, realAt }) => ({
    key: `${story.runId}:${stepId}:1`,
    enrollment: story.userId,
    due: (earliest(story, needs, stepId) ?? realAt) - 2,
    by: realAt + RECOVERY_MS,
  }));
}

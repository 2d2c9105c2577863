import type { History, Line } from '../history/line.ts';
import { earliest } from '../kill/counting/early.ts';
import { readReceived, stepOfMessageId } from '../kill/counting/receivers.ts';
import { type CourseNeeds, type LearnerStory, readNeeds, readStories } from '../kill/learner-story.ts';
import type { Stage } from '../stage/stage.ts';
import { readAudit } from './audit.ts';
import { readMoney } from './money.ts';
import { moduleSight } from './readers.ts';
import { received } from './received.ts';

/** The longest that recovery may take before what is due counts as late. */
const RECOVERY_MS = 180_000;

/**
 * All that clients and receiving ends have written down, and what is in the database when all is quiet. `stood`: runs that stood
 * still, and whether ops saw them in their list.
 */
export async function readHistory(
  stage: Stage,
  courseKey: string,
  userIds: readonly string[],
  client: readonly Line[],
  stood: ReadonlyMap<string, boolean>,
): Promise<History> {
  const stories = await readStories(stage.db, userIds);
  const needs = await readNeeds(stage.db, courseKey);
  const receipts = await readReceived(stage);
  const money = await readMoney(stage, stories, receipts);
  const byRun = new Map(stories.map((story) => [story.runId ?? '', story]));
  const mails = receipts.mails.flatMap(({ messageId, receivedAt }) => {
    const step = stepOfMessageId(messageId);
    const story = step && byRun.get(step.runId);
    if (!story) return [];
    const kind = step.stepId.startsWith('week-') ? 'mail' : 'other mail';
    return [received(story, { process: 'mail', step: step.stepId, kind, at: Date.parse(receivedAt) })];
  });
  // The mail server is asked for all that it accepted: a repetition under the same id is one that it drops.
  const lines = [
    ...client,
    ...distinct(mails),
    ...stories.flatMap((story) => written(story, needs)),
    ...money.lines,
  ];
  return {
    lines,
    end: {
      ...money.end,
      runs: runsOf(stories, stood),
      due: stories.flatMap((story) => dueOf(story, needs)),
      opens: stories.flatMap(({ userId, unlocks }) =>
        unlocks.flatMap(({ module, state, unlockAt }) =>
          state === 'released' && unlockAt !== null
            ? [{ key: moduleSight(userId, module), due: unlockAt }]
            : [],
        ),
      ),
      audit: await readAudit(stage.db),
    },
  };
}

function runsOf(
  stories: readonly LearnerStory[],
  stood: ReadonlyMap<string, boolean>,
): History['end']['runs'] {
  return stories.flatMap(({ runId, userId, finished }) => {
    if (runId === null) return [];
    const stoodStill = stood.has(runId);
    return {
      runId,
      enrollmentId: userId,
      progressing: finished && !stoodStill,
      listed: stood.get(runId) ?? false,
      repaired: stoodStill ? finished : null,
    };
  });
}

/** What has no receiver outside: modules that were released, the certificate. */
function written(story: LearnerStory, needs: CourseNeeds): Line[] {
  const process = 'database';
  const unlocks = story.releases.map(({ module, realAt }) => {
    const step = `week-${needs.modules.indexOf(module) + 1}-open`;
    return received(story, { process, step, kind: 'unlock', at: realAt });
  });
  const certificates = story.credentials.flatMap(({ state, issuedAt }) =>
    state === 'issued' && issuedAt !== null
      ? [received(story, { process, step: 'certificate', kind: 'certificate', at: issuedAt })]
      : [],
  );
  return [...unlocks, ...certificates];
}

function distinct(mails: readonly Line[]): Line[] {
  const first = new Set<string>();
  return mails.map((line) => {
    const op = first.has(line.key) ? 'drop' : 'receive';
    first.add(line.key);
    return { ...line, op };
  });
}

/** What the run has said it does (leaving calls off what is still queued), by the moments that the journey's rules give, worked out apart from the engine. */
function dueOf(story: LearnerStory, needs: CourseNeeds): History['end']['due'] {
  if (story.outcome === 'exited') return [];
  return story.queued.map(({ stepId, realAt }) => ({
    key: `${story.runId}:${stepId}:1`,
    enrollment: story.userId,
    due: (earliest(story, needs, stepId) ?? realAt) - 2,
    by: realAt + RECOVERY_MS,
  }));
}

import { setTimeout as pause } from 'node:timers/promises';
import type { CourseProgress } from '@gradus/contracts';
import { ApiRefusedError } from '../../../stand-ins/src/simulated-learner/api.ts';
import type { Crowd, CrowdMember } from '../kill/crowd.ts';
import type { Ending } from '../stage/ending.ts';

/** One in so many wants more attempts than there are. */
const ONE_IN = 5;
const AT_ONCE = 8;
const PAUSE_MS = 3_000;

/**
 * Learners who have passed the first assignment hand in again and again, many times at the same moment and each time under a
 * key of its own, until every answer is that no attempt is left. What they are granted the crowd writes down.
 */
export async function handInTooOften(crowd: Crowd, ending: Ending, over: () => boolean): Promise<void> {
  const greedy = crowd.members.filter((_, at) => at % ONE_IN === 0);
  await Promise.all(greedy.map((member) => insist(crowd, member, () => over() || ending.over)));
}

async function insist(crowd: Crowd, member: CrowdMember, over: () => boolean): Promise<void> {
  const path = `/api/courses/${crowd.courseId}/progress`;
  for (let round = 1; !over(); await pause(PAUSE_MS)) {
    const page = await member.api.get<CourseProgress>(path).catch(() => null);
    const first = page?.modules.find(({ assessment }) => assessment)?.assessment;
    if (first?.state !== 'passed') continue;
    const { id, title, maxAttempts } = first;
    const codes = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, at) =>
        crowd
          .handIn(member, { id, title, maxAttempts, key: `greedy-${id}-${round}-${at}`, quality: 'full' })
          .then(() => 'granted', codeOf),
      ),
    );
    round += 1;
    if (codes.every((code) => code === 'submission.no-attempts-left' || code === 'submission.not-active'))
      return;
  }
}

const codeOf = (error: unknown) => (error instanceof ApiRefusedError ? error.code : 'unknown');

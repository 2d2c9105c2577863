import { setTimeout as pause } from 'node:timers/promises';
import type { CourseProgress } from '@gradus/contracts';
import type { Line } from '../history/line.ts';
import type { Crowd, CrowdMember } from '../kill/crowd.ts';
import type { Ending } from '../stage/ending.ts';

/** How many look at the same people at the same time. */
const READERS = 3;
const PAUSE_MS = 400;

/**
 * Looks at the pages of learners, a random one at a time, and writes down what they say: which weeks are open, what is done, how
 * far each attempt is, the place and the certificate. Ends when `over` says so.
 */
export async function readAlong(
  { members, courseId }: Pick<Crowd, 'members' | 'courseId'>,
  ending: Ending,
  over: () => boolean,
  log: (line: Line) => void,
): Promise<void> {
  const one = async (process: string) => {
    while (!over() && !ending.over) {
      const member = members[Math.floor(Math.random() * members.length)]!;
      const t0 = Date.now();
      const page = await member.api
        .get<CourseProgress>(`/api/courses/${courseId}/progress`)
        .catch(() => null);
      const t1 = Date.now();
      // Who has not enrolled yet has no page.
      for (const { key, of, state } of page ? sightsOf(member, page) : [])
        log({ t0, t1, process, op: 'read', key, args: { of, state }, result: 'ok' });
      await pause(PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: READERS }, (_, at) => one(`reader-${at + 1}`)));
}

interface Sight {
  key: string;
  /** A scale of `history/books.ts`. */
  of: string;
  state: string | number;
}

function sightsOf({ userId }: CrowdMember, page: CourseProgress): Sight[] {
  // Whoever has left is shown nothing more: that is no going back.
  const shown = page.state === 'revoked' ? [] : page.modules;
  const weeks = shown.flatMap(({ key, state, lessons, assessment }): Sight[] => {
    const done = lessons.filter(({ completedAt }) => completedAt !== null).length;
    const attempts: Sight[] = assessment
      ? [
          { key: `${userId}:${key}:attempts`, of: 'count', state: assessment.attemptsUsed },
          {
            key: `${userId}:${key}:attempt-${assessment.attemptsUsed}`,
            of: 'attempt',
            state: assessment.state,
          },
        ]
      : [];
    return [
      { key: moduleSight(userId, key), of: 'module', state },
      { key: `${userId}:${key}:lessons`, of: 'count', state: done },
      ...attempts,
    ];
  });
  return [
    ...weeks,
    { key: `${userId}:place`, of: 'place', state: page.state },
    { key: `${userId}:certificate`, of: 'certificate', state: page.credential?.state ?? 'none' },
  ];
}

/** The key under which readers write down whether a module is open. */
export const moduleSight = (userId: string, moduleKey: string) => `${userId}:${moduleKey}`;

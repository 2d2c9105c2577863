import type { Line } from '../history/line.ts';
import { COURSE, TWELVE_WEEKS } from '../kill/course.ts';
import { type Crowd, type CrowdMember, seedCrowd } from '../kill/crowd.ts';
import type { Ending } from '../stage/ending.ts';
import type { Stage } from '../stage/stage.ts';
import { handInTooOften } from './greed.ts';
import { Office } from './office.ts';
import { readAlong } from './readers.ts';

/** Beside so many who stay there is one who leaves. */
const STAYERS_A_LEAVER = 10;

/** Everybody who does something while things die. */
export interface Crowds {
  /** Those who go through the course. */
  crowd: Crowd;
  /** Those who get all of their money back in the second week. */
  leavers: Crowd;
  all: { members: CrowdMember[] };
  userIds: string[];
  enrolled: Promise<unknown>;
  /** Runs that stood still, and whether ops saw them in their list. */
  stood: ReadonlyMap<string, boolean>;
  /** From now on the bank takes every refund. */
  calm(): void;
  stop(): Promise<void>;
}

/** Learners, leavers, readers, greedy ones and the office set out. */
export async function setOut(
  stage: Stage,
  ending: Ending,
  { learners, seconds }: { learners: number; seconds: number },
  log: (line: Line) => void,
): Promise<Crowds> {
  const crowd = await seedCrowd(stage, ending, COURSE, 'chaos', learners, log);
  const leaving = Math.max(2, Math.ceil(learners / STAYERS_A_LEAVER));
  const leavers = await seedCrowd(stage, ending, COURSE, 'leaver', leaving, log);
  const members = [...crowd.members, ...leavers.members];
  const userIds = members.map(({ userId }) => userId);
  const speed = TWELVE_WEEKS / seconds;
  const enrolled = Promise.all([crowd.enrol(speed, seconds / 8), leavers.enrol(speed, seconds / 8)]);
  let calm = false;
  let over = false;
  const isOver = () => over;
  const office = new Office(stage, ending, log);
  const atWork = [
    crowd.study(),
    leavers.study(),
    readAlong({ members, courseId: crowd.courseId }, ending, isOver, log),
    handInTooOften(crowd, ending, isOver),
    office.work(
      { userIds, leavers: leavers.members.map(({ userId }) => userId) },
      { calm: () => calm, over: isOver },
    ),
  ];
  return {
    crowd,
    leavers,
    all: { members },
    userIds,
    enrolled,
    stood: office.stood,
    calm: () => void (calm = true),
    async stop() {
      over = true;
      await Promise.all([crowd.stop(), leavers.stop()]);
      await Promise.all(atWork);
    },
  };
}

import type { FunnelStep } from '@gradus/contracts';
import type { StepKind } from '@gradus/flow';

/** Kinds at which something happens for the learner; the others only carry them on. */
const MAIN = new Set<string>([
  'release',
  'assess',
  'grade',
  'approve',
  'certify',
  'charge',
  'goal',
] satisfies StepKind[]);

/** The steps by which a course is told, and every other where somebody was lost. */
export function mainSteps(steps: readonly FunnelStep[]): FunnelStep[] {
  const main = steps.filter((step) => MAIN.has(step.kind) || step.lost.length > 0);
  return main.length > 0 ? main : [...steps];
}

const REASONS: Record<string, string> = {
  exited: 'taken out',
  goal: 'reached the goal',
  event: 'left by an event',
  migrated: 'let go by a new version',
  moved: 'moved elsewhere',
  cancelled: 'called off',
};

/** "3 taken out". */
export const sayLost = ({ reason, count }: FunnelStep['lost'][number]) =>
  `${count} ${REASONS[reason] ?? reason}`;

export const lossesOf = ({ lost }: FunnelStep) => lost.reduce((sum, { count }) => sum + count, 0);

/** A whole percentage; never more than all. */
export const shareOf = (part: number, of: number) =>
  of === 0 ? 0 : Math.min(100, Math.round((part / of) * 100));

import type { AutomationCounts, StepCounts } from '@gradus/contracts';
import type { StepMark } from '../../../canvas/marks.ts';

/** Of every step that is drawn: where nobody has come yet there is no number, and that is said, too. */
export function countMarks(
  counts: AutomationCounts,
  stepIds: readonly string[] = [],
): ReadonlyMap<string, StepMark> {
  const nobody = stepIds.map((stepId) => [stepId, NOBODY] as const);
  return new Map([...nobody, ...counts.steps.map((step) => [step.stepId, countMark(step)] as const)]);
}

const NOBODY: StepMark = {
  kind: 'counts',
  waiting: 0,
  running: 0,
  blocked: 0,
  held: 0,
  through: 0,
  ports: {},
  conserved: true,
};

/** Through: those who went on by one of the ways, or left the automation from here. */
function countMark(step: StepCounts): StepMark {
  const { waiting, running, blocked, held, left, exited, ports, conserved } = step;
  const mark = {
    kind: 'counts' as const,
    waiting,
    running,
    blocked,
    held,
    through: left + exited,
    ports,
    conserved,
  };
  return conserved ? mark : { ...mark, why: whyNotConserved(step) };
}

/** What does not add up at a step, in plain words. */
export function whyNotConserved(step: StepCounts): string {
  const here = step.waiting + step.running + step.blocked + step.held;
  const gone = step.left + step.exited + step.migratedOut;
  const advice = 'Nobody is lost by it, but do not trust these numbers; operations can see it, too.';
  if (here + gone === step.entered)
    return `The list of visits says that ${here} ${here === 1 ? 'is' : 'are'} here, and the learners' own runs say otherwise. ${advice}`;
  return `${step.entered} came in, but ${here + gone} are accounted for: ${here} here and ${gone} gone on. ${advice}`;
}

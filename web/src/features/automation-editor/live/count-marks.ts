import type { AutomationCounts, StepCounts } from '@gradus/contracts';
import type { StepMark } from '../../../canvas/marks.ts';

export function countMarks(counts: AutomationCounts): ReadonlyMap<string, StepMark> {
  return new Map(counts.steps.map((step) => [step.stepId, countMark(step)]));
}

/** Through: those who went on by one of the ways, or left the automation from here. */
function countMark(step: StepCounts): StepMark {
  const { waiting, running, blocked, held, left, exited, ports, conserved } = step;
  return { kind: 'counts', waiting, running, blocked, held, through: left + exited, ports, conserved };
}

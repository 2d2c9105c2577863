import type { ForecastReport } from '@gradus/contracts';
import type { StepMark } from '../../../canvas/marks.ts';

/** How many of a crowd stand at each step on a Monday, beside the fullest step of that day. */
export function heatOn(
  report: ForecastReport,
  monday: number,
  stepIds: readonly string[],
): Map<string, StepMark> {
  const standing = new Map(report.steps.map(({ stepId, standing: each }) => [stepId, each[monday] ?? 0]));
  const entered = new Map(report.steps.map(({ stepId, entered: each }) => [stepId, each]));
  const fullest = Math.max(1, ...standing.values());
  return new Map(
    stepIds.map((stepId) => {
      const people = standing.get(stepId) ?? 0;
      const mark: StepMark = {
        kind: 'heat',
        people,
        through: entered.get(stepId) ?? 0,
        warmth: people / fullest,
      };
      return [stepId, mark];
    }),
  );
}

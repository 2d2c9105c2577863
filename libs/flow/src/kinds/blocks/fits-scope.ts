import type { Around, PlanStep } from '../../model/plan.ts';

/** Whether a token that is in these blocks can stand at a step: in the blocks the step is drawn in, on the same ways. */
export function fitsScope({ scope: drawn, opener }: PlanStep, scope: readonly Around[]): boolean {
  const inside = opener !== null && scope.length === drawn.length + 1 && scope.at(-1)?.stepId === opener;
  const around = inside ? scope.slice(0, -1) : scope;
  return (
    around.length === drawn.length &&
    drawn.every(
      ({ stepId, way, each }, at) =>
        around[at]?.stepId === stepId && (each === true || around[at]?.way === way),
    )
  );
}

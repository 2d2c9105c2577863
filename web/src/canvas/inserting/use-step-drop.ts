import type { Definition, StepKind } from '@gradus/flow';
import { useReactFlow } from '@xyflow/react';
import type { DragEvent } from 'react';
import type { Outlet } from '../canvas-context.ts';
import { addableKinds } from '../step-kinds.ts';
import { BOX } from '../drawing/arrange.ts';
import type { Point } from './drop-target.ts';
import { STEP_DRAG } from './step-palette.tsx';
import { markPlus, outletAt } from './where-drawn.ts';

type Drop = (kind: StepKind, outlet: Outlet | null, place?: Point) => void;

/** Takes in the steps that are dragged from the list: the plus they would go to lights up, and where nothing is near they stand free. */
export function useStepDrop(definition: Definition, onDrop: Drop) {
  const { screenToFlowPosition } = useReactFlow();
  return {
    onDragOver(event: DragEvent<HTMLElement>) {
      if (!carriesStep(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      markPlus(event.currentTarget, outletAt(definition, event.currentTarget, placeOf(event)));
    },
    onDragLeave(event: DragEvent<HTMLElement>) {
      const inside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
      if (!inside) markPlus(event.currentTarget, null);
    },
    onDrop(event: DragEvent<HTMLElement>) {
      if (!carriesStep(event)) return;
      event.preventDefault();
      markPlus(event.currentTarget, null);
      const kind = addableKinds.find((one) => one === event.dataTransfer.getData(STEP_DRAG));
      if (!kind) return;
      const outlet = outletAt(definition, event.currentTarget, placeOf(event));
      onDrop(kind, outlet, outlet ? undefined : topOfBox(screenToFlowPosition(placeOf(event))));
    },
  };
}

const placeOf = ({ clientX, clientY }: DragEvent): Point => ({ x: clientX, y: clientY });
const carriesStep = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes(STEP_DRAG);

/** The corner of a box whose upper edge has this point in its middle: as a line comes in. */
export const topOfBox = ({ x, y }: Point): Point => ({ x: Math.round(x - BOX.width / 2), y: Math.round(y) });

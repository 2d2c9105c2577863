import { useReactFlow } from '@xyflow/react';
import type { FinalConnectionState } from '@xyflow/react';
import { useMemo, useRef } from 'react';
import type { CanvasActions } from '../canvas-context.ts';
import type { InsertRequest } from '../insert-menu.tsx';
import { outletOf } from '../use-canvas-lines.ts';
import type { Point } from './drop-target.ts';
import { topOfBox } from './use-step-drop.ts';
import { boxAt } from './where-drawn.ts';

/**
 * Where a line goes that is let go of beside every dot: on a box, to that box; over nothing, it asks which step is to stand there.
 * A line that was there before and is let go of over nothing stays as it was.
 */
export function useLineEnds(actions: Partial<CanvasActions>, ask: (request: InsertRequest) => void) {
  const { screenToFlowPosition } = useReactFlow();
  const wasThere = useRef(false);
  return useMemo(
    () => ({
      onReconnectStart: () => {
        wasThere.current = true;
      },
      onReconnectEnd: () => {
        wasThere.current = false;
      },
      onConnectEnd: (event: MouseEvent | TouchEvent, { fromHandle, isValid }: FinalConnectionState) => {
        // A dot that does not fit counts as none: near the lower edge of a box lie its ways out.
        if (isValid || fromHandle?.type !== 'source') return;
        const outlet = outletOf({ source: fromHandle.nodeId, sourceHandle: fromHandle.id });
        const pointer = placeOf(event);
        if (!isOnCanvas(pointer)) return;
        const boxId = boxAt(pointer);
        if (boxId !== null) {
          if (actions.canConnect?.(outlet, boxId)) actions.connect?.(outlet, boxId);
        } else if (!wasThere.current) {
          const place = topOfBox(screenToFlowPosition(pointer));
          ask({ outlet, place, anchor: spotAt(pointer) });
        }
      },
    }),
    [actions, ask, screenToFlowPosition],
  );
}

function placeOf(event: MouseEvent | TouchEvent): Point {
  const { clientX: x = 0, clientY: y = 0 } =
    'changedTouches' in event ? (event.changedTouches[0] ?? {}) : event;
  return { x, y };
}

/** Beside it lie the overview, the list of steps and the panel: over these, a line is let go of for nothing. */
const isOnCanvas = ({ x, y }: Point) => Boolean(document.elementFromPoint(x, y)?.closest('.step-canvas'));

/** A spot of the screen, for what opens beside it. */
const spotAt = ({ x, y }: Point) => ({ getBoundingClientRect: () => new DOMRect(x, y, 0, 0) });

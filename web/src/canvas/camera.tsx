import type { Definition } from '@gradus/flow';
import { useReactFlow, useStore } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { BOX } from './drawing/arrange.ts';
import { bringIntoView } from './drawing/bring-into-view.ts';
import type { Rectangle } from './drawing/rectangle.ts';

interface CameraProps {
  definition: Definition;
  focus: { stepId: string; nonce: number } | null;
  /** The box that is open in the panel beside the canvas. */
  opened: (Rectangle & { id: string }) | null;
}

/** The switch between canvas and outline lies above, ways out hang below. */
const CLEAR = { top: 56, right: 24, bottom: 96, left: 24 };

/** A whole journey does not fit a screen legibly: begin at its start, or where the caller looks, at reading size. */
export function Camera({ definition, focus, opened }: CameraProps) {
  const { getViewport, setViewport, setCenter, getNode, getZoom } = useReactFlow();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  const begun = useRef(false);

  useEffect(() => {
    if (begun.current || width === 0) return;
    const start = getNode(focus?.stepId ?? definition.trigger);
    if (!start) return;
    begun.current = true;
    const zoom = width < 640 ? 0.8 : 0.95;
    const top = focus ? height / 2 - (BOX.height * zoom) / 2 : 64;
    void setViewport({
      x: width / 2 - (start.position.x + BOX.width / 2) * zoom,
      y: top - start.position.y * zoom,
      zoom,
    });
  }, [width, height, focus, definition.trigger, getNode, setViewport]);

  /**
   * What is looked at stays in the middle when a panel opens beside it; a box that was opened, or just added, is seen whole. Whoever
   * moves the drawing by hand afterwards is left alone.
   */
  const last = useRef<{ width: number; opened: string | null }>({ width: 0, opened: null });
  useEffect(() => {
    if (!begun.current || width === 0) return;
    const before = last.current;
    last.current = { width, opened: opened?.id ?? null };
    if (before.width === width && before.opened === last.current.opened) return;
    const { x, y, zoom } = getViewport();
    const moved = before.width === 0 ? 0 : (width - before.width) / 2;
    const centred = { x: x + moved, y, zoom };
    const next = opened ? bringIntoView(centred, opened, { width, height }, CLEAR) : centred;
    if (next.x !== x || next.y !== y) void setViewport(next);
  }, [width, height, opened, getViewport, setViewport]);

  const jumped = useRef(focus?.nonce);
  useEffect(() => {
    if (!focus || !begun.current || jumped.current === focus.nonce) return;
    jumped.current = focus.nonce;
    const node = getNode(focus.stepId);
    if (!node) return;
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    void setCenter(node.position.x + BOX.width / 2, node.position.y + BOX.height / 2, {
      zoom: Math.max(getZoom(), 0.8),
      duration: calm ? 0 : 350,
    });
  }, [focus, getNode, getZoom, setCenter]);
  return null;
}

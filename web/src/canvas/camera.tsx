import type { Definition } from '@gradus/flow';
import { useReactFlow, useStore } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { BOX } from './drawing/arrange.ts';

interface CameraProps {
  definition: Definition;
  focus: { stepId: string; nonce: number } | null;
}

/** A whole journey does not fit a screen legibly: begin at its start, or where the caller looks, at reading size. */
export function Camera({ definition, focus }: CameraProps) {
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

  /** What is looked at stays in the middle when a panel opens beside it. */
  const lastWidth = useRef(0);
  useEffect(() => {
    const moved = lastWidth.current === 0 ? 0 : (width - lastWidth.current) / 2;
    lastWidth.current = width;
    if (moved === 0) return;
    const { x, y, zoom } = getViewport();
    void setViewport({ x: x + moved, y, zoom });
  }, [width, getViewport, setViewport]);

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

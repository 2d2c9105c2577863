import type { Rectangle } from './rectangle.ts';

interface View {
  x: number;
  y: number;
  zoom: number;
}

/** What lies over the edges of the window, in pixels: the box is kept clear of it. */
export interface Clear {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** The view moved as little as shows the whole box; the same view where it shows already, or is too small to hold it. */
export function bringIntoView(
  view: View,
  box: Rectangle,
  window: { width: number; height: number },
  clear: Clear,
): View {
  const left = box.x * view.zoom + view.x;
  const top = box.y * view.zoom + view.y;
  return {
    x: view.x + shift(left, box.width * view.zoom, clear.left, window.width - clear.right),
    y: view.y + shift(top, box.height * view.zoom, clear.top, window.height - clear.bottom),
    zoom: view.zoom,
  };
}

function shift(from: number, length: number, least: number, most: number): number {
  if (length > most - least || (from >= least && from + length <= most)) return 0;
  return from < least ? least - from : most - (from + length);
}

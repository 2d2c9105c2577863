import type { Definition } from '@gradus/flow';
import type { Outlet } from '../canvas-context.ts';
import { dropTarget } from './drop-target.ts';
import type { PlusPlace, Point } from './drop-target.ts';
import { firstWayOf } from './next-outlet.ts';

/** The step whose box is drawn there, if any. */
export function boxAt({ x, y }: Point): string | null {
  const boxes = document.elementsFromPoint(x, y).map((one) => one.closest('.react-flow__node-step'));
  return boxes.find((box) => box instanceof HTMLElement)?.getAttribute('data-id') ?? null;
}

/** What a step that is let go of there follows; null: it stands by itself. */
export function outletAt(definition: Definition, canvas: HTMLElement, pointer: Point): Outlet | null {
  const boxId = boxAt(pointer);
  return dropTarget({
    pointer,
    box: boxId === null ? undefined : firstWayOf(definition, boxId),
    line: lineAt(definition, pointer),
    pluses: plusesOf(canvas),
  });
}

/** Marks the plus that stands for an outlet, and no other. */
export function markPlus(canvas: HTMLElement, outlet: Outlet | null): void {
  for (const plus of canvas.querySelectorAll<HTMLElement>('[data-outlet]')) {
    plus.toggleAttribute('data-aimed', outlet !== null && plus.dataset['outlet'] === nameOf(outlet));
  }
}

/** How the plus of an outlet, and the line that leaves by it, are found in what is drawn. */
export const nameOf = ({ from, port }: Outlet): string => `${from}:${port}`;

function lineAt({ edges }: Definition, { x, y }: Point): Outlet | null {
  const line = document
    .elementsFromPoint(x, y)
    .find((one) => one.matches('.react-flow__edge-interaction'))
    ?.closest('.react-flow__edge')
    ?.getAttribute('data-id');
  const edge = edges.find((one) => nameOf(one) === line);
  return edge ? { from: edge.from, port: edge.port } : null;
}

function plusesOf(canvas: HTMLElement): PlusPlace[] {
  return [...canvas.querySelectorAll<HTMLElement>('[data-outlet]')].flatMap((plus) => {
    const [from, port] = (plus.dataset['outlet'] ?? '').split(':');
    const { left, top, width, height } = plus.getBoundingClientRect();
    return from && port ? [{ outlet: { from, port }, at: { x: left + width / 2, y: top + height / 2 } }] : [];
  });
}

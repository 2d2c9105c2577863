import type { StepKind } from '@gradus/flow';
import { createContext, use } from 'react';
import type { Rectangle } from './drawing/rectangle.ts';
import { noOverlay } from './marks.ts';
import type { Overlay } from './marks.ts';

export type CanvasMode = 'edit' | 'watch' | 'run';

/** A way out of a step: where a new step can be put, or a line begun. */
export interface Outlet {
  from: string;
  port: string;
}

export interface CanvasActions {
  select(stepId: string | null): void;
  /** All that is chosen now; without it, one at a time is. */
  pick(stepIds: string[]): void;
  move(places: Record<string, { x: number; y: number }>): void;
  /** `place`: where its box is to stand; left out: where the drawing has room for it. */
  insert(kind: StepKind, outlet: Outlet, place?: { x: number; y: number }): void;
  /** By itself, led to by nothing yet. */
  insertFree(kind: StepKind, place: { x: number; y: number }): void;
  connect(outlet: Outlet, to: string): void;
  /** Takes one end of a line elsewhere. */
  reconnect(before: Outlet, after: Outlet, to: string): void;
  disconnect(outlet: Outlet): void;
  /** Steps and notes alike. */
  remove(ids: string[]): void;
  resizeNote(noteId: string, place: Rectangle): void;
  /** Puts a note around these steps; around none: by itself. */
  addNote(stepIds: readonly string[]): void;
  /** Moves a step one further up or down its way. */
  shift(stepId: string, direction: 'up' | 'down'): void;
  canConnect(outlet: Outlet, to: string): boolean;
}

interface CanvasScope {
  mode: CanvasMode;
  overlay: Overlay;
  openInsertMenu(outlet: Outlet, anchor: HTMLElement): void;
  resizeNote(noteId: string, place: Rectangle): void;
}

export const CanvasContext = createContext<CanvasScope>({
  mode: 'run',
  overlay: noOverlay,
  openInsertMenu: () => undefined,
  resizeNote: () => undefined,
});

export const useCanvas = () => use(CanvasContext);

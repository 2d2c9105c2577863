import type { ForecastReport } from '@gradus/contracts';
import { keepUnchanged } from '../../../canvas/marks.ts';
import type { Overlay, StepMark } from '../../../canvas/marks.ts';
import { heatOn } from '../forecasting/heat.ts';
import { marksOn } from '../playback/playback.ts';
import type { DayByDay } from '../playback/playback.ts';
import type { EditorStore } from './editor-store.ts';
import { problemOverlay } from './problem-marks.ts';

/** What the canvas shows instead of the drawing to be edited: one way up to a day, or a crowd on a Monday. */
export type Shown =
  { kind: 'way'; way: DayByDay; day: number } | { kind: 'crowd'; report: ForecastReport; monday: number };

function marksOf(shown: Shown, stepIds: string[]): Map<string, StepMark> {
  return shown.kind === 'way'
    ? marksOn(shown.way, shown.day, stepIds)
    : heatOn(shown.report, shown.monday, stepIds);
}

/** The marks of what is shown; of the drawing itself, its problems. */
export function editorOverlay(store: EditorStore): Overlay {
  const problems = problemOverlay(store);
  let known: Shown | null = null;
  let marks: ReadonlyMap<string, StepMark> = new Map();
  return {
    subscribe: store.subscribe,
    markOf: (stepId) => {
      const { shown, document } = store.getState();
      if (shown === null) return problems.markOf(stepId);
      if (shown !== known) {
        marks = keepUnchanged(marks, marksOf(shown, Object.keys(document.definition.steps)));
        known = shown;
      }
      return marks.get(stepId) ?? null;
    },
  };
}

import type { Problem } from '@gradus/flow';
import type { Overlay, StepMark } from '../../../canvas/marks.ts';
import type { EditorStore } from './editor-store.ts';

const known = new WeakMap<Problem[], Map<string, StepMark>>();

/** What is wrong, per step: each box listens for its own. */
export function problemOverlay(store: EditorStore): Overlay {
  return {
    subscribe: store.subscribe,
    markOf: (stepId) => {
      const { problems } = store.getState();
      return (problems && marksOf(problems).get(stepId)) ?? null;
    },
  };
}

function marksOf(problems: Problem[]): Map<string, StepMark> {
  const marks = known.get(problems) ?? makeMarks(problems);
  known.set(problems, marks);
  return marks;
}

function makeMarks(problems: Problem[]): Map<string, StepMark> {
  const marks = new Map<string, Extract<StepMark, { kind: 'problems' }>>();
  for (const { stepId, steps = [stepId], severity, message } of problems) {
    for (const id of steps) {
      if (!id) continue;
      const mark = marks.get(id) ?? { kind: 'problems', errors: 0, warnings: 0, first: message };
      mark[severity === 'error' ? 'errors' : 'warnings'] += 1;
      marks.set(id, mark);
    }
  }
  return marks;
}

import { QueryObserver } from '@tanstack/react-query';
import type { QueryClient, QueryKey, QueryObserverOptions } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/** What is laid over a box beside the definition: how many are there, where one learner is, or what is wrong. */
export type StepMark =
  | {
      kind: 'counts';
      waiting: number;
      running: number;
      blocked: number;
      held: number;
      through: number;
      ports: Record<string, number>;
      conserved: boolean;
      /** When they are not conserved: what does not add up, as a sentence. */
      why?: string;
    }
  | {
      kind: 'place';
      state: 'running' | 'waiting' | 'blocked' | 'held' | 'left' | 'exited' | 'never';
      visits: number;
      /** Ports this run went out by. */
      ports: string[];
    }
  /** How many of an imagined crowd stand here at a moment, how many ever come here; `warmth` 0 to 1 beside the fullest step. */
  | { kind: 'heat'; people: number; through: number; warmth: number }
  /** What another version makes of the step. */
  | { kind: 'change'; change: 'added' | 'changed' | 'replaced' | 'removed' | 'same' }
  | { kind: 'problems'; errors: number; warnings: number; first: string };

/** Where marks come from. Each box listens for its own; a mark that did not change stays the same object. */
export interface Overlay {
  subscribe(listener: () => void): () => void;
  markOf(stepId: string): StepMark | null;
}

export const noOverlay: Overlay = { subscribe: () => () => undefined, markOf: () => null };

/** Re-renders its caller only when this step's mark changes. */
export function useMark(overlay: Overlay, stepId: string): StepMark | null {
  return useSyncExternalStore(overlay.subscribe, () => overlay.markOf(stepId));
}

type Marks = ReadonlyMap<string, StepMark>;

/** Marks that never change. */
export function fixedOverlay(marks: Marks): Overlay {
  return { subscribe: () => () => undefined, markOf: (stepId) => marks.get(stepId) ?? null };
}

/** Marks out of the query cache: one observer for all boxes. */
export function queryOverlay<Answer, Key extends QueryKey>(
  client: QueryClient,
  query: QueryObserverOptions<Answer, Error, Answer, Answer, Key>,
  marksOf: (answer: Answer) => Marks,
): Overlay {
  const observer = new QueryObserver<Answer, Error, Answer, Answer, Key>(client, query);
  const listeners = new Set<() => void>();
  let seen: Answer | undefined;
  let marks: Marks = new Map();
  let end: (() => void) | null = null;
  const look = () => {
    const answer = observer.getCurrentResult().data;
    if (answer === undefined || answer === seen) return;
    seen = answer;
    marks = keepUnchanged(marks, marksOf(answer));
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      end ??= observer.subscribe(() => {
        look();
        for (const each of listeners) each();
      });
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        end?.();
        end = null;
      };
    },
    markOf: (stepId) => {
      look();
      return marks.get(stepId) ?? null;
    },
  };
}

/** The new marks, with the old object wherever it says the same. */
export function keepUnchanged(before: Marks, after: Marks): Marks {
  return new Map(
    [...after].map(([stepId, mark]) => {
      const old = before.get(stepId);
      return [stepId, old && JSON.stringify(old) === JSON.stringify(mark) ? old : mark];
    }),
  );
}

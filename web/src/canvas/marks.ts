import { useQuery } from '@tanstack/react-query';
import type { QueryKey, UseQueryOptions } from '@tanstack/react-query';

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
    }
  | {
      kind: 'place';
      state: 'running' | 'waiting' | 'blocked' | 'held' | 'left' | 'exited' | 'never';
      visits: number;
      /** Ports this run went out by. */
      ports: string[];
    }
  | { kind: 'problems'; errors: number; warnings: number; first: string };

/** Each box asks for its own mark, so that a tick re-renders only the boxes whose mark changed. */
export interface Overlay {
  useMark(stepId: string): StepMark | null;
}

export const noOverlay: Overlay = { useMark: () => null };

/** Marks out of the query cache. Structural sharing keeps an unchanged mark the same object. */
export function queryOverlay<Answer, Key extends QueryKey>(
  query: UseQueryOptions<Answer, Error, Answer, Key>,
  marksOf: (answer: Answer) => ReadonlyMap<string, StepMark>,
): Overlay {
  const known = new WeakMap<object, ReadonlyMap<string, StepMark>>();
  const markOf = (answer: Answer, stepId: string): StepMark | null => {
    const key = answer as object;
    const marks = known.get(key) ?? marksOf(answer);
    known.set(key, marks);
    return marks.get(stepId) ?? null;
  };
  return {
    useMark: (stepId) =>
      useQuery({ ...query, select: (answer: Answer) => markOf(answer, stepId) }).data ?? null,
  };
}

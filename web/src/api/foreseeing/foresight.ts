import { queryOptions, useMutation } from '@tanstack/react-query';
import { ExplorationReport, ReplayReport, SimulationReport } from '@gradus/contracts';
import type { ReplayRun, SimulateAutomation } from '@gradus/contracts';
import type { z } from 'zod';
import { request } from '../http.ts';

const at = (id: string) => `/api/automations/${id}`;
/** These screens show their errors themselves. */
const meta = { quiet: true };

/** Looks ahead through the draft as it was saved last: every way it can tell apart. The same draft is looked at once. */
export const explorationQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['explorations', id, revision] as const,
    queryFn: ({ signal }) =>
      request(`${at(id)}/explore`, {
        method: 'POST',
        body: {},
        answer: ExplorationReport,
        idempotencyKey: false,
        signal,
      }),
    staleTime: Infinity,
    retry: false,
    meta,
  });

/** One imagined learner through the draft. */
export function useSimulateAutomation(id: string) {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof SimulateAutomation>) =>
      request(`${at(id)}/simulate`, { body, answer: SimulationReport, idempotencyKey: false }),
  });
}

/** The same script gives the same way: asked for once, kept while the screen is open. */
export const simulationQuery = (id: string, script: z.input<typeof SimulateAutomation>) =>
  queryOptions({
    queryKey: ['simulations', id, script] as const,
    queryFn: ({ signal }) =>
      request(`${at(id)}/simulate`, {
        body: script,
        answer: SimulationReport,
        idempotencyKey: false,
        signal,
      }),
    gcTime: 0,
    retry: false,
  });

/** One who was really there, through the draft. */
export function useReplayRun(id: string) {
  return useMutation({
    meta,
    mutationFn: (body: ReplayRun) =>
      request(`${at(id)}/replay`, { body, answer: ReplayReport, idempotencyKey: false }),
  });
}

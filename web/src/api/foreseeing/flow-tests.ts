import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { FlowTest, FlowTestList, FlowTestRun } from '@gradus/contracts';
import type { WriteFlowTest } from '@gradus/contracts';
import type { z } from 'zod';
import { request } from '../http.ts';

const at = (id: string) => `/api/automations/${id}/flow-tests`;
const key = (id: string) => ['flow-tests', id] as const;
const meta = { quiet: true };

/** What is expected of the draft. */
export const flowTestsQuery = (id: string) =>
  queryOptions({
    queryKey: key(id),
    queryFn: ({ signal }) => request(at(id), { answer: FlowTestList, signal }),
  });

/** A new one, or one that is there as `testId`. */
export function useSaveFlowTest(id: string) {
  const client = useQueryClient();
  return useMutation({
    meta,
    mutationFn: ({ testId, test }: { testId: string | null; test: z.input<typeof WriteFlowTest> }) =>
      testId === null
        ? request(at(id), { body: test, answer: FlowTest })
        : request(`${at(id)}/${testId}`, { method: 'PUT', body: test, answer: FlowTest }),
    onSuccess: () => client.invalidateQueries({ queryKey: key(id) }),
  });
}

export function useRemoveFlowTest(id: string) {
  const client = useQueryClient();
  return useMutation({
    meta,
    mutationFn: (testId: string) => request(`${at(id)}/${testId}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: key(id) }),
  });
}

/** Every test against the draft. */
export function useRunFlowTests(id: string) {
  return useMutation({
    meta,
    mutationFn: () =>
      request(`${at(id)}/run`, { method: 'POST', body: {}, answer: FlowTestRun, idempotencyKey: false }),
  });
}

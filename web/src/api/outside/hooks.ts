import { queryOptions } from '@tanstack/react-query';
import { HookDetail } from '@gradus/contracts';
import { request } from '../http.ts';

/** The address of an automation that others call, and what came in by it. */
export const hookQuery = (automationId: string) =>
  queryOptions({
    queryKey: ['hooks', automationId] as const,
    queryFn: ({ signal }) => request(`/api/automations/${automationId}/hook`, { answer: HookDetail, signal }),
  });

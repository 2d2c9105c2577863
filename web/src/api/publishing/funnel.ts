import { queryOptions } from '@tanstack/react-query';
import { Funnel } from '@gradus/contracts';
import { automationKeys } from '../automations.ts';
import { query, request } from '../http.ts';

/** How people come through a version; without one, the live one. */
export const funnelQuery = (automationId: string, versionId: string | undefined) =>
  queryOptions({
    queryKey: [...automationKeys.counts(automationId), 'funnel', versionId ?? null] as const,
    queryFn: ({ signal }) =>
      request(`/api/automations/${automationId}/funnel${query({ versionId })}`, { answer: Funnel, signal }),
  });

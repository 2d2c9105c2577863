import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { PublishPlan } from '@gradus/contracts';
import type { PlanPublish } from '@gradus/contracts';
import { request } from '../http.ts';

/** What publishing would do to the people inside; nothing happens. The last answer stays while the next is worked out. */
export const publishPlanQuery = (automationId: string, body: PlanPublish) =>
  queryOptions({
    queryKey: ['automations', 'publish-plan', automationId, body] as const,
    queryFn: ({ signal }) =>
      request(`/api/automations/${automationId}/publish/plan`, {
        body,
        answer: PublishPlan,
        signal,
        idempotencyKey: false,
      }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 5_000,
  });

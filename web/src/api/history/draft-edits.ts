import { infiniteQueryOptions } from '@tanstack/react-query';
import { DraftEdit, page } from '@gradus/contracts';
import { automationKeys } from '../automations.ts';
import { query, request } from '../http.ts';

const DraftEditPage = page(DraftEdit);

/** Who changed the draft up to this revision, newest first. */
export const draftEditsQuery = (id: string, revision: number) =>
  infiniteQueryOptions({
    queryKey: [...automationKeys.detail(id), 'edits', revision] as const,
    queryFn: ({ pageParam, signal }) =>
      request(`/api/automations/${id}/edits${query({ cursor: pageParam })}`, {
        answer: DraftEditPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

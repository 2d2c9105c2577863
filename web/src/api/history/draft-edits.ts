import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
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

/** What somebody changed since this revision, newest first: as much of it as one page holds, and whether that is not all. */
export const draftEditsSinceQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: [...automationKeys.detail(id), 'edits', 'since', revision] as const,
    queryFn: async ({ signal }) => {
      const { items, next } = await request(`/api/automations/${id}/edits`, {
        answer: DraftEditPage,
        signal,
      });
      const since = items.filter(({ revisionBefore }) => revisionBefore >= revision);
      return { edits: since, more: next !== null && since.length === items.length };
    },
    meta: { quiet: true },
  });

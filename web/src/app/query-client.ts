import { MutationCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from '../api/problem.ts';
import { sentenceOf } from '../ui/error-state.tsx';
import { notify } from '../ui/overlay/toast.tsx';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => error instanceof ProblemError && error.passing && failures < 2,
      retryDelay: (failures) => Math.min(8_000, 600 * 2 ** failures),
    },
  },
  /** What fails is always said. Mutations whose form says it itself carry `meta: { quiet: true }`. */
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, mutation) => {
      if (!mutation.meta?.['quiet']) notify.bad({ title: 'This did not work', detail: sentenceOf(error) });
    },
  }),
});

/** On another person: drops what was read; what is on the screen is read again if somebody is there to read it. */
export async function forgetEverything(readAgain: boolean): Promise<void> {
  const personal = {
    predicate: (query: { queryKey: readonly unknown[] }) => query.queryKey[0] !== 'public-settings',
  };
  if (readAgain) {
    queryClient.removeQueries({ ...personal, type: 'inactive' });
    await queryClient.resetQueries(personal);
  } else queryClient.removeQueries(personal);
}

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

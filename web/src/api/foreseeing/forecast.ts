import { ForecastLine } from '@gradus/contracts';
import type { ForecastAutomation, ForecastReport } from '@gradus/contracts';
import { useCallback, useRef, useState } from 'react';
import type { z } from 'zod';
import { requestLines } from '../http.ts';
import { ProblemError } from '../problem.ts';

type Asked = z.input<typeof ForecastAutomation>;

interface ForecastWork {
  /** How far it is; null: nothing is under way. */
  progress: { done: number; of: number } | null;
  report: ForecastReport | null;
  error: unknown;
}

const NOTHING: ForecastWork = { progress: null, report: null, error: null };

/** A forecast that says how far it is, and can be called off: the server stops, too. */
export function useForecast(automationId: string) {
  const [work, setWork] = useState<ForecastWork>(NOTHING);
  const abort = useRef<AbortController | null>(null);
  const cancel = useCallback(() => {
    abort.current?.abort();
    abort.current = null;
    setWork((before) => ({ ...before, progress: null }));
  }, []);
  const start = useCallback(
    async (body: Asked) => {
      abort.current?.abort();
      const own = (abort.current = new AbortController());
      const put = (part: Partial<ForecastWork>) => {
        if (abort.current === own) setWork((before) => ({ ...before, ...part }));
      };
      put({ progress: { done: 0, of: 0 }, error: null });
      try {
        await requestLines(`/api/automations/${automationId}/forecast`, {
          body,
          line: ForecastLine,
          signal: own.signal,
          onLine: (line) => {
            if ('problem' in line) throw new ProblemError({ status: 500, ...line.problem });
            put(line);
          },
        });
        put({ progress: null });
      } catch (error) {
        if (!own.signal.aborted) put({ progress: null, error });
      }
    },
    [automationId],
  );
  return { ...work, start, cancel };
}

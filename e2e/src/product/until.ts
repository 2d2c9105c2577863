import { setTimeout as pause } from 'node:timers/promises';

interface Patience {
  withinMs?: number;
  everyMs?: number;
}

/** Asks again and again until the answer is something, and answers that. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  { withinMs = 15_000, everyMs = 250 }: Patience = {},
): Promise<T> {
  const end = Date.now() + withinMs;
  let failure: unknown;
  do {
    try {
      const answer = await ask();
      if (answer) return answer;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    await pause(everyMs);
  } while (Date.now() < end);
  const because = failure instanceof Error ? `: ${failure.message}` : '';
  throw new Error(`After ${Math.round(withinMs / 1000)} s still not so: ${what}${because}`);
}

/** Fails with that sentence unless it is so. */
export function must(isSo: unknown, sentence: string): asserts isSo {
  if (!isSo) throw new Error(sentence);
}

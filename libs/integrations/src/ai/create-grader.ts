import type { Grader } from './grader.ts';
import { LocalGrader } from './local/local-grader.ts';
import { createAnthropicGrader } from './providers/anthropic-grader.ts';
import { createOpenAiGrader } from './providers/openai-grader.ts';

/** Which grader, and how to reach it. `timeoutMs` bounds one HTTP call and must lie below the activity's own. */
export interface GraderOptions {
  readonly provider: 'local' | 'openai' | 'anthropic';
  readonly apiKey?: string | undefined;
  /** OpenAI's ends in `/v1`, Anthropic's does not; both default to the vendor's. */
  readonly baseURL?: string | undefined;
  readonly timeoutMs: number;
}

/**
 * Makes a grader.
 *
 * @throws Error when a provider that needs a key has none
 */
export function createGrader(options: GraderOptions): Grader {
  if (options.provider === 'local') return new LocalGrader();
  const { apiKey, baseURL, timeoutMs } = options;
  if (apiKey === undefined || apiKey === '')
    throw new Error(`The ${options.provider} grader needs an API key`);
  const create = options.provider === 'openai' ? createOpenAiGrader : createAnthropicGrader;
  return create({ apiKey, baseURL, timeoutMs });
}

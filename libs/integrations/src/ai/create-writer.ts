import type { GraderOptions } from './create-grader.ts';
import { GraderRefusedError } from './grader-errors.ts';
import { anthropicText } from './providers/anthropic-grader.ts';
import type { ModelReply } from './providers/model-grader.ts';
import { openAiText } from './providers/openai-grader.ts';
import type { Writer, WriteRequest, WrittenText } from './writer.ts';

/** The provider that grades also writes. Null: there is no language model here, so nothing can be written. */
export function createWriter({ provider, apiKey, baseURL, timeoutMs }: GraderOptions): Writer | null {
  if (provider === 'local') return null;
  if (apiKey === undefined || apiKey === '') throw new Error(`The ${provider} writer needs an API key`);
  const ask = (provider === 'openai' ? openAiText : anthropicText)({ apiKey, baseURL, timeoutMs });
  return {
    provider,
    async write(request: WriteRequest, signal: AbortSignal): Promise<WrittenText> {
      signal.throwIfAborted();
      return finished(provider, await ask(request, signal));
    },
  };
}

function finished(provider: string, { stopped, text, ...reply }: ModelReply): WrittenText {
  if (stopped === null && text.trim() !== '') return { text: text.trim(), ...reply };
  const refused = stopped === 'refusal';
  throw new GraderRefusedError(
    refused ? `${provider} declined to write this text` : `${provider} gave no whole text`,
    {
      code: refused ? 'grader.refusal' : 'grader.truncated',
      requestId: reply.requestId,
      usage: reply.usage,
    },
  );
}

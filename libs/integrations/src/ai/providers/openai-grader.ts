import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { GraderUnavailableError } from '../grader-errors.ts';
import type { Grader, TokenUsage } from '../grader.ts';
import type { WriteRequest } from '../writer.ts';
import { ModelAnswer } from './model-answer.ts';
import { ModelGrader, type ModelCall, type ModelReply } from './model-grader.ts';
import { toGraderError } from './provider-failure.ts';

/** Room for the answer and, in reasoning models, the thinking before it. */
const MOST_TOKENS = 8_000;

/** How to reach a provider. `timeoutMs` bounds one HTTP call; `baseURL` is for stand-ins and gateways. */
export interface ProviderOptions {
  readonly apiKey: string;
  readonly baseURL?: string | undefined;
  readonly timeoutMs: number;
}

/** A grader over OpenAI's Responses API, with the SDK's own retries off. */
export function createOpenAiGrader(options: ProviderOptions): Grader {
  const client = clientFor(options);
  return new ModelGrader('openai', (call, signal) => callOpenAi(client, call, signal));
}

function clientFor(options: ProviderOptions): OpenAI {
  return new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseURL ?? 'https://api.openai.com/v1',
    timeout: options.timeoutMs,
    maxRetries: 0,
  });
}

/** Asks for plain text by the same API. */
export function openAiText(options: ProviderOptions) {
  const client = clientFor(options);
  return async (request: WriteRequest, signal: AbortSignal): Promise<ModelReply> => {
    try {
      const { data, request_id: requestId } = await client.responses
        .create(
          {
            model: request.model,
            instructions: request.instructions,
            input: [{ role: 'user', content: request.prompt }],
            max_output_tokens: MOST_TOKENS,
            store: false,
          },
          { headers: { 'Idempotency-Key': request.key }, signal },
        )
        .withResponse();
      return { ...readResponse(data), requestId };
    } catch (error) {
      throw translate(error, signal);
    }
  };
}

async function callOpenAi(client: OpenAI, call: ModelCall, signal: AbortSignal): Promise<ModelReply> {
  const { prompt, repair } = call;
  const input: OpenAI.Responses.ResponseInputItem[] = [{ role: 'user', content: prompt.submission }];
  if (repair !== null) {
    input.push({ role: 'assistant', content: repair.said }, { role: 'user', content: repair.message });
  }
  try {
    const { data, request_id: requestId } = await client.responses
      .create(
        {
          model: call.model,
          instructions: prompt.instructions,
          input,
          text: { format: zodTextFormat(ModelAnswer, 'grade') },
          max_output_tokens: MOST_TOKENS,
          prompt_cache_key: prompt.cacheKey,
          store: false,
        },
        { headers: { 'Idempotency-Key': call.key }, signal },
      )
      .withResponse();
    return { ...readResponse(data), requestId };
  } catch (error) {
    throw translate(error, signal);
  }
}

function readResponse(response: OpenAI.Responses.Response): Omit<ModelReply, 'requestId'> {
  let text = '';
  let refused = response.incomplete_details?.reason === 'content_filter';
  for (const item of response.output) {
    if (item.type !== 'message') continue;
    for (const part of item.content) {
      if (part.type === 'refusal') refused = true;
      else text += part.text;
    }
  }
  const truncated = response.status === 'incomplete';
  return {
    text,
    stopped: refused ? 'refusal' : truncated ? 'truncated' : null,
    model: response.model,
    usage: readUsage(response.usage),
  };
}

/** `input_tokens` includes what was read from and written to the cache here. Detail objects may be missing. */
function readUsage(usage: OpenAI.Responses.ResponseUsage | undefined): TokenUsage {
  const details: { cached_tokens?: number; cache_write_tokens?: number } = usage?.input_tokens_details ?? {};
  const cacheRead = details.cached_tokens ?? 0;
  const cacheWrite = details.cache_write_tokens ?? 0;
  const fresh = Math.max(0, (usage?.input_tokens ?? 0) - cacheRead - cacheWrite);
  return { fresh, cacheRead, cacheWrite, output: usage?.output_tokens ?? 0 };
}

function translate(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof APIUserAbortError || signal.aborted) return signal.reason ?? error;
  if (error instanceof APIError) {
    return toGraderError({
      provider: 'openai',
      status: error.status,
      code: error.code,
      timedOut: error instanceof APIConnectionTimeoutError,
      headers: error.headers,
      requestId: error.requestID,
      cause: error,
    });
  }
  return new GraderUnavailableError('openai answered with something unreadable', {
    code: 'grader.server_error',
    cause: error,
  });
}

import Anthropic, { APIConnectionTimeoutError, APIError, APIUserAbortError } from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { GraderUnavailableError } from '../grader-errors.ts';
import type { Grader, TokenUsage } from '../grader.ts';
import type { WriteRequest } from '../writer.ts';
import { ModelAnswer } from './model-answer.ts';
import { ModelGrader, type ModelCall, type ModelReply } from './model-grader.ts';
import type { ProviderOptions } from './openai-grader.ts';
import { toGraderError } from './provider-failure.ts';

const MOST_TOKENS = 8_000;

/** A grader over Anthropic's Messages API, with the SDK's own retries off and the rubric cached. */
export function createAnthropicGrader(options: ProviderOptions): Grader {
  const client = clientFor(options);
  return new ModelGrader('anthropic', (call, signal) => callAnthropic(client, call, signal));
}

function clientFor(options: ProviderOptions): Anthropic {
  return new Anthropic({
    apiKey: options.apiKey,
    baseURL: options.baseURL ?? 'https://api.anthropic.com',
    timeout: options.timeoutMs,
    maxRetries: 0,
  });
}

/** Asks for plain text by the same API. */
export function anthropicText(options: ProviderOptions) {
  const client = clientFor(options);
  return async (request: WriteRequest, signal: AbortSignal): Promise<ModelReply> => {
    try {
      const { data, request_id: requestId } = await client.messages
        .create(
          {
            model: request.model,
            max_tokens: MOST_TOKENS,
            system: request.instructions,
            messages: [{ role: 'user', content: request.prompt }],
          },
          { headers: { 'Idempotency-Key': request.key }, signal },
        )
        .withResponse();
      return { ...readMessage(data), requestId: requestId ?? null };
    } catch (error) {
      throw translate(error, signal);
    }
  };
}

async function callAnthropic(client: Anthropic, call: ModelCall, signal: AbortSignal): Promise<ModelReply> {
  const { prompt, repair } = call;
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: prompt.submission }];
  if (repair !== null) {
    const said = repair.said.trim() === '' ? '(nothing)' : repair.said;
    messages.push({ role: 'assistant', content: said }, { role: 'user', content: repair.message });
  }
  try {
    const { data, request_id: requestId } = await client.messages
      .create(
        {
          model: call.model,
          max_tokens: MOST_TOKENS,
          system: [{ type: 'text', text: prompt.instructions, cache_control: { type: 'ephemeral' } }],
          messages,
          output_config: { format: zodOutputFormat(ModelAnswer) },
        },
        { headers: { 'Idempotency-Key': call.key }, signal },
      )
      .withResponse();
    return { ...readMessage(data), requestId: requestId ?? null };
  } catch (error) {
    throw translate(error, signal);
  }
}

function readMessage(message: Anthropic.Message): Omit<ModelReply, 'requestId'> {
  const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  const finished = message.stop_reason === 'end_turn' || message.stop_reason === 'stop_sequence';
  return {
    text,
    stopped: message.stop_reason === 'refusal' ? 'refusal' : finished ? null : 'truncated',
    model: message.model,
    usage: readUsage(message.usage),
  };
}

/** `input_tokens` excludes cache traffic here. */
function readUsage(usage: Anthropic.Usage): TokenUsage {
  return {
    fresh: usage.input_tokens,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    cacheWrite: usage.cache_creation_input_tokens ?? 0,
    output: usage.output_tokens,
  };
}

function translate(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof APIUserAbortError || signal.aborted) return signal.reason ?? error;
  if (error instanceof APIError) {
    return toGraderError({
      provider: 'anthropic',
      status: error.status,
      code: error.type,
      timedOut: error instanceof APIConnectionTimeoutError,
      headers: error.headers,
      requestId: error.requestID,
      cause: error,
    });
  }
  return new GraderUnavailableError('anthropic answered with something unreadable', {
    code: 'grader.server_error',
    cause: error,
  });
}

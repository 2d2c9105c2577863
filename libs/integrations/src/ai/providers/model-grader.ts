import { checkAnswer } from '../check-answer.ts';
import type { Grader, GradeAnswer, GradeRequest, TokenUsage } from '../grader.ts';
import { GraderRefusedError, GraderUnavailableError } from '../grader-errors.ts';
import { buildGradingPrompt, repairMessage, type GradingPrompt } from './grading-prompt.ts';
import { readModelAnswer } from './model-answer.ts';

/** One call to a model, or its continuation when the first answer had the wrong shape. */
export interface ModelCall {
  readonly key: string;
  readonly model: string;
  readonly prompt: GradingPrompt;
  /** What the model said before and what was wrong with it. */
  readonly repair: { readonly said: string; readonly message: string } | null;
}

/** A model's raw reply. `stopped` says that text is not a full answer. */
export interface ModelReply {
  readonly text: string;
  readonly stopped: 'refusal' | 'truncated' | null;
  readonly requestId: string | null;
  readonly model: string;
  readonly usage: TokenUsage;
}

/** The one thing that differs between language-model providers. Throws the port's errors. */
export type CallModel = (call: ModelCall, signal: AbortSignal) => Promise<ModelReply>;

/** Grades with a language model: one call, at most one repair, then our own checks. */
export class ModelGrader implements Grader {
  readonly provider: string;
  readonly #callModel: CallModel;

  constructor(provider: string, callModel: CallModel) {
    this.provider = provider;
    this.#callModel = callModel;
  }

  async grade(request: GradeRequest, signal: AbortSignal): Promise<GradeAnswer> {
    signal.throwIfAborted();
    const prompt = buildGradingPrompt(request);
    const first = await this.#call({ key: request.key, model: request.model, prompt, repair: null }, signal);
    const read = readModelAnswer(request, first.text);
    if ('grade' in read) return finish(request, read.grade, first, first.usage);

    const repair = { said: first.text, message: repairMessage(read.problem) };
    const second = await this.#repair({ ...request, prompt, repair }, first.usage, signal);
    const usage = addUsage(first.usage, second.usage);
    const again = readModelAnswer(request, second.text);
    if ('grade' in again) {
      const flags = [...(again.grade.flags ?? []), 'repaired'];
      return finish(request, { ...again.grade, flags }, second, usage);
    }
    throw new GraderRefusedError(`${this.provider} twice answered in the wrong shape: ${again.problem}`, {
      code: 'grader.malformed_answer',
      requestId: second.requestId,
      usage,
    });
  }

  async #call(call: ModelCall, signal: AbortSignal): Promise<ModelReply> {
    const reply = await this.#callModel(call, signal);
    if (reply.stopped === null) return reply;
    const refused = reply.stopped === 'refusal';
    throw new GraderRefusedError(
      refused
        ? `${this.provider} declined to grade this answer`
        : `${this.provider} ran out of room for its answer`,
      {
        code: refused ? 'grader.refusal' : 'grader.truncated',
        requestId: reply.requestId,
        usage: reply.usage,
      },
    );
  }

  /** The repair has a key of its own; what was paid for the first call is never lost from a refusal. */
  async #repair(
    call: { key: string; model: string; prompt: GradingPrompt; repair: ModelCall['repair'] },
    paid: TokenUsage,
    signal: AbortSignal,
  ): Promise<ModelReply> {
    const { key, model, prompt, repair } = call;
    try {
      return await this.#call({ key: `${key}:repair`, model, prompt, repair }, signal);
    } catch (error) {
      if (error instanceof GraderUnavailableError || !(error instanceof GraderRefusedError)) throw error;
      throw new GraderRefusedError(error.message, {
        code: error.code,
        requestId: error.requestId,
        usage: error.usage === null ? paid : addUsage(paid, error.usage),
        cause: error.cause,
      });
    }
  }
}

function finish(
  request: GradeRequest,
  proposed: Parameters<typeof checkAnswer>[1],
  reply: ModelReply,
  usage: TokenUsage,
): GradeAnswer {
  return { ...checkAnswer(request, proposed), requestId: reply.requestId, model: reply.model, usage };
}

function addUsage(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    fresh: a.fresh + b.fresh,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    output: a.output + b.output,
  };
}

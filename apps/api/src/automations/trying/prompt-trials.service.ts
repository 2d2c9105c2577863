import { Inject, Injectable } from '@nestjs/common';
import type { PromptTrial, TryPrompt } from '@gradus/contracts';
import { Vault, paidAnswer } from '@gradus/database';
import {
  MESSAGE_VARIABLES,
  PROMPT_VARIABLES,
  fillIn,
  hasStrayBraces,
  usableText,
  variablesIn,
} from '@gradus/flow';
import { textRequest } from '@gradus/integrations/ai';
import { DataSource } from 'typeorm';
import type { Caller } from '../../access/caller.ts';
import { sendersKey } from '../../idempotency/senders-key.ts';
import { DraftsService } from '../drafts.service.ts';
import { PromptUnfitError, WriterMissingError, writingRefusal } from './prompt-trial-errors.ts';
import { valuesAt } from './values-at.ts';
import { WRITING, type Writing } from './writing.ts';

/** The learner a trial is for is the one of a mail's preview. */
const SAMPLES = Object.fromEntries(MESSAGE_VARIABLES.map(({ name, example }) => [name, example]));

/**
 * What a prompt brings, before anybody is sent it: asked as the step asks, with the school's and the course's real names and
 * samples for the learner's values. Nothing of it is kept but the call that was paid for.
 */
@Injectable()
export class PromptTrialsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly drafts: DraftsService,
    private readonly vault: Vault,
    @Inject(WRITING) private readonly writing: Writing,
  ) {}

  async run(
    caller: Caller,
    automationId: string,
    { prompt, mostCharacters, stepId }: TryPrompt,
    sent: string,
  ): Promise<PromptTrial> {
    const asked = await this.#filledIn(caller, automationId, { prompt, stepId });
    const { writer } = this.writing;
    if (writer === null) throw new WriterMissingError();
    const { organizationId, userId } = caller;
    // Whatever else is asked under the same key is another question.
    const key = `try:${sendersKey(caller, [sent, automationId, mostCharacters, asked].join(':'))}`;
    const question = { organizationId, key, userId };
    const { answer, costUsd } = await paidAnswer(this.dataSource.manager, this.vault, question, async () => {
      const request = textRequest({ key, model: this.writing.model, prompt: asked, mostCharacters });
      const written = await writer.write(request, new AbortController().signal).catch((error: unknown) => {
        throw writingRefusal(error);
      });
      return { provider: writer.provider, answer: written };
    });
    const text = fillIn(usableText(answer.text, mostCharacters), SAMPLES);
    return { text, asked, provider: writer.provider, model: answer.model, costUsd };
  }

  /** @throws PromptUnfitError when it names what is not there */
  async #filledIn(
    caller: Caller,
    automationId: string,
    { prompt, stepId }: { prompt: string; stepId: string | undefined },
  ): Promise<string> {
    const draft = await this.drafts.compiled(caller, automationId);
    const values = valuesAt(PROMPT_VARIABLES, { ...draft, stepId });
    const unknown = variablesIn(prompt).find((name) => !Object.hasOwn(values, name));
    if (unknown !== undefined) throw new PromptUnfitError(`{{${unknown}}}`, Object.keys(values));
    if (hasStrayBraces(prompt))
      throw new PromptUnfitError('curly braces that do not close', Object.keys(values));
    return fillIn(prompt, values);
  }
}

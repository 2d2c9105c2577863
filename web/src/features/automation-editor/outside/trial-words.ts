import type { PromptTrial, TryPrompt } from '@gradus/contracts';

const dollars = new Intl.NumberFormat('en-GB', {
  style: 'currency',
  currency: 'USD',
  maximumSignificantDigits: 2,
});
const PROVIDERS: Record<string, string> = { openai: 'OpenAI', anthropic: 'Anthropic' };

/** What one text costs: a small part of a cent as a rule, so digits count from the first that is not 0. */
export function sayCost({ costUsd }: Pick<PromptTrial, 'costUsd'>): string {
  return costUsd === null ? 'its cost is not known' : `it cost ${dollars.format(costUsd)}`;
}

/** Who has written it, how long it is, and what it cost. */
export function sayTrial({ mostCharacters }: Pick<TryPrompt, 'mostCharacters'>, trial: PromptTrial): string {
  const writer = `${PROVIDERS[trial.provider] ?? trial.provider} (${trial.model})`;
  return `${trial.text.length} of at most ${mostCharacters} characters, written by ${writer}; ${sayCost(trial)}.`;
}

/** Whether what is shown was asked for in other words than those that stand there now. */
export function isOutdated(shown: TryPrompt, now: TryPrompt): boolean {
  return shown.prompt.trim() !== now.prompt.trim() || shown.mostCharacters !== now.mostCharacters;
}

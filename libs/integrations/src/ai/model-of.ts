/** Models to ask when the configuration names none: data of the providers, checked November 2026. */
const DEFAULT_MODELS = { local: 'use-lite', openai: 'gpt-6-luna', anthropic: 'claude-haiku-5-5' };

/** The provider's model id that grades and writes. */
export function modelOf(chosen: {
  provider: keyof typeof DEFAULT_MODELS;
  model?: string | undefined;
}): string {
  return chosen.model ?? DEFAULT_MODELS[chosen.provider];
}

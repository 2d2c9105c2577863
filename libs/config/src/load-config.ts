import { z } from 'zod';
import { AppConfig } from './app-config.ts';
import { describeEnvironment } from './describe-environment.ts';
import { Environment } from './environment.ts';
import { withMadeUpKeys } from './made-up-keys.ts';

/** The environment is not fit to start with; `problems` has one sentence for each thing to put right. */
export class EnvironmentInvalidError extends Error {
  override name = 'EnvironmentInvalidError';
  readonly code = 'environment.invalid';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The environment is not complete:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.problems = problems;
  }
}

/** Reads the environment once. Throws an {@link EnvironmentInvalidError} that names everything wrong at once. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): AppConfig {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const missing = missingVariables(given);
  const parsed = Environment.safeParse(given);
  const wrong = parsed.success ? [] : sentencesOf(parsed.error, missing);
  const problems = [
    ...missing.map(
      (name) => `${name} is not set${given.NODE_ENV === 'production' ? '; production needs it' : ''}.`,
    ),
    ...wrong,
    ...(parsed.success ? contradictions(parsed.data) : []),
  ];
  if (problems.length > 0 || !parsed.success) throw new EnvironmentInvalidError(problems);
  return new AppConfig(withMadeUpKeys(parsed.data));
}

function missingVariables(given: Record<string, string | undefined>): string[] {
  const needed = given.NODE_ENV === 'production' ? ['always', 'production'] : ['always'];
  return describeEnvironment()
    .filter(({ name, required }) => required && needed.includes(required) && given[name] === undefined)
    .map(({ name }) => name);
}

function sentencesOf(error: z.ZodError, missing: string[]): string[] {
  return error.issues
    .filter((issue) => !missing.includes(String(issue.path[0])))
    .map((issue) => `${issue.path.join('.')} ${issue.message}.`);
}

function contradictions(values: Environment): string[] {
  const problems: string[] = [];
  if (values.NODE_ENV === 'production' && values.GRADUS_DEMO) {
    problems.push('GRADUS_DEMO is true, which production refuses because the demo passwords are public.');
  }
  if (values.GRADUS_GRADER === 'openai' && !values.OPENAI_API_KEY) {
    problems.push('GRADUS_GRADER is openai, so OPENAI_API_KEY must be set.');
  }
  if (values.GRADUS_GRADER === 'anthropic' && !values.ANTHROPIC_API_KEY) {
    problems.push('GRADUS_GRADER is anthropic, so ANTHROPIC_API_KEY must be set.');
  }
  return problems;
}

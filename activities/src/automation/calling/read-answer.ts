import type { StepOf } from '@gradus/flow';
import type { CallAnswer } from '@gradus/integrations/webhooks';

type Config = StepOf<'webhook'>['config'];

/** The longest text that a variable takes: a run's state stays small. */
const LONGEST = 500;

function valueAt(json: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      json,
    );
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** What is kept of an answer, by the names of the variables; what is not there, too long or no plain value is left out. */
export function readAnswer(
  { keep, statusInto }: Config,
  { status, body }: CallAnswer,
): Record<string, string | number | boolean> {
  const json = readJson(body);
  const kept: Record<string, string | number | boolean> = {};
  for (const { path, into } of keep) {
    const value = valueAt(json, path);
    if (typeof value === 'string' && value.length <= LONGEST) kept[into] = value;
    else if (typeof value === 'number' || typeof value === 'boolean') kept[into] = value;
  }
  if (statusInto !== undefined) kept[statusInto] = status;
  return kept;
}

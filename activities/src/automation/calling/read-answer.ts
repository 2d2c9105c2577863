import { smallValues } from '@gradus/contracts';
import type { StepOf } from '@gradus/flow';
import type { CallAnswer } from '@gradus/integrations/webhooks';

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** What is kept of an answer, by the names of the variables. */
export function readAnswer(
  { keep, statusInto }: StepOf<'webhook'>['config'],
  { status, body }: CallAnswer,
): Record<string, string | number | boolean> {
  const kept = smallValues(readJson(body), keep);
  if (statusInto !== undefined) kept[statusInto] = status;
  return kept;
}

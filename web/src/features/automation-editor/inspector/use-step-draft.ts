import { Step } from '@gradus/flow';
import type { Step as StepDocument } from '@gradus/flow';
import { useState } from 'react';
import { issueSentence } from '../document/issue-sentence.ts';

/**
 * What a form shows: every change is taken over into the document as soon as it is a valid step; until then (an empty
 * subject) it stays here with what is wrong with it. Undo and other changes from outside come through.
 */
export function useStepDraft(step: StepDocument, commit: (step: StepDocument) => void) {
  const [local, setLocal] = useState<{ base: StepDocument; value: StepDocument; own: StepDocument | null }>({
    base: step,
    value: step,
    own: null,
  });
  const foreign = step !== local.base && !sameStep(step, local.own);
  if (step !== local.base) {
    setLocal({ base: step, value: foreign ? step : local.value, own: foreign ? null : local.own });
  }
  const value = foreign ? step : local.value;

  const change = (next: StepDocument) => {
    const parsed = Step.safeParse(next);
    setLocal({ base: step, value: next, own: parsed.success ? parsed.data : local.own });
    if (parsed.success) commit(parsed.data);
  };
  return { value, change, errors: errorsOf(value) };
}

function errorsOf(step: StepDocument): Record<string, string> {
  const parsed = Step.safeParse(step);
  if (parsed.success) return {};
  return Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issueSentence(issue)]));
}

function sameStep(a: StepDocument, b: StepDocument | null): boolean {
  return b !== null && JSON.stringify(a) === JSON.stringify(b);
}

import type { CriterionGrade } from '@gradus/contracts';

/** What is kept sealed with a grade. */
export interface SealedGrade {
  criteria: CriterionGrade[];
  feedback: string;
  /** Why it took the place of an earlier one. */
  reason?: string;
}

/** Of a grade whose text was opened; an empty one was erased. */
export function readSealedGrade(json: string): SealedGrade {
  return json === '' ? { criteria: [], feedback: '' } : (JSON.parse(json) as SealedGrade);
}

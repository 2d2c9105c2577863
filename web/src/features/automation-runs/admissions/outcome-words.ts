import type { AdmissionDetail } from '@gradus/contracts';

/** What became of people, after a number. */
export const OUTCOME_WORDS: Array<[keyof AdmissionDetail['outcomes'], string]> = [
  ['started', 'entered'],
  ['marked', 'noted as done'],
  ['inside', 'inside already'],
  ['entered-before', 'through it before'],
  ['suppressed', 'kept out by another automation'],
  ['unknown', 'not known'],
  ['failed', 'failed'],
];

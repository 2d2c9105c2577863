import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { StepId, StepOf } from '../../model/definition.ts';
import type { StepRules } from '../step-rules.ts';

/** Where a person falls between 0 and 1: the same for the same person and salt, evenly spread over people. */
export function shareOf(personId: string, salt: string): number {
  const digest = sha256(utf8ToBytes(`${personId}\n${salt}`));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) / 2 ** 32;
}

/** The way of a split that is this person's, in every run. Shares that do not add up count in proportion. */
export function wayOf({ ways, salt }: StepOf<'split'>['config'], stepId: StepId, personId: string): string {
  const total = ways.reduce((sum, { percent }) => sum + percent, 0);
  const place = shareOf(personId, salt ?? stepId) * total;
  let passed = 0;
  const taken = ways.find(({ percent }) => (passed += percent) > place);
  return (taken ?? ways[0])?.id ?? '';
}

/** Sends each person one way, by their id alone. */
export const split: StepRules<'split'> = {
  ports: ({ ways }) => ways.map(({ id }) => id),
  listens: () => [],
  takesTime: () => false,
  decide: ({ config, planStep, facts }) => ({
    do: 'leave',
    port: wayOf(config, planStep.id, facts.personId),
    reason: 'passed through',
  }),
};

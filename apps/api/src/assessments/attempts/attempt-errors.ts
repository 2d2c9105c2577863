import { DomainError } from '../../problems/domain-error.ts';

/** Another attempt would help nobody; the sentence says why. */
export class AttemptNotNeededError extends DomainError {
  constructor(because: 'passed' | 'being-graded' | 'not-studying') {
    super(`attempt.${because}`, 409, SENTENCES[because]);
  }
}

const SENTENCES = {
  passed: 'They have passed this assignment: whoever has passed needs no other attempt.',
  'being-graded': 'What they handed in last is still being graded. Wait for the grade first.',
  'not-studying': 'They do not take part in the course now, so they cannot hand in anything.',
};

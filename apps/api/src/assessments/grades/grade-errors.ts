import { DomainError } from '../../problems/domain-error.ts';

/** A grade that nobody has yet, or that somebody else was faster with, cannot be changed. */
export class GradeNotChangeableError extends DomainError {
  constructor(because: keyof typeof SENTENCES) {
    super(`grade.${because}`, 409, SENTENCES[because]);
  }
}

const SENTENCES = {
  'not-given': 'This work has no grade yet. As soon as it is graded, the grade can be changed.',
  'changed-meanwhile': 'Somebody has changed this grade meanwhile. Look at the new one first.',
  unchanged: 'This is the grade that stands already. Change points or feedback first.',
};

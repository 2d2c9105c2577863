import type { EnrollmentState } from '@gradus/contracts';
import { Status } from '../ui/status.tsx';
import { staffWords } from './enrollment-words.ts';

/** How a place in a course stands, for staff. */
export function EnrollmentStatus({ state }: { state: EnrollmentState }) {
  const { look, word } = staffWords[state];
  return <Status look={look}>{word}</Status>;
}

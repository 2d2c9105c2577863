import { sentenceOf } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';

/** What the server said about the whole form. */
export function FormFailure({ failure }: { failure: unknown }) {
  return failure ? <Notice tone="bad">{sentenceOf(failure)}</Notice> : null;
}

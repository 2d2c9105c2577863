import { hasCode } from '../../../api/problem.ts';
import { Button } from '../../../ui/control/button.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';

interface TryingFailedProps {
  failure: unknown;
  onProblems(): void;
}

/** Why a draft could not be tried out, and where it is drawn wrongly the way to what is wrong. */
export function TryingFailed({ failure, onProblems }: TryingFailedProps) {
  const drawnWrongly = hasCode(failure, 'automation.invalid');
  return (
    <Notice
      tone="bad"
      action={
        drawnWrongly && (
          <Button size="sm" onClick={onProblems}>
            Show the problems
          </Button>
        )
      }
    >
      {sentenceOf(failure)}
    </Notice>
  );
}

import { useId, useRef, useState } from 'react';
import { Send } from 'lucide-react';
import type { AssessmentDetail } from '@gradus/contracts';
import { useHandIn } from '../../../api/assessments.ts';
import { Card } from '../../../ui/card.tsx';
import { cn } from '../../../ui/class-names.ts';
import { Button } from '../../../ui/control/button.tsx';
import { inputStyle } from '../../../ui/control/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Confirm } from '../../../ui/overlay/confirm.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { SaveIndicator } from '../drafting/save-indicator.tsx';
import { useDraft } from '../drafting/use-draft.ts';
import { countWords, LONGEST_TEXT } from '../drafting/words.ts';

interface EditorProps {
  assessment: AssessmentDetail;
  personId: string;
}

export function Editor({ assessment, personId }: EditorProps) {
  const [draft, keeper] = useDraft(assessment, personId);
  const [asking, setAsking] = useState(false);
  const [complaint, setComplaint] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const handIn = useHandIn(assessment.id, assessment.courseId);
  const left = assessment.maxAttempts - assessment.submissions.length;
  const words = countWords(draft.text);

  const ask = () => {
    const problem = problemOf(draft.text, words, assessment.minWords);
    setComplaint(problem);
    if (problem) area.current?.focus();
    else setAsking(true);
  };
  const confirm = async () => {
    await keeper.flush();
    await handIn.mutateAsync(draft.text);
    keeper.end();
    notify.good({ title: 'Handed in', detail: 'You get a mail when it is graded. You may leave this page.' });
  };

  return (
    <Card className="flex flex-col gap-4 p-5 sm:p-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <label htmlFor={id} className="text-base font-semibold">
          Your work
        </label>
        <SaveIndicator draft={draft} />
      </div>
      {draft.leftover !== null && (
        <Notice
          title="This device kept an older text that was never saved"
          action={
            <>
              <Button size="sm" onClick={() => keeper.takeLeftover()}>
                Use that text
              </Button>
              <Button size="sm" variant="quiet" onClick={() => keeper.dropLeftover()}>
                Drop it
              </Button>
            </>
          }
        >
          It begins “{draft.leftover.trim().slice(0, 60)} …”
        </Notice>
      )}
      <textarea
        ref={area}
        id={id}
        value={draft.text}
        onChange={(event) => {
          keeper.write(event.target.value);
          setComplaint(null);
        }}
        spellCheck
        aria-invalid={complaint !== null}
        aria-describedby={`${id}-count ${id}-complaint`}
        className={cn(
          inputStyle,
          'field-sizing-content min-h-72 max-w-none px-4 py-3 text-[1.0625rem] leading-[1.7]',
        )}
        placeholder="Write here. Every change is kept, so you can stop and come back."
      />
      <p id={`${id}-complaint`} role="alert" className="text-sm text-bad empty:hidden">
        {complaint}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <WordCount
          id={`${id}-count`}
          words={words}
          minWords={assessment.minWords}
          length={draft.text.length}
        />
        <div className="flex flex-wrap items-center gap-4">
          <span className="text-sm text-ink-soft">{sayAttempts(left)}</span>
          <Button variant="primary" onClick={ask}>
            <Send aria-hidden />
            Hand in
          </Button>
        </div>
      </div>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Hand in your work?"
        description={`It is graded as it stands now (${words} words) and cannot be changed afterwards. ${left > 1 ? `If it does not pass, you may hand in again (${left - 1} more).` : 'This is your last attempt.'}`}
        action="Hand in"
        cancel="Keep writing"
        onConfirm={confirm}
      />
    </Card>
  );
}

function problemOf(text: string, words: number, minWords: number): string | null {
  if (text.trim() === '') return 'Write something before you hand in.';
  if (text.length > LONGEST_TEXT)
    return `This is too long: ${LONGEST_TEXT.toLocaleString('en-GB')} characters fit.`;
  if (words < minWords) return `At least ${minWords} words are asked for; so far there are ${words}.`;
  return null;
}

function sayAttempts(left: number): string {
  return left === 1 ? 'Last attempt' : `${left} attempts left`;
}

interface WordCountProps {
  id: string;
  words: number;
  minWords: number;
  length: number;
}

function WordCount({ id, words, minWords, length }: WordCountProps) {
  const tight = length > LONGEST_TEXT * 0.9;
  return (
    <p id={id} className={cn('text-sm text-ink-soft tabular-nums', length > LONGEST_TEXT && 'text-bad')}>
      {words} {words === 1 ? 'word' : 'words'}
      {minWords > 0 && ` of at least ${minWords}`}
      {tight && `, ${length.toLocaleString('en-GB')} of ${LONGEST_TEXT.toLocaleString('en-GB')} characters`}
    </p>
  );
}

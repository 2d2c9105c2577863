import type { TaskDecision, TaskItem } from '@gradus/contracts';
import { useState } from 'react';
import { useDecideTask } from '../../api/acting/tasks.ts';
import { Button } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Textarea } from '../../ui/control/input.tsx';
import { sentenceOf } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/overlay/toast.tsx';
import { DECISIONS } from './task-words.ts';

/** A word beside the decision, and the decision itself. */
export function DecideForm({ task }: { task: TaskItem }) {
  const [comment, setComment] = useState('');
  const [text, setText] = useState(task.draft);
  const decide = useDecideTask(task.id);
  const close = (decision: TaskDecision) =>
    decide.mutate(
      {
        decision,
        ...(comment.trim() !== '' && { comment: comment.trim() }),
        ...(decision === 'approved' && text !== null && text !== task.draft && { text: text.trim() }),
      },
      { onSuccess: () => notify.good({ title: `${DECISIONS[decision].done}: ${task.title}` }) },
    );
  return (
    <div className="flex flex-col gap-3">
      {text !== null && (
        <FormField
          label="The text"
          hint="Written by AI. Change what is not right; it goes out as it stands here once you approve it."
        >
          <Textarea
            rows={8}
            maxLength={6_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </FormField>
      )}
      <FormField label="Comment" optional hint="Staff see it with the decision.">
        <Textarea
          rows={2}
          maxLength={2_000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </FormField>
      {decide.isError && <Notice tone="bad">{sentenceOf(decide.error)}</Notice>}
      <div className="flex flex-wrap gap-2">
        {task.mayDecide.map((decision, place) => (
          <Button
            key={decision}
            variant={place === 0 ? 'primary' : 'secondary'}
            busy={decide.isPending && decide.variables.decision === decision}
            disabled={decide.isPending || (decision === 'approved' && text?.trim() === '')}
            onClick={() => close(decision)}
          >
            {DECISIONS[decision].deed}
            <span className="sr-only">: {task.title}</span>
          </Button>
        ))}
      </div>
    </div>
  );
}

import type { ReviewItem } from '@gradus/contracts';
import { CircleHelp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useDecideReview } from '../../../api/teaching.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Button } from '../../../ui/control/button.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { shortcut } from '../../../ui/control/shortcut.ts';
import { Scrolled } from '../../../ui/reading/scrolled.tsx';
import { SimulatedBadge, Status } from '../../../ui/status.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { Judgements, WordToLearner } from './judgements.tsx';
import { criteriaOf, initialScores, verdictOf } from './scores.ts';

interface ReviewDeskProps {
  item: ReviewItem;
  onDecided(): void;
}

/** The answer at the left, the rubric with the machine's proposal at the right. ⌘⏎ decides. */
export function ReviewDesk({ item, onDecided }: ReviewDeskProps) {
  const [scores, setScores] = useState(() => initialScores(item));
  const [feedback, setFeedback] = useState('');
  const decide = useDecideReview(item.submissionId);
  const form = useSubmitShortcut();
  const verdict = verdictOf(item, scores);
  const submit = async () => {
    if (!verdict.complete || decide.isPending) return;
    const answer = await decide.mutateAsync({ criteria: criteriaOf(scores), feedback });
    notify.good({ title: `Decided: ${item.learnerName}`, detail: answer.notice });
    onDecided();
  };
  return (
    <form
      ref={form}
      className="grid items-start gap-6 lg:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit().catch(() => undefined);
      }}
    >
      <Answer item={item} />
      <div className="flex flex-col gap-4">
        <Reason item={item} />
        <Judgements
          rubric={item.rubric}
          proposed={item.proposal?.criteria}
          scores={scores}
          onChange={setScores}
        />
        <Card>
          <CardBody className="flex flex-col gap-4">
            <WordToLearner value={feedback} onChange={setFeedback} />
            {decide.isError && <Notice tone="bad">{sentenceOf(decide.error)}</Notice>}
            <div className="flex flex-wrap items-center justify-between gap-4">
              <p className="flex flex-wrap items-center gap-3" aria-live="polite">
                <span className="text-2xl font-semibold tabular-nums">{verdict.percentage} %</span>
                <Status look={verdict.passed ? 'done' : 'failed'}>
                  {verdict.passed ? 'Passed' : 'Not passed'}
                </Status>
                <span className="text-sm text-ink-soft tabular-nums">
                  {verdict.points} of {verdict.most} points, {item.passPercentage} % needed
                </span>
              </p>
              <Button type="submit" variant="primary" busy={decide.isPending} disabled={!verdict.complete}>
                Decide <kbd className="font-sans text-xs opacity-80 max-sm:hidden">{shortcut('⏎')}</kbd>
              </Button>
            </div>
            {!verdict.complete && (
              <p className="text-sm text-ink-soft">Give points for every criterion to decide.</p>
            )}
          </CardBody>
        </Card>
      </div>
    </form>
  );
}

/** ⌘⏎ (Ctrl elsewhere) sends the form from wherever the focus is. */
function useSubmitShortcut() {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) form.current?.requestSubmit();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return form;
}

function Answer({ item }: { item: ReviewItem }) {
  const words = item.body.trim().split(/\s+/).length;
  return (
    <Card className="lg:sticky lg:top-20">
      <CardHeader
        title={item.assignmentTitle}
        description={
          <>
            {item.learnerName}, attempt {item.attempt} · {item.moduleTitle} · handed in{' '}
            <Moment at={item.submittedAt} distance="beside" />
          </>
        }
        action={item.simulated && <SimulatedBadge />}
      />
      <CardBody>
        <Scrolled
          aria-label="The answer"
          className="max-h-[70dvh] overflow-y-auto rounded-sm whitespace-pre-wrap [max-inline-size:70ch] leading-relaxed"
        >
          {item.body}
        </Scrolled>
        <p className="mt-4 text-sm text-ink-soft tabular-nums">{words} words</p>
      </CardBody>
    </Card>
  );
}

function Reason({ item }: { item: ReviewItem }) {
  return (
    <div className="flex gap-3 rounded-lg bg-note-soft p-4">
      <CircleHelp aria-hidden className="mt-0.5 size-5 shrink-0 text-note" />
      <div>
        <p className="font-medium">{item.reason}</p>
        <p className="text-sm opacity-85">
          {item.proposal
            ? `The automatic grader (${item.proposal.provider}) proposes ${item.proposal.percentage} %, with a confidence of ${Math.round(item.proposal.confidence * 100)} %. It is filled in below; change what you see differently.`
            : 'There is no proposal for this one. You judge it from scratch.'}
        </p>
      </div>
    </div>
  );
}

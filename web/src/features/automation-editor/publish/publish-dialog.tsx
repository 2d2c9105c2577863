import type { FlowProblem } from '@gradus/contracts';
import { useId, useState } from 'react';
import type { z } from 'zod';
import { usePublishAutomation } from '../../../api/automations.ts';
import { hasCode } from '../../../api/problem.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Dialog } from '../../../ui/overlay/dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { whenSaved } from '../store/when-saved.ts';
import { backfillOf, SKIP } from '../backfill/backfill-choice.ts';
import { BackfillQuestion } from '../backfill/backfill-question.tsx';
import { DespiteTests, redTestsOf } from '../flow-tests/despite-tests.tsx';
import { type Decision, isOpen, peopleOf, STAY } from './decision.ts';
import { LookedAhead } from './looked-ahead.tsx';
import { PeopleInside } from './people-inside.tsx';
import { PlanOutcome } from './plan-outcome.tsx';
import { SaidChanges } from './said-changes.tsx';
import { usePublishPlan } from './use-publish-plan.ts';

interface PublishDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  onShowProblems(): void;
}

export function PublishDialog({ open, onOpenChange, onShowProblems }: PublishDialogProps) {
  const formId = useId();
  const { store, automation } = useEditorScope();
  const errors = useEditor((state) => state.problems?.filter((one) => one.severity === 'error').length ?? 0);
  const [note, setNote] = useState('');
  const [decision, setDecision] = useState<Decision>(STAY);
  const [backfill, setBackfill] = useState(SKIP);
  const [failure, setFailure] = useState<unknown>(null);
  const [despite, setDespite] = useState('');
  const red = redTestsOf(failure);
  const publish = usePublishAutomation(automation.id);
  const plan = usePublishPlan(decision, open);
  const next = (automation.live?.number ?? 0) + 1;
  const submit = async () => {
    if (red === null) setFailure(null);
    try {
      await whenSaved(store);
      const people = peopleOf(decision);
      const liveVersionId = automation.live?.versionId ?? null;
      const version = await publish.mutateAsync({
        revision: store.getState().revision(),
        note: note.trim(),
        ...(people === undefined ? {} : { people: { ...people, liveVersionId } }),
        ...backfillOf(backfill),
        ...(red !== null && despite.trim() !== '' && { despiteTests: { reason: despite.trim() } }),
      });
      notify.good({
        title: `Version ${version.number} is live`,
        detail: 'Whoever enrols from now on gets it.',
      });
      setNote('');
      setDespite('');
      setFailure(null);
      setDecision(STAY);
      setBackfill(SKIP);
      onOpenChange(false);
    } catch (error) {
      const problems = problemsOf(error);
      if (problems) store.getState().setProblems(problems);
      else setFailure(error);
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Publish version ${next}?`}
      className="w-[min(46rem,calc(100vw-2rem))]"
      description="A version never changes once it is published. Going back means publishing the older drawing again."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Not yet</Button>
          {errors > 0 ? (
            <Button variant="primary" onClick={onShowProblems}>
              {errors === 1 ? 'Show the problem' : `Show ${errors} problems`}
            </Button>
          ) : (
            <Button
              type="submit"
              form={formId}
              variant="primary"
              busy={publish.isPending}
              disabled={isOpen(decision) || (red !== null && despite.trim().length < 3)}
            >
              {red === null ? `Publish version ${next}` : 'Publish anyway'}
            </Button>
          )}
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Unfit errors={errors} />
        <CalledBy />
        {errors === 0 && <Plan plan={plan} decision={decision} onDecide={setDecision} />}
        {errors === 0 && open && <LookedAhead onShow={onShowProblems} />}
        {errors === 0 && <BackfillQuestion choice={backfill} onChoose={setBackfill} />}
        {errors === 0 && <NoteField note={note} onNote={setNote} />}
        {red !== null && <DespiteTests red={red} reason={despite} onReason={setDespite} />}
        {failure !== null && red === null && <Notice tone="bad">{sentenceOf(failure)}</Notice>}
      </form>
    </Dialog>
  );
}

/** What is said about the version to whoever looks at it later. */
function NoteField({ note, onNote }: { note: string; onNote(note: string): void }) {
  return (
    <FormField label="Note" optional hint="What changed and why, for whoever looks at the versions later.">
      <Textarea rows={2} maxLength={500} value={note} onChange={(event) => onNote(event.target.value)} />
    </FormField>
  );
}

/** That a drawing with problems cannot be published. */
function Unfit({ errors }: { errors: number }) {
  if (errors === 0) return null;
  return (
    <Notice tone="bad" title="It cannot be published as it is">
      {errors === 1 ? 'One problem has' : `${errors} problems have`} to be solved first.
    </Notice>
  );
}

/** Which other automations send people into this one. */
function CalledBy() {
  const { automation } = useEditorScope();
  const callers = automation.catalogue.automations.filter(
    ({ id, state, calls }) => id !== automation.id && state === 'live' && calls.includes(automation.id),
  );
  if (callers.length === 0) return null;
  return (
    <Notice tone="note" title={`Called by ${callers.map(({ name }) => `“${name}”`).join(', ')}`}>
      Whoever comes to that step from now on enters this version. Whoever has been called in before stays on
      theirs.
    </Notice>
  );
}

interface PlanProps {
  plan: ReturnType<typeof usePublishPlan>;
  decision: Decision;
  onDecide(decision: Decision): void;
}

/** What changes, and for whom: new people get it; of those inside the author decides. */
function Plan({ plan, decision, onDecide }: PlanProps) {
  const { live } = useEditorScope().automation;
  if (plan.isError && !hasCode(plan.error, 'automation.invalid'))
    return (
      <Notice tone="bad" action={<Button onClick={() => void plan.refetch()}>Try again</Button>}>
        {sentenceOf(plan.error)}
      </Notice>
    );
  if (!plan.data) return <SkeletonText lines={5} />;
  const { data } = plan;
  return (
    <>
      {live && <SaidChanges changes={data.changes} title={`Since version ${live.number}`} />}
      <p className="text-[0.9375rem]">
        Whoever enters from now on goes through this version.
        {data.inside === 0 && ' Nobody is inside at the moment.'}
      </p>
      {live && data.inside > 0 && (
        <>
          <PeopleInside plan={data} decision={decision} onDecide={onDecide} />
          {decision.whom !== 'newOnly' && !isOpen(decision) && (
            <div aria-busy={plan.isPlaceholderData} className={plan.isPlaceholderData ? 'opacity-60' : ''}>
              <PlanOutcome plan={data} spreadMinutes={decision.spreadMinutes} />
            </div>
          )}
        </>
      )}
    </>
  );
}

function problemsOf(error: unknown): z.infer<typeof FlowProblem>[] | null {
  if (!hasCode(error, 'automation.invalid')) return null;
  const problems = error.data['problems'];
  return Array.isArray(problems) ? (problems as z.infer<typeof FlowProblem>[]) : null;
}

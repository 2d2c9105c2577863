import type { FlowProblem } from '@gradus/contracts';
import type { Definition } from '@gradus/flow';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { z } from 'zod';
import { usePublishAutomation, versionsQuery } from '../../../api/automations.ts';
import { hasCode } from '../../../api/problem.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Dialog } from '../../../ui/overlay/dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { draftChanges } from '../document/draft-changes.ts';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { whenSaved } from '../store/when-saved.ts';
import { ChangeSummary } from './change-summary.tsx';
import { type Decision, PeopleInside } from './people-inside.tsx';

const STAY: Decision = { scope: 'newOnly', steps: {} };

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
  const [failure, setFailure] = useState<unknown>(null);
  const publish = usePublishAutomation(automation.id);
  const next = (automation.live?.number ?? 0) + 1;
  const submit = async () => {
    setFailure(null);
    try {
      await whenSaved(store);
      const { scope, steps } = decision;
      const liveVersionId = automation.live?.versionId ?? null;
      const version = await publish.mutateAsync({
        revision: store.getState().revision(),
        note: note.trim(),
        ...(scope === 'newOnly' ? {} : { people: { scope, steps, liveVersionId } }),
      });
      notify.good({
        title: `Version ${version.number} is live`,
        detail: 'Whoever enrols from now on gets it.',
      });
      setNote('');
      setDecision(STAY);
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
      description="A version never changes once it is published. Going back means publishing the older drawing again."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Not yet</Button>
          {errors > 0 ? (
            <Button variant="primary" onClick={onShowProblems}>
              {errors === 1 ? 'Show the problem' : `Show ${errors} problems`}
            </Button>
          ) : (
            <Button type="submit" form={formId} variant="primary" busy={publish.isPending}>
              Publish version {next}
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
        {errors > 0 && (
          <Notice tone="bad" title="It cannot be published as it is">
            {errors === 1 ? 'One problem has' : `${errors} problems have`} to be solved first.
          </Notice>
        )}
        <Changes />
        <WhoIsConcerned decision={decision} onDecide={setDecision} />
        <FormField
          label="Note"
          optional
          hint="What changed and why, for whoever looks at the versions later."
        >
          <Textarea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </FormField>
        {failure !== null && <Notice tone="bad">{sentenceOf(failure)}</Notice>}
      </form>
    </Dialog>
  );
}

function Changes() {
  const { live } = useEditorScope().automation;
  const draft = useEditor((state) => state.document.definition);
  if (!live) return null;
  return <ChangeSummary changes={draftChanges(live.definition as Definition, draft)} since={live.number} />;
}

/** What publishing means for people: new ones get it; of those inside the author decides. */
function WhoIsConcerned(props: { decision: Decision; onDecide(decision: Decision): void }) {
  const { automation } = useEditorScope();
  const versions =
    useInfiniteQuery(versionsQuery(automation.id)).data?.pages.flatMap((page) => page.items) ?? [];
  const inside = versions.reduce((sum, version) => sum + version.openRuns, 0);
  return (
    <div>
      <h3 className="text-sm font-semibold">What changes for whom</h3>
      <ul className="mt-2 flex list-disc flex-col gap-1.5 pl-5 text-[0.9375rem]">
        <li>Whoever enters from now on goes through this version.</li>
        {automation.live === null ? (
          <li>Nobody is inside yet.</li>
        ) : inside === 0 ? (
          <li>Nobody is inside an older version at the moment.</li>
        ) : (
          <li>
            {inside === 1 ? 'One learner is' : `${inside} learners are`} inside. You decide about them below.
          </li>
        )}
      </ul>
      {automation.live !== null && inside > 0 && (
        <div className="mt-4">
          <PeopleInside {...props} />
        </div>
      )}
    </div>
  );
}

function problemsOf(error: unknown): z.infer<typeof FlowProblem>[] | null {
  if (!hasCode(error, 'automation.invalid')) return null;
  const problems = error.data['problems'];
  return Array.isArray(problems) ? (problems as z.infer<typeof FlowProblem>[]) : null;
}

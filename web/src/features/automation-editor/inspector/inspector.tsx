import type { Step, StepKind } from '@gradus/flow';
import { X } from 'lucide-react';
import { createElement } from 'react';
import type { ComponentType } from 'react';
import { focusOnDrawing } from '../../../canvas/focus-on-drawing.ts';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { cn } from '../../../ui/class-names.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input, Textarea } from '../../../ui/control/input.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';
import { AssessForm } from '../forms/assess-form.tsx';
import { BranchForm } from '../forms/branch-form.tsx';
import { CertifyForm, EndForm } from '../forms/end-form.tsx';
import { ExitForm, FilterForm, GoalForm, GoToForm } from '../forms/way-forms.tsx';
import { JoinForm, ParallelForm } from '../forms/block-forms.tsx';
import { ForEachModuleForm } from '../wait-forms/for-each-module-form.tsx';
import { SplitForm } from '../forms/split-form.tsx';
import { MessageForm } from '../forms/message-form.tsx';
import { AlertForm, ApproveForm, TaskForm } from '../asking-forms/asking-forms.tsx';
import { ReleaseForm } from '../forms/release-form.tsx';
import { RelockForm } from '../acting-forms/relock-form.tsx';
import { SetFieldForm, TagForm } from '../acting-forms/person-forms.tsx';
import { ChargeForm, RefundForm, SubscribeForm } from '../acting-forms/payment-forms.tsx';
import { GradeForm } from '../acting-forms/grade-form.tsx';
import { RevokeForm } from '../acting-forms/revoke-form.tsx';
import { EndEntitlementForm, GrantForm } from '../acting-forms/right-forms.tsx';
import { CallAutomationForm } from '../calling/call-form.tsx';
import { TriggerForm } from '../forms/trigger-form.tsx';
import { WaitForForm } from '../forms/wait-for-form.tsx';
import { GenerateForm } from '../outside/generate-form.tsx';
import { WebhookForm } from '../outside/webhook-form.tsx';
import { WaitForm } from '../forms/wait-form.tsx';
import { NoteInspector } from '../notes/note-inspector.tsx';
import { withOwnTitle } from '../titles/own-title.ts';
import { StepActions } from './step-actions.tsx';
import { StepProblems } from './step-problems.tsx';
import type { StepFormProps } from './step-form.ts';
import { useStepDraft } from './use-step-draft.ts';
import { WaysOut } from './ways-out.tsx';

/** The form of each kind. A new kind does not compile until it is here. */
const stepForms = {
  trigger: TriggerForm,
  release: ReleaseForm,
  relock: RelockForm,
  wait: WaitForm,
  waitFor: WaitForForm,
  branch: BranchForm,
  split: SplitForm,
  filter: FilterForm,
  goTo: GoToForm,
  goal: GoalForm,
  exit: ExitForm,
  parallel: ParallelForm,
  forEachModule: ForEachModuleForm,
  join: JoinForm,
  message: MessageForm,
  assess: AssessForm,
  grade: GradeForm,
  certify: CertifyForm,
  revoke: RevokeForm,
  tag: TagForm,
  setField: SetFieldForm,
  webhook: WebhookForm,
  callAutomation: CallAutomationForm,
  generate: GenerateForm,
  charge: ChargeForm,
  subscribe: SubscribeForm,
  refund: RefundForm,
  grant: GrantForm,
  endEntitlement: EndEntitlementForm,
  approve: ApproveForm,
  task: TaskForm,
  alert: AlertForm,
  end: EndForm,
} satisfies { [K in StepKind]: ComponentType<StepFormProps<K>> };

export function Inspector({ stepId }: { stepId: string }) {
  const step = useEditor((state) => state.document.definition.steps[stepId]);
  const note = useEditor((state) => state.document.definition.notes?.[stepId]);
  if (note) return <NoteInspector key={stepId} noteId={stepId} note={note} />;
  if (!step) return null;
  return <StepInspector key={stepId} stepId={stepId} step={step} />;
}

function StepInspector({ stepId, step }: { stepId: string; step: Step }) {
  const { automation } = useEditorScope();
  const select = useEditor((state) => state.select);
  const problems = useEditor((state) => state.problems);
  const { setStep } = useEdits();
  const { value, change, errors } = useStepDraft(step, (next) => setStep(stepId, next));
  const { icon: Icon, name, purpose, tile } = stepKinds[step.kind];
  /** Back to where the step was opened from: its box, or its row. */
  const close = () => {
    select(null);
    focusOnDrawing(stepId);
  };
  const errorAt = (field: string) =>
    errors[`config.${field}`] ??
    problems?.find(
      (problem) => problem.severity === 'error' && problem.stepId === stepId && problem.field === field,
    )?.message;
  return (
    <section aria-label={`Settings of ${step.title}`} className="flex flex-col gap-5 p-4 sm:p-5">
      <header className="sticky top-0 z-10 -mx-4 -mt-4 grid grid-cols-[auto_1fr_auto] items-center gap-x-3 border-b border-line bg-surface px-4 py-3 sm:-mx-5 sm:-mt-5 sm:px-5">
        <span className={cn('grid size-9 place-items-center rounded-lg sm:row-span-2', tile)}>
          <Icon aria-hidden className="size-[1.15rem]" />
        </span>
        <h2 className="min-w-0 self-end font-semibold max-sm:self-center">{name}</h2>
        <div className="flex sm:row-span-2">
          {step.kind !== 'trigger' && <StepActions stepId={stepId} />}
          <Button size="icon-sm" variant="quiet" aria-label="Close the settings" onClick={close}>
            <X aria-hidden />
          </Button>
        </div>
        <p className="min-w-0 self-start text-sm text-ink-soft max-sm:col-span-3 max-sm:mt-1.5">{purpose}</p>
      </header>
      <StepProblems stepId={stepId} />
      <FormField label="Title" error={errors['title']}>
        <Input
          maxLength={120}
          value={value.title}
          onChange={(event) => change({ ...value, title: event.target.value })}
        />
      </FormField>
      <StepForm
        step={value}
        onChange={(config) => change(withOwnTitle(step, { ...value, config } as Step, automation.catalogue))}
        errorAt={errorAt}
        catalogue={automation.catalogue}
        automationId={automation.id}
        stepId={stepId}
      />
      <WaysOut stepId={stepId} step={step} />
      <FormField label="Note for colleagues" optional error={errors['note']}>
        <Textarea
          rows={2}
          maxLength={2_000}
          value={value.note ?? ''}
          onChange={(event) =>
            change({ ...value, note: event.target.value === '' ? undefined : event.target.value })
          }
        />
      </FormField>
    </section>
  );
}

type AnyFormProps = Omit<StepFormProps<StepKind>, 'config' | 'onChange'> & {
  step: Step;
  onChange(config: Step['config']): void;
};

/** Form and config come from one `kind`, so they fit; the compiler cannot follow that through the union. */
function StepForm({ step, ...rest }: AnyFormProps) {
  const form = stepForms[step.kind] as ComponentType<StepFormProps<StepKind>>;
  return createElement(form, { ...rest, config: step.config });
}

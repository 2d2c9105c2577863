import type { StepKind } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { useEditor } from '../store/editor-context.tsx';
import type { Happening, ScriptedDecision } from './learner-script.ts';
import { StepField } from './step-field.tsx';

type Deciding = Extract<Happening, { kind: 'decision' }>;
type Choice = { value: ScriptedDecision; label: string };

const NEVER: Choice = { value: 'never', label: 'nobody ever decides' };
const YES_OR_NO: Choice[] = [
  { value: 'approved', label: 'says yes' },
  { value: 'rejected', label: 'says no' },
  NEVER,
];
/** What somebody of the school can make of a task, by the kind of step that gives it. */
const DECISIONS: Partial<Record<StepKind, Choice[]>> = {
  approve: YES_OR_NO,
  generate: YES_OR_NO,
  task: [{ value: 'done', label: 'has done it' }, { value: 'notDone', label: 'could not do it' }, NEVER],
  alert: [
    { value: 'acknowledged', label: 'takes notice' },
    { value: 'never', label: 'nobody takes notice' },
  ],
};
const ASKING = Object.keys(DECISIONS) as StepKind[];

/** What somebody of the school decides about a task of a step, and after how long. */
export function DecisionForm({ value, onChange }: { value: Deciding; onChange(value: Deciding): void }) {
  const steps = useEditor((state) => state.document.definition.steps);
  const choicesFor = (stepId: string) => {
    const kind = steps[stepId]?.kind;
    return (kind && DECISIONS[kind]) ?? YES_OR_NO;
  };
  const choose = (stepId: string) => {
    const choices = choicesFor(stepId);
    const fits = choices.some(({ value: one }) => one === value.decision);
    onChange({ ...value, stepId, decision: fits ? value.decision : choices[0]!.value });
  };
  return (
    <>
      <StepField kinds={ASKING} value={value.stepId} onChange={choose} />
      <FormField label="Whoever is asked">
        <Select
          choices={choicesFor(value.stepId)}
          value={value.decision}
          onChange={(decision) => onChange({ ...value, decision })}
        />
      </FormField>
      {value.decision !== 'never' && (
        <FormField label="After so many hours">
          <NumberInput
            min={0}
            max={10_000}
            value={value.afterHours}
            onChange={(afterHours) => onChange({ ...value, afterHours })}
          />
        </FormField>
      )}
    </>
  );
}

import type { Definition } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { stepKinds } from '../../../canvas/step-kinds.ts';

interface StepFieldProps {
  definition: Definition;
  label: string;
  value: string | null;
  /** Not offered. */
  except?: string;
  /** The choice of no step at all, where there is one. */
  none?: string;
  onChange(stepId: string | null): void;
}

const NONE = 'none:';

/** One of the steps of the drawing, told apart by kind where titles are alike. */
export function StepField({ definition, label, value, except, none, onChange }: StepFieldProps) {
  const steps = Object.entries(definition.steps)
    .filter(([id, step]) => id !== except && step.kind !== 'trigger')
    .map(([id, step]) => ({ value: id, label: step.title, hint: stepKinds[step.kind].name }));
  const choices = none === undefined ? steps : [{ value: NONE, label: none }, ...steps];
  return (
    <FormField label={label}>
      <Select
        choices={choices}
        value={value ?? (none === undefined ? null : NONE)}
        placeholder="Choose a step …"
        onChange={(next) => onChange(next === NONE ? null : next)}
      />
    </FormField>
  );
}

import type { StepKind } from '@gradus/flow';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { useEditor } from '../store/editor-context.tsx';

interface StepFieldProps {
  label?: string;
  /** Only steps of these kinds; of any when left out. */
  kinds?: readonly StepKind[];
  value: string;
  onChange(stepId: string): void;
}

/** One of the drawing's steps. */
export function StepField({ label = 'Step', kinds, value, onChange }: StepFieldProps) {
  const steps = useEditor((state) => state.document.definition.steps);
  const choices = Object.entries(steps)
    .filter(([, { kind }]) => kinds === undefined || kinds.includes(kind))
    .map(([id, { title }]) => ({ value: id, label: title }));
  return (
    <FormField label={label}>
      <Combobox
        choices={choices}
        value={value}
        onChange={onChange}
        placeholder="Choose a step"
        nothingFound="No such step."
      />
    </FormField>
  );
}

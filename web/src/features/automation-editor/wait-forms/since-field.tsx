import type { StepOf } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { useEditor } from '../store/editor-context.tsx';

type Since = Extract<StepOf<'waitFor'>['config']['for'], { kind: 'event' }>['since'];

interface SinceFieldProps {
  value: Since;
  onChange(value: Since): void;
  stepId: string;
  error?: string | undefined;
}

/** No step is called that: ids have no blanks. */
const NOW = ' now';
const RUN = ' run';

/** From when on an event counts that came before the learner got here. */
export function SinceField({ value, onChange, stepId, error }: SinceFieldProps) {
  const steps = useEditor((state) => state.document.definition.steps);
  const choices = [
    { value: NOW, label: 'From arriving here on', hint: 'What came before does not count' },
    { value: RUN, label: 'Since the run began', hint: 'Also what came on the way here' },
    ...Object.entries(steps)
      .filter(([id, step]) => id !== stepId && step.kind !== 'trigger' && step.kind !== 'end')
      .map(([id, step]) => ({
        value: id,
        label: `Since “${step.title}”`,
        hint: stepKinds[step.kind].name,
      })),
  ];
  const chosen = value === undefined ? NOW : value.kind === 'run' ? RUN : value.step;
  return (
    <FormField label="Counts" error={error}>
      <Select
        choices={choices}
        value={chosen}
        onChange={(next) =>
          onChange(next === NOW ? undefined : next === RUN ? { kind: 'run' } : { kind: 'step', step: next })
        }
      />
    </FormField>
  );
}

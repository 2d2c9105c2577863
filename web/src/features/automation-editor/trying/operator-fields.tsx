import { portsOf, sayPort } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { useEditor } from '../store/editor-context.tsx';
import { ABOUT_A_STEP, type Happening, type OperatorMove, USUAL_DAYS } from './learner-script.ts';
import { StepField } from './step-field.tsx';

type Operated = Extract<Happening, { kind: 'operator' }>;

const moves: { value: OperatorMove; label: string }[] = [
  { value: 'releaseNow', label: 'lets them on now' },
  { value: 'skip', label: 'skips the step' },
  { value: 'postpone', label: 'puts the step off' },
  { value: 'retry', label: 'tries again' },
  { value: 'pause', label: 'pauses the run' },
  { value: 'resume', label: 'resumes the run' },
  { value: 'exit', label: 'ends the run' },
];
interface OperatorFieldsProps {
  value: Operated;
  onChange(value: Operated): void;
}

/** What an operator does, at which step, and how. */
export function OperatorFields({ value: one, onChange }: OperatorFieldsProps) {
  return (
    <>
      <FormField label="The operator">
        <Select choices={moves} value={one.name} onChange={(name) => onChange({ ...one, name })} />
      </FormField>
      {ABOUT_A_STEP.has(one.name) && (
        <StepField
          value={one.stepId}
          onChange={(stepId) => {
            const { port: _, ...rest } = one;
            onChange({ ...rest, stepId });
          }}
        />
      )}
      {one.name === 'skip' && one.stepId !== '' && <PortField value={one} onChange={onChange} />}
      {one.name === 'postpone' && (
        <FormField label="By so many days">
          <NumberInput
            min={1}
            max={600}
            value={one.byDays ?? USUAL_DAYS}
            onChange={(byDays) => onChange({ ...one, byDays })}
          />
        </FormField>
      )}
    </>
  );
}

/** By which way the learner leaves the step that is skipped. */
function PortField({ value: one, onChange }: OperatorFieldsProps) {
  const step = useEditor((state) => state.document.definition.steps[one.stepId]);
  const ports = step ? portsOf(step) : [];
  if (step === undefined || ports.length < 2) return null;
  const choices = ports.map((port) => ({ value: port, label: sayPort(step, port) }));
  return (
    <FormField label="And on by">
      <Select
        choices={choices}
        value={one.port ?? ports[0] ?? ''}
        onChange={(port) => onChange({ ...one, port })}
      />
    </FormField>
  );
}

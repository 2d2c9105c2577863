import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { ConditionField } from '../condition/condition-field.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { ReasonField } from '../fields/reason-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

export function FilterForm({ config, onChange, errorAt, catalogue }: StepFormProps<'filter'>) {
  return (
    <>
      <ConditionField
        label="Goes on only if"
        value={config.condition}
        catalogue={catalogue}
        onChange={(condition) => onChange({ condition })}
        error={errorAt('condition')}
      />
      <p className="text-sm text-ink-soft">
        Asked once, on arriving here. For the others the way ends, unless “not let on” leads somewhere.
      </p>
    </>
  );
}

export function GoToForm({ config, onChange, errorAt }: StepFormProps<'goTo'>) {
  return (
    <FormField
      label="How often back"
      hint="Then the learner goes on by “often enough”. Whoever comes here anew later is counted anew."
      error={errorAt('max')}
    >
      <NumberInput
        min={1}
        max={100}
        className="w-24"
        value={config.max}
        onChange={(max) => onChange({ max })}
      />
    </FormField>
  );
}

const arrivals = [
  { value: 'wait', label: 'Waits until it is', hint: 'Nobody goes on without it' },
  { value: 'goOn', label: 'Goes on all the same', hint: 'By the way “not reached”' },
] as const;

export function GoalForm({ config, onChange, errorAt, catalogue }: StepFormProps<'goal'>) {
  return (
    <>
      <ConditionField
        label="Reached when"
        value={config.condition}
        catalogue={catalogue}
        onChange={(condition) => onChange({ ...config, condition })}
        error={errorAt('condition')}
      />
      <p className="text-sm text-ink-soft">
        As soon as this is true the learner is taken here, wherever they stand, and goes on from here. It
        counts once. Weeks that open before a goal are only expected, never promised: the learner may be taken
        past them.
      </p>
      <FormField label="Whoever comes here before" error={errorAt('onArrival')}>
        <Select
          choices={arrivals}
          value={config.onArrival}
          onChange={(onArrival) => onChange({ ...config, onArrival })}
        />
      </FormField>
    </>
  );
}

export function ExitForm({ config, onChange, errorAt }: StepFormProps<'exit'>) {
  return (
    <ReasonField
      hint="Shown with the run. Mails that are not delivered yet are cancelled, and everything else the learner is at ends too."
      value={config.reason}
      onChange={(reason) => onChange({ reason })}
      error={errorAt('reason')}
    />
  );
}

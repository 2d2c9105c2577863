import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { ModuleField } from '../fields/module-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

export function RelockForm({ config, onChange, errorAt, catalogue }: StepFormProps<'relock'>) {
  return (
    <>
      <ModuleField
        label="Which week closes again"
        value={config.module}
        catalogue={catalogue}
        onChange={(module) => onChange({ ...config, module })}
        error={errorAt('module')}
      />
      <FormField label="Why" hint="The learner reads it where the week was." error={errorAt('reason')}>
        <Input
          value={config.reason}
          maxLength={200}
          onChange={(event) => onChange({ ...config, reason: event.target.value })}
        />
      </FormField>
      <p className="text-sm text-ink-soft">
        Lessons and assignment cannot be used until the week is opened again, by a later “Open a week” or by
        hand. What the learner has read and handed in is kept, counts, and is graded. A week that is not open
        is left as it is. The audit log says who was locked out, when and why.
      </p>
    </>
  );
}

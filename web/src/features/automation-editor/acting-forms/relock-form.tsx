import { ModuleField } from '../fields/module-field.tsx';
import { ReasonField } from '../fields/reason-field.tsx';
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
      <ReasonField
        hint="The learner reads it where the week was."
        value={config.reason}
        onChange={(reason) => onChange({ ...config, reason })}
        error={errorAt('reason')}
      />
      <p className="text-sm text-ink-soft">
        Lessons and assignment cannot be used until the week is opened again, by a later “Open a week” or by
        hand. What the learner has read and handed in is kept, counts, and is graded. A week that is not open
        is left as it is. The audit log says who was locked out, when and why.
      </p>
    </>
  );
}

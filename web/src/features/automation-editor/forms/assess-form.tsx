import { ModuleField } from '../fields/module-field.tsx';
import { TimeLimitField } from '../fields/time-limit-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

export function AssessForm({ config, onChange, errorAt, catalogue }: StepFormProps<'assess'>) {
  return (
    <>
      <ModuleField
        label="Whose assignment"
        only="assessed"
        value={config.module}
        catalogue={catalogue}
        onChange={(module) => onChange({ ...config, module })}
        error={errorAt('module')}
      />
      <TimeLimitField
        label="Due date"
        hint={
          config.due
            ? 'Counted from arriving here. What is handed in by then counts, however long grading takes.'
            : 'Without one the learner waits here until the work is graded.'
        }
        lengthLabel="Due after"
        usual={{ amount: 14, unit: 'days' }}
        value={config.due}
        onChange={(due) => onChange({ ...config, due })}
        zone={config.zone}
        onZone={(zone) => onChange({ ...config, zone })}
        error={errorAt('due')}
      />
    </>
  );
}

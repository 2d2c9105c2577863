import { DurationField } from '../fields/duration-field.tsx';
import { ModuleField } from '../fields/module-field.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import { ZoneField } from '../fields/zone-field.tsx';
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
      <OptionalPart
        label="Due date"
        hint={
          config.due
            ? 'Counted from arriving here. What is handed in by then counts, however long grading takes.'
            : 'Without one the learner waits here until the work is graded.'
        }
        on={config.due !== undefined}
        onToggle={(on) => onChange({ ...config, due: on ? { amount: 14, unit: 'days' } : undefined })}
      >
        {config.due && (
          <DurationField
            label="Due after"
            value={config.due}
            onChange={(due) => onChange({ ...config, due })}
            error={errorAt('due')}
          />
        )}
      </OptionalPart>
      {config.due && (
        <ZoneField
          value={config.zone}
          allow={['learner', 'school', 'none']}
          onChange={(zone) => onChange({ ...config, zone })}
        />
      )}
    </>
  );
}

import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { ModuleField } from '../fields/module-field.tsx';
import { TimeLimitField } from '../fields/time-limit-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

const graders = [
  { value: 'policy', label: 'As usual', hint: 'The machine where it is sure, else a person' },
  { value: 'person', label: 'A person in any case', hint: 'The machine only proposes' },
] as const;

export function GradeForm({ config, onChange, errorAt, catalogue }: StepFormProps<'grade'>) {
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
      <FormField label="Who grades">
        <Select choices={graders} value={config.by} onChange={(by) => onChange({ ...config, by })} />
      </FormField>
      <TimeLimitField
        label="Not longer than"
        hint={
          config.within
            ? 'Then the learner goes on by “time ran out”. The grade still comes.'
            : 'Without it the learner waits here until the grade is there.'
        }
        lengthLabel="Wait at most"
        usual={{ amount: 7, unit: 'days' }}
        value={config.within}
        onChange={(within) => onChange({ ...config, within })}
        zone={config.zone}
        onZone={(zone) => onChange({ ...config, zone })}
        error={errorAt('within')}
      />
      <p className="text-sm text-ink-soft">
        It is the last work that was handed in before the learner came here. What has its grade is not graded
        twice; grading that had given up begins again. Whoever has handed in nothing goes on at once. To wait
        for work that is still to come, use “Gate on a grade”.
      </p>
    </>
  );
}

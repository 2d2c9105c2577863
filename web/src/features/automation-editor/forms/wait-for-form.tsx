import { fieldsOf } from '../../../canvas/words/event-where.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { ConditionField } from '../condition/condition-field.tsx';
import { EventWhereField } from '../event/event-where-field.tsx';
import { EventField } from '../fields/event-field.tsx';
import { TimeLimitField } from '../fields/time-limit-field.tsx';
import { SinceField } from '../wait-forms/since-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

const kinds = [
  { value: 'facts', label: 'Something is true', hint: 'True already counts: nobody waits for what is done' },
  { value: 'event', label: 'Something happens', hint: 'An event: work handed in, a payment, a tag' },
] as const;

export function WaitForForm({ config, onChange, errorAt, catalogue, stepId }: StepFormProps<'waitFor'>) {
  const what = config.for;
  return (
    <>
      <FormField label="Waits until" hint="To wait for somebody’s decision, use the step “Ask for approval”.">
        <Select
          choices={kinds}
          value={what.kind}
          onChange={(kind) =>
            onChange({
              ...config,
              for:
                kind === 'facts'
                  ? { kind, condition: 'facts.requirementsMet' }
                  : { kind, event: 'module.completed' },
            })
          }
        />
      </FormField>
      {what.kind === 'event' ? (
        <>
          <EventField
            label="What happens"
            value={what.event}
            onChange={(event) => onChange({ ...config, for: { kind: 'event', event } })}
            error={errorAt('for.event')}
          />
          <EventWhereField
            fields={fieldsOf(what.event)}
            value={what.where}
            onChange={(where) => onChange({ ...config, for: { ...what, where } })}
            catalogue={catalogue}
            error={errorAt('for.where')}
          />
          <SinceField
            value={what.since}
            stepId={stepId}
            onChange={(since) => onChange({ ...config, for: { ...what, since } })}
            error={errorAt('for.since')}
          />
        </>
      ) : (
        <ConditionField
          label="What is true"
          value={what.condition}
          catalogue={catalogue}
          onChange={(condition) => onChange({ ...config, for: { ...what, condition } })}
          error={errorAt('for.condition')}
        />
      )}
      <TimeLimitField
        label="Only so long"
        hint={
          config.timeout
            ? 'When time runs out, the learner goes on by “time ran out”.'
            : 'Without a limit a learner may wait here for ever.'
        }
        lengthLabel="At most"
        usual={{ amount: 14, unit: 'days' }}
        value={config.timeout}
        onChange={(timeout) => onChange({ ...config, timeout })}
        zone={config.zone}
        onZone={(zone) => onChange({ ...config, zone })}
        error={errorAt('timeout')}
      />
    </>
  );
}

import type { Duration } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input, Textarea } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { DurationField } from '../fields/duration-field.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import { ZoneField } from '../fields/zone-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

type Config = StepFormProps<'approve' | 'task' | 'alert'>['config'];
type ErrorAt = StepFormProps<'approve'>['errorAt'];

interface TextFieldsProps {
  config: Pick<Config, 'title' | 'details' | 'channel'>;
  onChange(change: Pick<Config, 'title' | 'details' | 'channel'>): void;
  errorAt: ErrorAt;
  label: string;
}

const channels = [
  { value: 'both', label: 'By mail and in-app' },
  { value: 'inApp', label: 'In-app' },
  { value: 'mail', label: 'By mail' },
] as const;

/** What is asked, and how those who are asked are told. */
export function AskingTextFields({ config, onChange, errorAt, label }: TextFieldsProps) {
  return (
    <>
      <FormField label={label} error={errorAt('title')}>
        <Input
          maxLength={200}
          value={config.title}
          onChange={(event) => onChange({ ...config, title: event.target.value })}
        />
      </FormField>
      <FormField label="What helps with it" optional error={errorAt('details')}>
        <Textarea
          rows={3}
          maxLength={2_000}
          value={config.details ?? ''}
          onChange={({ target: { value } }) =>
            onChange({ ...config, details: value === '' ? undefined : value })
          }
        />
      </FormField>
      <FormField label="How they are told">
        <Select
          choices={channels}
          value={config.channel ?? 'both'}
          onChange={(channel) => onChange({ ...config, channel: channel === 'both' ? undefined : channel })}
        />
      </FormField>
    </>
  );
}

interface Dated {
  due?: Duration | undefined;
  zone: 'learner' | 'school' | 'none';
  remindBefore?: Duration | undefined;
}

interface DueFieldsProps {
  config: Dated;
  onChange(change: Dated): void;
  errorAt: ErrorAt;
  hint: string;
}

/** By when it is due, and when those who are asked are reminded. */
export function DueFields({ config, onChange, errorAt, hint }: DueFieldsProps) {
  return (
    <>
      <OptionalPart
        label="Due date"
        hint={hint}
        on={config.due !== undefined}
        onToggle={(on) =>
          onChange({
            ...config,
            due: on ? { amount: 3, unit: 'days' } : undefined,
            remindBefore: on ? config.remindBefore : undefined,
          })
        }
      >
        {config.due && (
          <>
            <DurationField
              label="Due after"
              value={config.due}
              onChange={(due) => onChange({ ...config, due })}
              error={errorAt('due')}
            />
            <ZoneField
              value={config.zone}
              allow={['learner', 'school', 'none']}
              onChange={(zone) => onChange({ ...config, zone })}
            />
          </>
        )}
      </OptionalPart>
      {config.due && (
        <OptionalPart
          label="Remind before it is due"
          hint="Only while it is still open."
          on={config.remindBefore !== undefined}
          onToggle={(on) =>
            onChange({ ...config, remindBefore: on ? { amount: 1, unit: 'days' } : undefined })
          }
        >
          {config.remindBefore && (
            <DurationField
              label="So long before"
              value={config.remindBefore}
              onChange={(remindBefore) => onChange({ ...config, remindBefore })}
              error={errorAt('remindBefore')}
            />
          )}
        </OptionalPart>
      )}
    </>
  );
}

import type { Addressee } from '@gradus/flow';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { Switch } from '../../../ui/control/switch.tsx';
import { DurationField } from '../fields/duration-field.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';
import { AddresseeField } from './addressee-field.tsx';
import { AskingTextFields, DueFields } from './asking-fields.tsx';

const OWNER: Addressee = { kind: 'role', role: 'admin' };

export function ApproveForm({ config, onChange, errorAt }: StepFormProps<'approve'>) {
  return (
    <>
      <AddresseeField label="Who decides" value={config.to} onChange={(to) => onChange({ ...config, to })} />
      <AskingTextFields
        label="What is to be decided"
        config={config}
        onChange={(change) => onChange({ ...config, ...change })}
        errorAt={errorAt}
      />
      <DueFields
        config={config}
        onChange={(change) => onChange({ ...config, ...change })}
        errorAt={errorAt}
        hint={
          config.due
            ? 'Nobody can decide after it; the learner goes on by “time ran out”.'
            : 'Without one the learner may wait here for ever.'
        }
      />
      {config.remindBefore && (
        <OptionalPart
          label="Turn to somebody else then"
          hint="They are told with the reminder, and may decide, too."
          on={config.escalateTo !== undefined}
          onToggle={(on) => onChange({ ...config, escalateTo: on ? OWNER : undefined })}
        >
          {config.escalateTo && (
            <AddresseeField
              label="Whom"
              value={config.escalateTo}
              onChange={(escalateTo) => onChange({ ...config, escalateTo })}
            />
          )}
        </OptionalPart>
      )}
    </>
  );
}

const works = [
  { value: 'call', label: 'Call them' },
  { value: 'write', label: 'Write to them' },
  { value: 'other', label: 'Something else' },
] as const;

export function TaskForm({ config, onChange, errorAt }: StepFormProps<'task'>) {
  return (
    <>
      <AddresseeField label="Who does it" value={config.to} onChange={(to) => onChange({ ...config, to })} />
      <FormField label="Kind of work">
        <Select choices={works} value={config.what} onChange={(what) => onChange({ ...config, what })} />
      </FormField>
      <AskingTextFields
        label="What is to be done"
        config={config}
        onChange={(change) => onChange({ ...config, ...change })}
        errorAt={errorAt}
      />
      <DueFields
        config={config}
        onChange={(change) => onChange({ ...config, ...change })}
        errorAt={errorAt}
        hint="Shown with the task."
      />
      <WaitSwitch
        wait={config.wait}
        onChange={(wait) => onChange({ ...config, wait })}
        hint="Off: the learner goes on at once. On: they wait here until it is done, or due."
      />
    </>
  );
}

const MOST = 5;

export function AlertForm({ config, onChange, errorAt }: StepFormProps<'alert'>) {
  const { to } = config;
  return (
    <>
      {to.map((one, index) => (
        <div key={index} className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <AddresseeField
              label={index === 0 ? 'Who is told first' : 'Then, if nobody has taken notice'}
              value={one}
              onChange={(next) => onChange({ ...config, to: to.with(index, next) })}
            />
          </div>
          {to.length > 1 && (
            <Button
              size="icon"
              variant="quiet"
              aria-label={`Take number ${index + 1} out`}
              onClick={() => onChange({ ...config, to: to.toSpliced(index, 1) })}
            >
              <Trash2 aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {to.length < MOST && (
        <Button size="sm" className="self-start" onClick={() => onChange({ ...config, to: [...to, OWNER] })}>
          <Plus aria-hidden /> And then
        </Button>
      )}
      <DurationField
        label="Each has"
        hint="To press “Acknowledge” before the next one is told."
        value={config.within}
        onChange={(within) => onChange({ ...config, within })}
        error={errorAt('within')}
      />
      <AskingTextFields
        label="What they have to know"
        config={config}
        onChange={(change) => onChange({ ...config, ...change })}
        errorAt={errorAt}
      />
      <WaitSwitch
        wait={config.wait}
        onChange={(wait) => onChange({ ...config, wait })}
        hint="Off: the learner goes on at once. On: they wait until somebody has taken notice, or nobody has."
      />
    </>
  );
}

function WaitSwitch({
  wait,
  onChange,
  hint,
}: {
  wait: boolean;
  onChange(wait: boolean): void;
  hint: string;
}) {
  return (
    <div className="rounded-lg border border-line p-4">
      <Switch label="The learner waits for it" hint={hint} checked={wait} onChange={onChange} />
    </div>
  );
}

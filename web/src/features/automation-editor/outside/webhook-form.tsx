import { Link } from '@tanstack/react-router';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';
import { AutomationKey } from './automation-key.tsx';
import { KeptFields } from './kept-fields.tsx';
import { SchoolKey, useKeyless } from './school-key.tsx';
import { SentFields } from './sent-fields.tsx';

const signers = [
  { value: 'school', label: 'The school’s key', hint: 'One for all automations' },
  { value: 'automation', label: 'A key of this automation', hint: 'For a receiver of its own' },
] as const;

const RECEIVER_HINT = 'Give it to whoever runs the receiver. They check every call with it.';

export function WebhookForm(props: StepFormProps<'webhook'>) {
  const { config, onChange, errorAt, catalogue, automationId } = props;
  const keyless = useKeyless(catalogue.egress.schoolKey);
  return (
    <>
      <FormField
        label="Address"
        hint={
          catalogue.egress.hosts.length === 0
            ? 'This school allows no host yet. An admin adds them under “Connections”.'
            : `Allowed: ${catalogue.egress.hosts.join(', ')}`
        }
        error={errorAt('url')}
      >
        <Input
          type="url"
          spellCheck={false}
          maxLength={1_000}
          value={config.url}
          onChange={(event) => onChange({ ...config, url: event.target.value.trim() })}
        />
      </FormField>
      <Link to="/connections" className="self-start text-sm text-accent hover:underline">
        Look at the connections
      </Link>
      <SentFields {...props} />
      <FormField
        label="Signed with"
        error={keyless && config.signedBy === 'school' ? undefined : errorAt('signedBy')}
      >
        <Select
          choices={signers}
          value={config.signedBy}
          onChange={(signedBy) => onChange({ ...config, signedBy })}
        />
      </FormField>
      {config.signedBy === 'school' && keyless && (
        <SchoolKey onOwnKey={() => onChange({ ...config, signedBy: 'automation' })} />
      )}
      {config.signedBy === 'automation' && (
        <AutomationKey automationId={automationId} direction="out" hint={RECEIVER_HINT} />
      )}
      <OptionalPart
        label="Keep the status of the answer"
        hint="200, 201 …, for conditions further on"
        on={config.statusInto !== undefined}
        onToggle={(on) => onChange({ ...config, statusInto: on ? 'status' : undefined })}
      >
        <FormField label="As the variable" error={errorAt('statusInto')}>
          <Input
            spellCheck={false}
            maxLength={40}
            value={config.statusInto ?? ''}
            onChange={(event) => onChange({ ...config, statusInto: event.target.value })}
          />
        </FormField>
      </OptionalPart>
      <KeptFields
        legend="What is kept of the answer"
        keep={config.keep}
        most={10}
        onChange={(keep) => onChange({ ...config, keep })}
        errorAt={errorAt}
      />
      <p className="text-sm text-ink-soft">
        The learner goes on once the receiver has answered with 2xx. Faults are tried again for a day under
        the same key, so that the receiver can tell a repetition; a no, or a redirect, goes by “failed”, or
        stops here for an operator when nothing is connected to that.
      </p>
    </>
  );
}

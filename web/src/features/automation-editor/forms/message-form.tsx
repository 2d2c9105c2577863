import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { Switch } from '../../../ui/control/switch.tsx';
import { DurationField } from '../fields/duration-field.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import { LetterFields } from '../message/letter-fields.tsx';
import { ReadyTextMenu } from '../message/ready-text-menu.tsx';
import { MessagePreviewPane } from '../message/message-preview-pane.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

const categories = [
  { value: 'transactional', label: 'Part of the course', hint: 'Always delivered' },
  { value: 'marketing', label: 'Marketing', hint: 'Only with consent; a mail carries an unsubscribe link' },
] as const;

const channels = [
  { value: 'mail', label: 'Mail', hint: 'To their address' },
  { value: 'inApp', label: 'Notice in-app', hint: 'Behind the bell, where they learn' },
  { value: 'both', label: 'Mail and notice', hint: 'Counts as one message' },
] as const;

export function MessageForm(props: StepFormProps<'message'>) {
  const { config, onChange, errorAt, automationId, stepId } = props;
  return (
    <>
      <FormField label="How it reaches them">
        <Select
          choices={channels}
          value={config.channel ?? 'mail'}
          onChange={(channel) => onChange({ ...config, channel: channel === 'mail' ? undefined : channel })}
        />
      </FormField>
      <FormField label="Kind of message">
        <Select
          choices={categories}
          value={config.category}
          onChange={(category) => onChange({ ...config, category })}
        />
      </FormField>
      <ReadyTextMenu stepId={stepId} onPick={(letter) => onChange({ ...config, ...letter })} />
      <LetterFields
        subject={config.subject}
        body={config.body}
        subjectError={errorAt('subject')}
        bodyError={errorAt('body')}
        onChange={(letter) => onChange({ ...config, ...letter })}
      />
      <MessagePreviewPane
        automationId={automationId}
        letter={{ subject: config.subject, body: config.body, category: config.category, stepId }}
        channel={config.channel ?? 'mail'}
      />
      <OptionalPart
        label="Only worth sending for a while"
        hint="After that it is not delivered any more, for example after an outage."
        on={config.validFor !== undefined}
        onToggle={(on) => onChange({ ...config, validFor: on ? { amount: 3, unit: 'days' } : undefined })}
      >
        {config.validFor && (
          <DurationField
            label="For"
            value={config.validFor}
            onChange={(validFor) => onChange({ ...config, validFor })}
            error={errorAt('validFor')}
          />
        )}
      </OptionalPart>
      <div className="flex flex-col gap-4 rounded-lg border border-line p-4">
        <Switch
          label="Wait for delivery"
          hint="Off: the learner goes on at once, and the message follows. On: the learner waits here until it is delivered."
          checked={config.waitForDelivery}
          onChange={(waitForDelivery) => onChange({ ...config, waitForDelivery })}
        />
        <Switch
          label="Tells of a refund or the end of access"
          hint="Only such a message should reach somebody who was refunded or lost the course; “Check” warns of any other."
          checked={config.tellsOfRefund ?? false}
          onChange={(tells) => onChange({ ...config, tellsOfRefund: tells ? true : undefined })}
        />
      </div>
    </>
  );
}

import { PROMPT_VARIABLES } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input, Textarea } from '../../../ui/control/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { AddresseeField } from '../asking-forms/addressee-field.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import { TimeLimitField } from '../fields/time-limit-field.tsx';
import { VariableMenu } from '../message/letter-fields.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';
import { TryPrompt } from './try-prompt.tsx';

type Form = StepFormProps<'generate'>;

export function GenerateForm(props: Form) {
  const { config, onChange, errorAt, catalogue, automationId, stepId } = props;
  return (
    <>
      {catalogue.writer === null && (
        <Notice tone="bad">
          No AI provider is connected, so no text can be written. Connect OpenAI or Anthropic, or write the
          text into the message.
        </Notice>
      )}
      <PromptField {...props} />
      <FormField
        label="Name of the text"
        hint={`A message behind this step uses it as {{text.${config.into}}}.`}
        error={errorAt('into')}
      >
        <Input
          maxLength={40}
          value={config.into}
          onChange={(event) => onChange({ ...config, into: event.target.value })}
        />
      </FormField>
      <FormField label="At most so many characters" error={errorAt('mostCharacters')}>
        <NumberInput
          min={50}
          max={4_000}
          className="w-28"
          value={config.mostCharacters}
          onChange={(mostCharacters) => onChange({ ...config, mostCharacters })}
        />
      </FormField>
      {catalogue.writer !== null && (
        <TryPrompt
          automationId={automationId}
          asked={{ prompt: config.prompt, mostCharacters: config.mostCharacters, stepId }}
        />
      )}
      <ReviewFields {...props} />
      <TimeFields {...props} />
    </>
  );
}

function PromptField({ config, onChange, errorAt }: Form) {
  return (
    <div className="flex flex-col gap-1.5">
      <FormField
        label="What is to be written"
        hint="The AI provider reads this, and nothing that says who the learner is. It is told to write {{person.name}} where their name belongs."
        error={errorAt('prompt')}
      >
        <Textarea
          rows={6}
          maxLength={4_000}
          value={config.prompt}
          onChange={(event) => onChange({ ...config, prompt: event.target.value })}
        />
      </FormField>
      <VariableMenu
        variables={PROMPT_VARIABLES}
        onInsert={(name) => onChange({ ...config, prompt: `${config.prompt}{{${name}}}`.slice(0, 4_000) })}
      />
    </div>
  );
}

function ReviewFields({ config, onChange }: Form) {
  return (
    <OptionalPart
      label="A person reads it first"
      hint={
        config.review
          ? 'They can change it, approve it or refuse it. The learner waits meanwhile.'
          : 'Off: what the machine writes goes out as it is. Nobody has seen it before the learner.'
      }
      on={config.review}
      onToggle={(review) => onChange({ ...config, review })}
    >
      <AddresseeField label="Who reads it" value={config.to} onChange={(to) => onChange({ ...config, to })} />
    </OptionalPart>
  );
}

function TimeFields({ config, onChange, errorAt }: Form) {
  return (
    <TimeLimitField
      label="Not longer than"
      hint={
        config.due
          ? 'Then the learner goes on without it, by “time ran out”.'
          : 'Without it the learner waits here until the text is there.'
      }
      lengthLabel="Wait at most"
      usual={{ amount: 2, unit: 'days' }}
      value={config.due}
      onChange={(due) => onChange({ ...config, due })}
      zone={config.zone}
      onZone={(zone) => onChange({ ...config, zone })}
      error={errorAt('due')}
    />
  );
}

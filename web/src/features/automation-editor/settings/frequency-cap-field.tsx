import { FormField } from '../../../ui/control/form-field.tsx';
import { DurationField } from '../fields/duration-field.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import type { SettingsDraft } from './use-settings-draft.ts';

/** How many marketing messages one person gets at most. */
export function FrequencyCapField({ settings, change, errorAt }: SettingsDraft) {
  const { frequencyCap } = settings;
  return (
    <OptionalPart
      label="Frequency cap"
      hint="Marketing mails beyond it are left unsent. Mails about the course are always sent."
      on={frequencyCap !== undefined}
      onToggle={(on) =>
        change({ frequencyCap: on ? { messages: 2, per: { amount: 1, unit: 'weeks' } } : undefined })
      }
    >
      {frequencyCap && (
        <>
          <FormField label="At most so many marketing mails" error={errorAt('frequencyCap.messages')}>
            <NumberInput
              min={1}
              max={100}
              className="w-24"
              value={frequencyCap.messages}
              onChange={(messages) => change({ frequencyCap: { ...frequencyCap, messages } })}
            />
          </FormField>
          <DurationField
            label="In any"
            value={frequencyCap.per}
            onChange={(per) => change({ frequencyCap: { ...frequencyCap, per } })}
            error={errorAt('frequencyCap.per') ?? errorAt('frequencyCap.per.amount')}
          />
        </>
      )}
    </OptionalPart>
  );
}

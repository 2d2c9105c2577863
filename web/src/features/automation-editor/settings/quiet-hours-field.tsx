import { FormField } from '../../../ui/control/form-field.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import { TimeInput } from '../fields/time-input.tsx';
import { ZoneField } from '../fields/zone-field.tsx';
import type { SettingsDraft } from './use-settings-draft.ts';

/** Hours of the day in which no message goes out. */
export function QuietHoursField({ settings, change, errorAt }: SettingsDraft) {
  const { quietHours } = settings;
  return (
    <OptionalPart
      label="Quiet hours"
      hint="No message goes out in these hours: it waits until they are over."
      on={quietHours !== undefined}
      onToggle={(on) =>
        change({ quietHours: on ? { from: '21:00', to: '08:00', zone: 'learner' } : undefined })
      }
    >
      {quietHours && (
        <>
          <div className="flex flex-wrap gap-3">
            <FormField label="From" error={errorAt('quietHours')}>
              <TimeInput
                value={quietHours.from}
                onChange={(from) => change({ quietHours: { ...quietHours, from } })}
              />
            </FormField>
            <FormField label="To">
              <TimeInput
                value={quietHours.to}
                onChange={(to) => change({ quietHours: { ...quietHours, to } })}
              />
            </FormField>
          </div>
          <ZoneField
            value={quietHours.zone}
            allow={['learner', 'school']}
            onChange={(zone) => change({ quietHours: { ...quietHours, zone } })}
          />
        </>
      )}
    </OptionalPart>
  );
}

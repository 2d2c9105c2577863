import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import type { SettingsDraft } from './use-settings-draft.ts';

const pauses = [
  { value: 'freeze', label: 'All clocks stand still', hint: 'Dates move by as long as the pause lasts' },
  {
    value: 'holdEffects',
    label: 'Only what is sent and done is held back',
    hint: 'Dates stay; mails wait for the end of the pause',
  },
] as const;

const overdue = [
  { value: 'spread', label: 'Send all, spread over a while' },
  { value: 'latestOnly', label: 'Send only the latest' },
  { value: 'skipStale', label: 'Leave out what is stale', hint: 'What was due more than a day before' },
] as const;

/** What a pause stops, and what becomes of mails that came due in it. */
export function PauseFields({ settings, change }: SettingsDraft) {
  return (
    <>
      <FormField label="When the automation is paused">
        <Select
          choices={pauses}
          value={settings.pause ?? 'freeze'}
          onChange={(pause) => change({ pause: pause === 'freeze' ? undefined : pause })}
        />
      </FormField>
      <FormField label="Mails that are overdue when it goes on">
        <Select
          choices={overdue}
          value={settings.overdue ?? 'spread'}
          onChange={(next) => change({ overdue: next === 'spread' ? undefined : next })}
        />
      </FormField>
    </>
  );
}

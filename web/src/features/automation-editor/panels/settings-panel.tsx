import { DOMAIN_EVENT_TYPES } from '@gradus/contracts';
import { sayEvent } from '@gradus/flow';
import { EntryRuleField } from '../entry/entry-rule-field.tsx';
import { SuppressField } from '../entry/suppress-field.tsx';
import { BlackoutDatesField } from '../settings/blackout-dates-field.tsx';
import { FrequencyCapField } from '../settings/frequency-cap-field.tsx';
import { PauseFields } from '../settings/pause-fields.tsx';
import { QuietHoursField } from '../settings/quiet-hours-field.tsx';
import { useSettingsDraft } from '../settings/use-settings-draft.ts';
import { Panel } from './panel.tsx';

/** What holds for the automation as a whole. */
export function SettingsPanel({ onClose }: { onClose(): void }) {
  const draft = useSettingsDraft();
  const { exitOn } = draft.settings;
  const toggle = (event: string) =>
    draft.change({
      exitOn: exitOn.includes(event) ? exitOn.filter((one) => one !== event) : [...exitOn, event],
    });
  return (
    <Panel title="Settings" description="What holds for the automation as a whole." onClose={onClose}>
      <EntryRuleField />
      <SuppressField />
      <QuietHoursField {...draft} />
      <FrequencyCapField {...draft} />
      <BlackoutDatesField {...draft} />
      <PauseFields {...draft} />
      <fieldset className="flex flex-col gap-1">
        <legend className="text-sm font-medium">A learner leaves at once when</legend>
        <p className="mb-2 text-sm text-ink-soft">
          The run ends wherever it stands, and mails not yet delivered are cancelled.
        </p>
        {DOMAIN_EVENT_TYPES.map((event) => (
          <label
            key={event}
            className="flex items-center gap-3 rounded-md px-2 py-1.5 text-sm hover:bg-sunken"
          >
            <input
              type="checkbox"
              className="size-4 accent-(--accent)"
              checked={exitOn.includes(event)}
              onChange={() => toggle(event)}
            />
            {sayEvent(event)}
          </label>
        ))}
      </fieldset>
    </Panel>
  );
}

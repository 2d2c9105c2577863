import { DOMAIN_EVENT_TYPES } from '@gradus/contracts';
import { sayEvent } from '../../../canvas/words/events.ts';
import { EntryRuleField } from '../entry/entry-rule-field.tsx';
import { SuppressField } from '../entry/suppress-field.tsx';
import { useEditor } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';
import { Panel } from './panel.tsx';

/** What holds for the automation as a whole. */
export function SettingsPanel({ onClose }: { onClose(): void }) {
  const settings = useEditor((state) => state.document.definition.settings);
  const { exitOn } = settings;
  const { setSettings } = useEdits();
  const toggle = (event: string) =>
    setSettings({
      ...settings,
      exitOn: exitOn.includes(event) ? exitOn.filter((one) => one !== event) : [...exitOn, event],
    });
  return (
    <Panel title="Settings" description="What holds for the automation as a whole." onClose={onClose}>
      <EntryRuleField />
      <SuppressField />
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

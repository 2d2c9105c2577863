import { DOMAIN_EVENT_TYPES } from '@gradus/contracts';
import type { Definition } from '@gradus/flow';
import { sayEvent } from '../../../canvas/words/events.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { useEditor } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';
import { Panel } from './panel.tsx';

type EntryRule = Definition['entry']['rule'];

const rules: { value: EntryRule; label: string; hint: string }[] = [
  { value: 'once', label: 'Once', hint: 'A learner never enters a second time' },
  { value: 'afterEnd', label: 'Again after the end', hint: 'But never twice at the same time' },
  { value: 'always', label: 'Every time', hint: 'Also while inside' },
];

/** What holds for the automation as a whole. */
export function SettingsPanel({ onClose }: { onClose(): void }) {
  const entry = useEditor((state) => state.document.definition.entry);
  const exitOn = useEditor((state) => state.document.definition.settings.exitOn);
  const { setEntry, setSettings } = useEdits();
  const toggle = (event: string) =>
    setSettings({
      exitOn: exitOn.includes(event) ? exitOn.filter((one) => one !== event) : [...exitOn, event],
    });
  const shown =
    entry.rule === 'keyed'
      ? [...rules, { value: entry.rule, label: 'Once per key', hint: entry.key }]
      : rules;
  return (
    <Panel title="Settings" description="What holds for the automation as a whole." onClose={onClose}>
      <FormField label="How often may a learner enter?">
        <Select
          choices={shown}
          value={entry.rule}
          onChange={(rule) => rule !== 'keyed' && setEntry({ rule })}
        />
      </FormField>
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

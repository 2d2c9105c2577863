import type { Definition } from '@gradus/flow';
import { fieldsOf } from '../../../canvas/words/event-where.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { useEditor } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';

type EntryRule = Definition['entry']['rule'];

const rules: { value: EntryRule; label: string; hint: string }[] = [
  { value: 'once', label: 'Once', hint: 'A learner never enters a second time' },
  { value: 'afterEnd', label: 'Again after the end', hint: 'But never twice at the same time' },
  { value: 'always', label: 'Every time', hint: 'Also while inside' },
  { value: 'keyed', label: 'Once for each …', hint: 'Once for each week, say, or for each order' },
];

/** How often somebody may enter. */
export function EntryRuleField() {
  const definition = useEditor((state) => state.document.definition);
  const problem = useEditor((state) => state.problems?.find(({ field }) => field === 'entry.key')?.message);
  const { setEntry } = useEdits();
  const { entry } = definition;
  const [firstField = 'module'] = startFields(definition);
  return (
    <>
      <FormField label="How often may a learner enter?">
        <Select
          choices={rules}
          value={entry.rule}
          onChange={(rule) => setEntry(rule === 'keyed' ? { rule, key: `event.${firstField}` } : { rule })}
        />
      </FormField>
      {entry.rule === 'keyed' && (
        <FormField
          label="Once for each"
          hint={`A value over event, e.g. ${examples(startFields(definition))}. Whoever came with it before does not enter again.`}
          error={problem}
        >
          <Input
            spellCheck={false}
            className="font-mono"
            maxLength={2_000}
            value={entry.key}
            onChange={({ target }) => target.value !== '' && setEntry({ rule: 'keyed', key: target.value })}
          />
        </FormField>
      )}
    </>
  );
}

/** What the start brings with it. */
function startFields({ steps, trigger }: Definition): string[] {
  const start = steps[trigger];
  return start?.kind === 'trigger' && start.config.on.kind === 'event'
    ? Object.keys(fieldsOf(start.config.on.event))
    : [];
}

const examples = (fields: string[]) =>
  (fields.length > 0 ? fields : ['module']).map((field) => `event.${field}`).join(' or ');

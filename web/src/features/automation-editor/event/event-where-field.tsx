import type { AutomationDetail } from '@gradus/contracts';
import { Plus } from 'lucide-react';
import { firstRow, parseWhere, printWhere } from '../../../canvas/words/event-where.ts';
import type { EventFields, EventRow } from '../../../canvas/words/event-where.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';
import { EventRowEditor } from './event-row-editor.tsx';

interface EventWhereFieldProps {
  /** What the event brings. */
  fields: EventFields;
  value: string | undefined;
  onChange(where: string | undefined): void;
  catalogue: AutomationDetail['catalogue'];
  error?: string | undefined;
}

/** Which of the events counts: rows over what it brings, or the condition as text when it says more than rows can. */
export function EventWhereField({ fields, value, onChange, catalogue, error }: EventWhereFieldProps) {
  const rows = parseWhere(value, fields);
  const fresh = firstRow(fields);
  if (rows === null) return <WhereText value={value ?? ''} onChange={onChange} error={error} />;
  if (fresh === null) return null;
  const set = (next: EventRow[]) => onChange(printWhere(next));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">Only when</legend>
      {rows.length === 0 && <p className="text-sm text-ink-soft">Every time it happens.</p>}
      {rows.map((row, index) => (
        <EventRowEditor
          key={index}
          row={row}
          fields={fields}
          catalogue={catalogue}
          onChange={(next) => set(rows.map((other, at) => (at === index ? next : other)))}
          onRemove={() => set(rows.filter((_, at) => at !== index))}
        />
      ))}
      {error && <p className="text-sm text-bad">{error}</p>}
      <Button size="sm" variant="quiet" className="self-start" onClick={() => set([...rows, fresh])}>
        <Plus aria-hidden /> Add a condition
      </Button>
    </fieldset>
  );
}

interface WhereTextProps {
  value: string;
  onChange(where: string | undefined): void;
  error: string | undefined;
}

function WhereText({ value, onChange, error }: WhereTextProps) {
  return (
    <FormField label="Only when" hint="Over event, facts and vars. Empty it to begin anew." error={error}>
      <Textarea
        rows={3}
        spellCheck={false}
        className="font-mono text-sm sm:text-sm"
        value={value}
        onChange={({ target }) => onChange(target.value.trim() === '' ? undefined : target.value)}
      />
    </FormField>
  );
}

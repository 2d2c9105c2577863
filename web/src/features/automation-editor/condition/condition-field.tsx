import { checkCondition } from '@gradus/flow';
import type { Catalogue } from '@gradus/flow';
import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { parseRows, printRows } from '../../../canvas/words/condition-rows.ts';
import type { ConditionRow, ConditionRows } from '../../../canvas/words/condition-rows.ts';
import { sayCondition } from '../../../canvas/words/condition-words.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { ConditionRowEditor } from './condition-row-editor.tsx';

interface ConditionFieldProps {
  label: string;
  value: string;
  catalogue: Catalogue;
  onChange(condition: string): void;
  error?: string | undefined;
}

/** A condition as rows that write CEL, and the CEL beside it; what rows cannot show is written as text. */
export function ConditionField({ label, value, catalogue, onChange, error }: ConditionFieldProps) {
  const parsed = parseRows(value);
  const [asText, setAsText] = useState(parsed === null);
  const labelId = useId();
  if (asText || !parsed) {
    return (
      <div className="flex flex-col gap-2">
        <ConditionText label={label} value={value} catalogue={catalogue} onChange={onChange} error={error} />
        <Button
          variant="link"
          size="sm"
          className="self-start"
          disabled={!parsed}
          onClick={() => setAsText(false)}
        >
          {parsed ? 'Back to the builder' : 'Too intricate for the builder'}
        </Button>
      </div>
    );
  }
  return (
    <div role="group" aria-labelledby={labelId} className="flex flex-col gap-2">
      <p id={labelId} className="text-sm font-medium">
        {label}
      </p>
      <Rows parsed={parsed} catalogue={catalogue} onChange={(next) => onChange(printRows(next))} />
      {error && <p className="text-sm text-bad">{error}</p>}
      <details className="text-sm text-ink-soft">
        <summary className="cursor-pointer rounded-sm">As it is written</summary>
        <code className="mt-1.5 block rounded-md bg-sunken p-2 text-xs break-words text-ink">{value}</code>
        <Button variant="link" size="sm" className="mt-1" onClick={() => setAsText(true)}>
          Write it as text
        </Button>
      </details>
    </div>
  );
}

const joins = [
  { value: 'all', label: 'All of these' },
  { value: 'any', label: 'Any of these' },
] as const;

const another: ConditionRow = { subject: { kind: 'fact', name: 'progress' }, comparison: '>=', value: 50 };

interface RowsProps {
  parsed: ConditionRows;
  catalogue: Catalogue;
  onChange(next: ConditionRows): void;
}

function Rows({ parsed, catalogue, onChange }: RowsProps) {
  const { join, rows } = parsed;
  return (
    <>
      {rows.length > 1 && (
        <Select
          aria-label="How the conditions are joined"
          className="w-40"
          choices={joins}
          value={join}
          onChange={(next) => onChange({ join: next, rows })}
        />
      )}
      {rows.map((row, index) => (
        <ConditionRowEditor
          key={index}
          row={row}
          catalogue={catalogue}
          onChange={(next) =>
            onChange({ join, rows: rows.map((other, at) => (at === index ? next : other)) })
          }
          onRemove={
            rows.length > 1 ? () => onChange({ join, rows: rows.filter((_, at) => at !== index) }) : null
          }
        />
      ))}
      <Button
        size="sm"
        variant="quiet"
        className="self-start"
        onClick={() => onChange({ join, rows: [...rows, another] })}
      >
        <Plus aria-hidden /> Add a condition
      </Button>
    </>
  );
}

function ConditionText({ label, value, catalogue, onChange, error }: ConditionFieldProps) {
  const problem = value.trim() === '' ? null : checkCondition(value, catalogue);
  return (
    <FormField
      label={label}
      hint={problem ? undefined : `Reads: ${sayCondition(value, catalogue)}`}
      error={problem?.message ?? error}
    >
      <Textarea
        rows={3}
        spellCheck={false}
        className="font-mono text-sm sm:text-sm"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </FormField>
  );
}

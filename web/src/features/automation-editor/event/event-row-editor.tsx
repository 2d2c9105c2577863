import type { AutomationDetail } from '@gradus/contracts';
import { Trash2 } from 'lucide-react';
import { rowAbout } from '../../../canvas/words/event-where.ts';
import type { EventFields, EventRow } from '../../../canvas/words/event-where.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { NumberInput } from '../fields/number-input.tsx';

interface EventRowEditorProps {
  row: EventRow;
  fields: EventFields;
  catalogue: AutomationDetail['catalogue'];
  onChange(row: EventRow): void;
  onRemove(): void;
}

export function EventRowEditor({ row, fields, catalogue, onChange, onRemove }: EventRowEditorProps) {
  const names = Object.keys(fields).map((value) => ({ value, label: FIELD_WORDS[value] ?? value }));
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-lg bg-sunken/70 p-2.5">
      <Select
        aria-label="What the condition is about"
        className="w-32 flex-1"
        choices={names}
        value={row.field}
        onChange={(field) => onChange(rowAbout(field, fields))}
      />
      <RowValue row={row} kind={fields[row.field] ?? 'text'} catalogue={catalogue} onChange={onChange} />
      <Button size="icon-sm" variant="quiet" aria-label="Remove this condition" onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}

const FIELD_WORDS: Record<string, string> = {
  module: 'The week',
  lesson: 'The lesson',
  attempt: 'The attempt',
  passed: 'The result',
  percentage: 'The grade, %',
  message: 'The mail',
};

const yesOrNo = [
  { value: 'yes', label: 'is yes' },
  { value: 'no', label: 'is no' },
] as const;

const passedOrNot = [
  { value: 'yes', label: 'is passed' },
  { value: 'no', label: 'is not passed' },
] as const;

const isOrNot = [
  { value: '==', label: 'is' },
  { value: '!=', label: 'is not' },
] as const;

const compared = [
  { value: '>=', label: 'at least' },
  { value: '<=', label: 'at most' },
  { value: '>', label: 'more than' },
  { value: '<', label: 'less than' },
  { value: '==', label: 'exactly' },
  { value: '!=', label: 'not' },
] as const;

type RowValueProps = Pick<EventRowEditorProps, 'row' | 'catalogue' | 'onChange'> & {
  kind: EventFields[string];
};

function RowValue({ row, kind, catalogue, onChange }: RowValueProps) {
  if (kind === 'yesNo') {
    return (
      <Select
        aria-label="Which answer"
        className="w-36 flex-1"
        choices={row.field === 'passed' ? passedOrNot : yesOrNo}
        value={row.value === true ? 'yes' : 'no'}
        onChange={(answer) => onChange({ ...row, value: answer === 'yes' })}
      />
    );
  }
  const comparison = (
    <Select
      aria-label="Comparison"
      className="w-32"
      choices={kind === 'number' ? compared : isOrNot}
      value={row.comparison}
      onChange={(next: EventRow['comparison']) => onChange({ ...row, comparison: next })}
    />
  );
  if (kind === 'number') {
    return (
      <>
        {comparison}
        <NumberInput
          aria-label="Number"
          min={0}
          max={1_000_000}
          className="w-22"
          value={Number(row.value)}
          onChange={(value) => onChange({ ...row, value })}
        />
      </>
    );
  }
  return (
    <>
      {comparison}
      <TextValue row={row} catalogue={catalogue} onChange={onChange} />
    </>
  );
}

/** A week is chosen, any other text is written. */
function TextValue({ row, catalogue, onChange }: Omit<RowValueProps, 'kind'>) {
  const value = String(row.value);
  if (row.field === 'module' && catalogue.modules.length > 0) {
    return (
      <Select
        aria-label="Which week"
        className="w-40 flex-1"
        choices={catalogue.modules.map(({ key, position }) => ({ value: key, label: `Week ${position}` }))}
        value={value === '' ? null : value}
        onChange={(key) => onChange({ ...row, value: key })}
      />
    );
  }
  return (
    <Input
      aria-label="Text"
      className="w-36 flex-1"
      value={value}
      onChange={(event) => onChange({ ...row, value: event.target.value })}
    />
  );
}

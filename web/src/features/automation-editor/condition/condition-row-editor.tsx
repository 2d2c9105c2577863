import type { Catalogue } from '@gradus/flow';
import { Trash2 } from 'lucide-react';
import { COMPARISONS } from '../../../canvas/words/condition-rows.ts';
import type { Comparison, ConditionRow } from '../../../canvas/words/condition-rows.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { asRow, factWords, moduleFields, phaseFields, topicChoices, topicOf, withTopic } from './subjects.ts';

interface ConditionRowEditorProps {
  row: ConditionRow;
  catalogue: Catalogue;
  onChange(row: ConditionRow): void;
  onRemove: (() => void) | null;
}

export function ConditionRowEditor({ row, catalogue, onChange, onRemove }: ConditionRowEditorProps) {
  return (
    <div className="flex flex-col gap-2 rounded-lg bg-sunken/70 p-2.5">
      <div className="flex items-center gap-1">
        <FormField label="What the condition is about" hideLabel className="min-w-0 flex-1">
          <Combobox
            choices={topicChoices(catalogue)}
            value={topicOf(row.subject)}
            onChange={(topic) => onChange(withTopic(row, topic))}
          />
        </FormField>
        {onRemove && (
          <Button size="icon-sm" variant="quiet" aria-label="Remove this condition" onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {'comparison' in row ? (
          <>
            <FieldChoice row={row} onChange={onChange} />
            <Select
              aria-label="Comparison"
              className="w-32 flex-1"
              choices={COMPARISONS.map((value) => ({ value, label: comparisons[value] }))}
              value={row.comparison}
              onChange={(comparison) => onChange({ ...row, comparison })}
            />
            <NumberInput
              aria-label="Number"
              min={0}
              max={10_000}
              className="w-18"
              value={row.value}
              onChange={(value) => onChange({ ...row, value })}
            />
          </>
        ) : (
          <>
            <Select
              aria-label="Is or is not"
              className="w-24"
              choices={yesOrNo}
              value={row.expected ? 'is' : 'not'}
              onChange={(word) => onChange({ ...row, expected: word === 'is' })}
            />
            <FieldChoice row={row} onChange={onChange} />
          </>
        )}
      </div>
    </div>
  );
}

const yesOrNo = [
  { value: 'is', label: 'is' },
  { value: 'not', label: 'is not' },
] as const;

const comparisons: Record<Comparison, string> = {
  '>=': 'at least',
  '<=': 'at most',
  '>': 'more than',
  '<': 'less than',
  '==': 'exactly',
  '!=': 'not',
};

function FieldChoice({ row, onChange }: { row: ConditionRow; onChange(row: ConditionRow): void }) {
  const { subject } = row;
  if (subject.kind === 'fact') {
    const word = factWords[subject.name];
    return word ? <span className="px-1 text-sm">{word}</span> : null;
  }
  if (subject.kind === 'module') {
    return (
      <Select
        aria-label="Which fact about the week"
        className="min-w-28 flex-1"
        choices={moduleFields}
        value={subject.field}
        onChange={(field) => onChange(asRow({ ...subject, field }, row))}
      />
    );
  }
  return (
    <Select
      aria-label="Which fact about the phase"
      className="min-w-28 flex-1"
      choices={phaseFields}
      value={subject.field}
      onChange={(field) => onChange(asRow({ ...subject, field }, row))}
    />
  );
}

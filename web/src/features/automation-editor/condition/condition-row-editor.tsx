import type { Catalogue } from '@gradus/flow';
import { Trash2 } from 'lucide-react';
import { COMPARISONS } from '../../../canvas/words/condition-rows.ts';
import type { ConditionRow, CourseRow } from '../../../canvas/words/condition-rows.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { asRow, factWords, moduleFields, phaseFields, topicChoices, topicOf, withTopic } from './subjects.ts';
import { useKnownNames } from './use-known-names.ts';
import { ComparisonChoice, ValueRowEditor } from './value-row-editor.tsx';

interface ConditionRowEditorProps {
  row: ConditionRow;
  catalogue: Catalogue;
  onChange(row: ConditionRow): void;
  onRemove: (() => void) | null;
}

export function ConditionRowEditor({ row, catalogue, onChange, onRemove }: ConditionRowEditorProps) {
  const names = useKnownNames();
  return (
    <div className="flex flex-col gap-2 rounded-lg bg-sunken/70 p-2.5">
      <div className="flex items-center gap-1">
        <FormField label="What the condition is about" hideLabel className="min-w-0 flex-1">
          <Combobox
            choices={withOwn(topicChoices(catalogue, names), topicOf(row))}
            value={topicOf(row)}
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
        {'of' in row ? (
          <ValueRowEditor row={row} onChange={onChange} />
        ) : 'tag' in row ? (
          <>
            <YesOrNo value={row.expected} onChange={(expected) => onChange({ ...row, expected })} />
            <span className="px-1 text-sm">on the person</span>
          </>
        ) : (
          <CourseRowEditor row={row} onChange={onChange} />
        )}
      </div>
    </div>
  );
}

/** What is asked about stays choosable, though nobody has noted it yet. */
function withOwn(choices: ReturnType<typeof topicChoices>, topic: string) {
  if (choices.some(({ value }) => value === topic)) return choices;
  return [...choices, { value: topic, label: topic.replace(':', ': ') }];
}

interface YesOrNoProps {
  value: boolean;
  onChange(value: boolean): void;
}

function YesOrNo({ value, onChange }: YesOrNoProps) {
  return (
    <Select
      aria-label="Is or is not"
      className="w-24"
      choices={yesOrNo}
      value={value ? 'is' : 'not'}
      onChange={(word) => onChange(word === 'is')}
    />
  );
}

interface RowPartProps<Row> {
  row: Row;
  onChange(row: Row): void;
}

function CourseRowEditor({ row, onChange }: RowPartProps<CourseRow>) {
  if (!('comparison' in row))
    return (
      <>
        <YesOrNo value={row.expected} onChange={(expected) => onChange({ ...row, expected })} />
        <FieldChoice row={row} onChange={onChange} />
      </>
    );
  return (
    <>
      <FieldChoice row={row} onChange={onChange} />
      <ComparisonChoice
        value={row.comparison}
        offered={COMPARISONS}
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
  );
}

const yesOrNo = [
  { value: 'is', label: 'is' },
  { value: 'not', label: 'is not' },
] as const;

function FieldChoice({ row, onChange }: RowPartProps<CourseRow>) {
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

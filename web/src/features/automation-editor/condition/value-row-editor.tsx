import { COMPARISONS } from '../../../canvas/words/condition-rows.ts';
import type { Comparison, Literal, ValueRow } from '../../../canvas/words/condition-rows.ts';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { NumberInput } from '../fields/number-input.tsx';

const COMPARISON_WORDS: Record<Comparison, string> = {
  '>=': 'at least',
  '<=': 'at most',
  '>': 'more than',
  '<': 'less than',
  '==': 'exactly',
  '!=': 'not',
};

interface ComparisonChoiceProps {
  value: Comparison;
  offered: readonly Comparison[];
  onChange(value: Comparison): void;
}

export function ComparisonChoice({ value, offered, onChange }: ComparisonChoiceProps) {
  return (
    <Select
      aria-label="Comparison"
      className="w-32 flex-1"
      choices={offered.map((one) => ({ value: one, label: COMPARISON_WORDS[one] }))}
      value={value}
      onChange={onChange}
    />
  );
}

const kinds = [
  { value: 'text', label: 'text' },
  { value: 'number', label: 'number' },
  { value: 'yesNo', label: 'yes or no' },
] as const;
type LiteralKind = (typeof kinds)[number]['value'];

const FRESH: Record<LiteralKind, Literal> = { text: '', number: 1, yesNo: true };

function kindOf(literal: Literal): LiteralKind {
  if (typeof literal === 'string') return 'text';
  return typeof literal === 'number' ? 'number' : 'yesNo';
}

const EQUAL: readonly Comparison[] = ['==', '!='];

/** What a field of the person or a variable is compared with. */
export function ValueRowEditor({ row, onChange }: { row: ValueRow; onChange(row: ValueRow): void }) {
  const { literal, comparison } = row;
  const kind = kindOf(literal);
  return (
    <>
      <ComparisonChoice
        value={comparison}
        offered={kind === 'number' ? COMPARISONS : EQUAL}
        onChange={(next) => onChange({ ...row, comparison: next })}
      />
      <Select
        aria-label="Kind of value"
        className="w-28"
        choices={kinds}
        value={kind}
        onChange={(next) =>
          onChange({
            ...row,
            literal: FRESH[next],
            comparison: next === 'number' || EQUAL.includes(comparison) ? comparison : '==',
          })
        }
      />
      <LiteralInput value={literal} onChange={(next) => onChange({ ...row, literal: next })} />
    </>
  );
}

const answers = [
  { value: 'yes', label: 'yes' },
  { value: 'no', label: 'no' },
] as const;

function LiteralInput({ value, onChange }: { value: Literal; onChange(value: Literal): void }) {
  if (typeof value === 'number')
    return (
      <NumberInput
        aria-label="Number"
        min={0}
        max={1_000_000}
        className="w-24"
        value={value}
        onChange={onChange}
      />
    );
  if (typeof value === 'boolean')
    return (
      <Select
        aria-label="Answer"
        className="w-20"
        choices={answers}
        value={value ? 'yes' : 'no'}
        onChange={(answer) => onChange(answer === 'yes')}
      />
    );
  return (
    <Input
      aria-label="Text"
      className="min-w-28 flex-1"
      maxLength={200}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

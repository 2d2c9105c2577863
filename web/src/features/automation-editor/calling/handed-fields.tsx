import type { HandedValue } from '@gradus/flow';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { TypedInput } from '../../../ui/control/typed-input.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

const MOST = 20;

const KINDS = {
  variable: { label: 'A variable of this run', make: () => ({ kind: 'variable', variable: 'module' }) },
  text: { label: 'A fixed text', make: () => ({ kind: 'text', text: '' }) },
  number: { label: 'A number', make: () => ({ kind: 'number', number: 1 }) },
  yesNo: { label: 'Yes or no', make: () => ({ kind: 'yesNo', yes: true }) },
} satisfies Record<HandedValue['kind'], { label: string; make: () => HandedValue }>;
type Kind = HandedValue['kind'];

const kinds = (Object.keys(KINDS) as Kind[]).map((value) => ({ value, label: KINDS[value].label }));
const yesOrNo = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const;

function ValueInput({ value, onChange }: { value: HandedValue; onChange(value: HandedValue): void }) {
  if (value.kind === 'yesNo')
    return (
      <Select
        choices={yesOrNo}
        value={value.yes ? 'yes' : 'no'}
        onChange={(said) => onChange({ ...value, yes: said === 'yes' })}
      />
    );
  if (value.kind === 'number')
    return (
      <TypedInput
        type="number"
        step="any"
        value={String(value.number)}
        onType={({ valueAsNumber: number }) => {
          if (Number.isFinite(number)) onChange({ ...value, number });
        }}
      />
    );
  const text = value.kind === 'text' ? value.text : value.variable;
  return (
    <Input
      spellCheck={value.kind === 'text'}
      maxLength={value.kind === 'text' ? 200 : 40}
      value={text}
      onChange={({ target }) =>
        onChange(
          value.kind === 'text' ? { ...value, text: target.value } : { ...value, variable: target.value },
        )
      }
    />
  );
}

/** What the called automation begins with, as variables that its conditions read as `vars.NAME`. */
export function HandedFields({ config, onChange, errorAt }: StepFormProps<'callAutomation'>) {
  const { values } = config;
  const put = (next: typeof values) => onChange({ ...config, values: next });
  const change = (index: number, part: Partial<(typeof values)[number]>) =>
    put(values.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">What is handed over</legend>
      <ol className="flex flex-col gap-3">
        {values.map(({ name, value }, index) => (
          <li key={index} className="flex flex-col gap-2 rounded-lg border border-line p-3">
            <div className="flex items-end gap-2">
              <FormField
                label="As the variable"
                className="min-w-0 flex-1"
                error={errorAt(`values.${index}.name`)}
              >
                <Input
                  spellCheck={false}
                  maxLength={40}
                  value={name}
                  onChange={({ target }) => change(index, { name: target.value })}
                />
              </FormField>
              <Button
                size="icon-sm"
                variant="quiet"
                className="mb-1"
                aria-label={`Leave out “${name}”`}
                onClick={() => put(values.toSpliced(index, 1))}
              >
                <Trash2 aria-hidden />
              </Button>
            </div>
            <FormField label="What">
              <Select
                choices={kinds}
                value={value.kind}
                onChange={(kind) => change(index, { value: KINDS[kind].make() as HandedValue })}
              />
            </FormField>
            <FormField label="Which" error={errorAt(`values.${index}.value.${value.kind}`)}>
              <ValueInput value={value} onChange={(next) => change(index, { value: next })} />
            </FormField>
          </li>
        ))}
      </ol>
      {values.length < MOST && (
        <Button
          size="sm"
          className="self-start"
          onClick={() =>
            put([...values, { name: `value_${values.length + 1}`, value: { kind: 'text', text: '' } }])
          }
        >
          <Plus aria-hidden /> Hand one more over
        </Button>
      )}
    </fieldset>
  );
}

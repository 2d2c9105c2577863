import { checkValue } from '@gradus/flow';
import type { FieldType, StepOf } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input, Textarea } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { TypedInput } from '../../../ui/control/typed-input.tsx';
import { inAMonth } from '../document/new-steps.ts';
import type { StepFormProps } from '../inspector/step-form.ts';

type Value = StepOf<'setField'>['config']['value'];

const doings = [
  { value: 'add', label: 'Put the tag on', hint: 'Nothing happens when it is on already' },
  { value: 'remove', label: 'Take the tag off', hint: 'Nothing happens when it is not on' },
] as const;

export function TagForm({ config, onChange, errorAt }: StepFormProps<'tag'>) {
  return (
    <>
      <FormField label="What to do">
        <Select choices={doings} value={config.do} onChange={(what) => onChange({ ...config, do: what })} />
      </FormField>
      <FormField
        label="Tag"
        hint="Small letters, digits and hyphens. Conditions can ask for it."
        error={errorAt('tag')}
      >
        <Input
          value={config.tag}
          maxLength={40}
          spellCheck={false}
          onChange={(event) => onChange({ ...config, tag: event.target.value })}
        />
      </FormField>
    </>
  );
}

const kinds = [
  { value: 'text', label: 'A text' },
  { value: 'number', label: 'A number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'date', label: 'A date' },
  { value: 'expression', label: 'Worked out', hint: 'From progress, scores, tags and fields' },
  { value: 'nothing', label: 'Nothing', hint: 'Takes the field away' },
] as const;

function fresh(kind: Value['kind']): Value {
  switch (kind) {
    case 'text':
      return { kind, text: '' };
    case 'number':
      return { kind, number: 0 };
    case 'boolean':
      return { kind, boolean: true };
    case 'date':
      return { kind, date: inAMonth() };
    case 'expression':
      return { kind, expression: 'facts.progress', type: 'number' };
    case 'nothing':
      return { kind };
  }
}

export function SetFieldForm(props: StepFormProps<'setField'>) {
  const { config, onChange, errorAt } = props;
  return (
    <>
      <FormField
        label="Field"
        hint="Begins with a small letter; letters, digits and _. Conditions can ask for it."
        error={errorAt('field')}
      >
        <Input
          value={config.field}
          maxLength={40}
          spellCheck={false}
          onChange={(event) => onChange({ ...config, field: event.target.value })}
        />
      </FormField>
      <FormField label="Is set to">
        <Select
          choices={kinds}
          value={config.value.kind}
          onChange={(kind) => onChange({ ...config, value: fresh(kind) })}
        />
      </FormField>
      <ValueField {...props} />
    </>
  );
}

const answers = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const;

function ValueField(props: StepFormProps<'setField'>) {
  const { config, onChange, errorAt } = props;
  const { value } = config;
  const set = (next: Value) => onChange({ ...config, value: next });
  switch (value.kind) {
    case 'nothing':
      return null;
    case 'expression':
      return <ExpressionField {...props} value={value} />;
    case 'boolean':
      return (
        <FormField label="Answer">
          <Select
            choices={answers}
            value={value.boolean ? 'yes' : 'no'}
            onChange={(answer) => set({ kind: 'boolean', boolean: answer === 'yes' })}
          />
        </FormField>
      );
    case 'number':
      return (
        <FormField label="Number" error={errorAt('value.number')}>
          <TypedInput
            type="number"
            step="any"
            value={String(value.number)}
            onType={({ valueAsNumber: number }) => {
              if (Number.isFinite(number)) set({ kind: 'number', number });
            }}
          />
        </FormField>
      );
    case 'date':
      return (
        <FormField label="Date" error={errorAt('value.date')}>
          <Input
            type="date"
            value={value.date}
            onChange={(event) => set({ kind: 'date', date: event.target.value })}
          />
        </FormField>
      );
    case 'text':
      return (
        <FormField label="Text" error={errorAt('value.text')}>
          <Input
            maxLength={500}
            value={value.text}
            onChange={(event) => set({ kind: 'text', text: event.target.value })}
          />
        </FormField>
      );
  }
}

const types: { value: FieldType; label: string }[] = [
  { value: 'text', label: 'a text' },
  { value: 'number', label: 'a number' },
  { value: 'boolean', label: 'yes or no' },
  { value: 'date', label: 'a date' },
];

interface ExpressionFieldProps extends StepFormProps<'setField'> {
  value: Extract<Value, { kind: 'expression' }>;
}

function ExpressionField({ config, value, catalogue, onChange, errorAt }: ExpressionFieldProps) {
  const problem = value.expression.trim() === '' ? null : checkValue(value.expression, value.type, catalogue);
  const set = (part: Partial<typeof value>) => onChange({ ...config, value: { ...value, ...part } });
  return (
    <>
      <FormField label="Comes to">
        <Select choices={types} value={value.type} onChange={(type) => set({ type })} />
      </FormField>
      <FormField
        label="Expression"
        hint="For example facts.progress, or facts.fields.city + “!”"
        error={problem?.message ?? errorAt('value.expression')}
      >
        <Textarea
          rows={2}
          spellCheck={false}
          className="font-mono text-sm sm:text-sm"
          value={value.expression}
          onChange={(event) => set({ expression: event.target.value })}
        />
      </FormField>
    </>
  );
}

import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import type { StepOf } from '@gradus/flow';

type Kept = StepOf<'webhook'>['config']['keep'][number];

interface KeptFieldsProps {
  legend: string;
  keep: Kept[];
  most: number;
  onChange(keep: Kept[]): void;
  /** Says what is wrong with `keep` and with its parts. */
  errorAt(field: string): string | undefined;
}

const types = [
  { value: 'text', label: 'a text' },
  { value: 'number', label: 'a number' },
  { value: 'boolean', label: 'yes or no' },
] as const;

/** What of something from outside goes on with the learner, as variables. */
export function KeptFields({ legend, keep, most, onChange: put, errorAt }: KeptFieldsProps) {
  const change = (index: number, part: Partial<(typeof keep)[number]>) =>
    put(keep.map((kept, at) => (at === index ? { ...kept, ...part } : kept)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">{legend}</legend>
      <ol className="flex flex-col gap-3">
        {keep.map((kept, index) => (
          <li key={index} className="flex flex-col gap-2 rounded-lg border border-line p-3">
            <FormField
              label="Place in the JSON"
              hint="Names joined by dots, e.g. order.id"
              error={errorAt(`keep.${index}.path`)}
            >
              <Input
                spellCheck={false}
                value={kept.path}
                onChange={(event) => change(index, { path: event.target.value })}
              />
            </FormField>
            <div className="flex items-end gap-2">
              <FormField
                label="As the variable"
                className="min-w-0 flex-1"
                error={errorAt(`keep.${index}.into`)}
              >
                <Input
                  spellCheck={false}
                  maxLength={40}
                  value={kept.into}
                  onChange={(event) => change(index, { into: event.target.value })}
                />
              </FormField>
              <FormField label="It is" className="w-32">
                <Select choices={types} value={kept.type} onChange={(type) => change(index, { type })} />
              </FormField>
              <Button
                size="icon-sm"
                variant="quiet"
                className="mb-1"
                aria-label={`Keep “${kept.into}” no more`}
                onClick={() => put(keep.toSpliced(index, 1))}
              >
                <Trash2 aria-hidden />
              </Button>
            </div>
          </li>
        ))}
      </ol>
      {errorAt('keep') && <p className="text-sm text-bad">{errorAt('keep')}</p>}
      {keep.length < most && (
        <Button
          size="sm"
          className="self-start"
          onClick={() => put([...keep, { path: 'id', into: `answer_${keep.length + 1}`, type: 'text' }])}
        >
          <Plus aria-hidden /> Keep a value
        </Button>
      )}
    </fieldset>
  );
}

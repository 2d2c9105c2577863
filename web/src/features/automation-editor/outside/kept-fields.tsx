import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

const MOST = 10;

const types = [
  { value: 'text', label: 'a text' },
  { value: 'number', label: 'a number' },
  { value: 'boolean', label: 'yes or no' },
] as const;

/** What of the answer goes on with the learner, as variables. */
export function KeptFields({ config, onChange, errorAt }: StepFormProps<'webhook'>) {
  const { keep } = config;
  const put = (next: typeof keep) => onChange({ ...config, keep: next });
  const change = (index: number, part: Partial<(typeof keep)[number]>) =>
    put(keep.map((kept, at) => (at === index ? { ...kept, ...part } : kept)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">What is kept of the answer</legend>
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
      {keep.length < MOST && (
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

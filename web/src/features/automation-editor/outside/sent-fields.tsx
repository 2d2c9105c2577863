import type { SentValue } from '@gradus/flow';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

const MOST = 40;

/** What can be sent, each as one choice; three of them ask for a word more. */
const SOURCES = {
  'id:person': { label: 'Id of the person', make: () => ({ kind: 'id', of: 'person' }) },
  'person:email': { label: 'Mail address', make: () => ({ kind: 'person', what: 'email' }) },
  'person:name': { label: 'Name', make: () => ({ kind: 'person', what: 'name' }) },
  'person:timeZone': { label: 'Time zone', make: () => ({ kind: 'person', what: 'timeZone' }) },
  'id:course': { label: 'Id of the course', make: () => ({ kind: 'id', of: 'course' }) },
  'id:enrollment': { label: 'Id of the enrollment', make: () => ({ kind: 'id', of: 'enrollment' }) },
  'id:run': { label: 'Id of the run', make: () => ({ kind: 'id', of: 'run' }) },
  'id:automation': { label: 'Id of the automation', make: () => ({ kind: 'id', of: 'automation' }) },
  field: { label: 'A field of the person …', make: () => ({ kind: 'field', field: 'city' }) },
  variable: { label: 'A variable …', make: () => ({ kind: 'variable', variable: 'status' }) },
  text: { label: 'A fixed text …', make: () => ({ kind: 'text', text: '' }) },
} satisfies Record<string, { label: string; make: () => SentValue }>;
type Source = keyof typeof SOURCES;

const sources = (Object.keys(SOURCES) as Source[]).map((value) => ({ value, label: SOURCES[value].label }));

function sourceOf(value: SentValue): Source {
  if (value.kind === 'id') return `id:${value.of}`;
  return value.kind === 'person' ? `person:${value.what}` : value.kind;
}

/** The word that three of the sources ask for. */
function wordOf(value: SentValue): string | null {
  if (value.kind === 'field') return value.field;
  if (value.kind === 'variable') return value.variable;
  return value.kind === 'text' ? value.text : null;
}

function withWord(value: SentValue, word: string): SentValue {
  if (value.kind === 'field') return { ...value, field: word };
  if (value.kind === 'variable') return { ...value, variable: word };
  return value.kind === 'text' ? { ...value, text: word } : value;
}

/** The fields of the body, by names of the author's choosing. */
export function SentFields({ config, onChange, errorAt }: StepFormProps<'webhook'>) {
  const { fields } = config;
  const put = (next: typeof fields) => onChange({ ...config, fields: next });
  const change = (index: number, part: Partial<(typeof fields)[number]>) =>
    put(fields.map((field, at) => (at === index ? { ...field, ...part } : field)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">What is sent</legend>
      <ol className="flex flex-col gap-3">
        {fields.map((field, index) => {
          const word = wordOf(field.value);
          return (
            <li key={index} className="flex flex-col gap-2 rounded-lg border border-line p-3">
              <div className="flex items-end gap-2">
                <FormField label="Name" className="min-w-0 flex-1" error={errorAt(`fields.${index}.name`)}>
                  <Input
                    spellCheck={false}
                    maxLength={64}
                    value={field.name}
                    onChange={(event) => change(index, { name: event.target.value })}
                  />
                </FormField>
                <Button
                  size="icon-sm"
                  variant="quiet"
                  className="mb-1"
                  aria-label={`Leave out “${field.name}”`}
                  onClick={() => put(fields.toSpliced(index, 1))}
                >
                  <Trash2 aria-hidden />
                </Button>
              </div>
              <FormField label="Value">
                <Select
                  choices={sources}
                  value={sourceOf(field.value)}
                  onChange={(source) => change(index, { value: SOURCES[source].make() as SentValue })}
                />
              </FormField>
              {word !== null && (
                <FormField label="Which" error={errorAt(`fields.${index}.value.${field.value.kind}`)}>
                  <Input
                    maxLength={500}
                    value={word}
                    onChange={(event) => change(index, { value: withWord(field.value, event.target.value) })}
                  />
                </FormField>
              )}
            </li>
          );
        })}
      </ol>
      {errorAt('fields') && <p className="text-sm text-bad">{errorAt('fields')}</p>}
      {fields.length < MOST && (
        <Button
          size="sm"
          className="self-start"
          onClick={() =>
            put([...fields, { name: `field_${fields.length + 1}`, value: { kind: 'person', what: 'name' } }])
          }
        >
          <Plus aria-hidden /> Send one more
        </Button>
      )}
    </fieldset>
  );
}

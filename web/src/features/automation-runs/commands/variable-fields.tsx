import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { draftOf, type VariableDraft } from './variable-draft.ts';

const KINDS = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
] as const;

const YES_NO = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const;

interface VariableFieldsProps {
  known: Readonly<Record<string, string | number | boolean>>;
  draft: VariableDraft;
  onChange(draft: VariableDraft): void;
}

const OTHER = 'other:';

/** Which variable of the run, and its new value. */
export function VariableFields({ known, draft, onChange }: VariableFieldsProps) {
  const names = Object.keys(known);
  const isKnown = Object.hasOwn(known, draft.name);
  const choices = [
    ...names.map((name) => ({ value: name, label: name, hint: `now ${String(known[name])}` })),
    { value: OTHER, label: 'Another one …' },
  ];
  return (
    <>
      {names.length > 0 && (
        <FormField label="Which variable">
          <Select
            choices={choices}
            value={isKnown ? draft.name : OTHER}
            onChange={(name) =>
              onChange(name === OTHER ? { name: '', kind: 'text', text: '' } : draftOf(name, known[name]!))
            }
          />
        </FormField>
      )}
      {!isKnown && (
        <FormField label="Name of the variable">
          <Input
            value={draft.name}
            maxLength={64}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        </FormField>
      )}
      <div className="grid grid-cols-2 gap-3">
        <FormField label="Kind">
          <Select
            choices={KINDS}
            value={draft.kind}
            onChange={(kind) => onChange({ ...draft, kind, text: kind === 'boolean' ? 'yes' : '' })}
          />
        </FormField>
        <FormField label="New value">
          {draft.kind === 'boolean' ? (
            <Select
              choices={YES_NO}
              value={draft.text === 'yes' ? 'yes' : 'no'}
              onChange={(text) => onChange({ ...draft, text })}
            />
          ) : (
            <Input
              inputMode={draft.kind === 'number' ? 'decimal' : 'text'}
              value={draft.text}
              maxLength={500}
              onChange={(event) => onChange({ ...draft, text: event.target.value })}
            />
          )}
        </FormField>
      </div>
    </>
  );
}

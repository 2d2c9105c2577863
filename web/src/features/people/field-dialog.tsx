import { type FieldType, FieldName, type PersonDetail, SetPersonField } from '@gradus/contracts';
import { z } from 'zod';
import { useChangePerson } from '../../api/acting/people.ts';
import { Button } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { Select } from '../../ui/control/select.tsx';
import { useForm } from '../../ui/control/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';

const types: { value: FieldType; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'date', label: 'Date' },
];

const answers = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
] as const;

/** As it is typed; checked by the contract when sent. */
const Typed = z
  .strictObject({ name: FieldName, type: z.enum(['text', 'number', 'boolean', 'date']), text: z.string() })
  .transform((typed, context) => {
    const parsed = SetPersonField.safeParse({ type: typed.type, value: valueOf(typed) });
    if (parsed.success) return { name: typed.name, value: parsed.data };
    context.addIssue({ code: 'custom', path: ['text'], message: WANTED[typed.type] });
    return z.NEVER;
  });

const WANTED: Record<FieldType, string> = {
  text: 'write something, 500 characters at most',
  number: 'write a number',
  boolean: 'choose yes or no',
  date: 'choose a date',
};

function valueOf({ type, text }: { type: FieldType; text: string }): unknown {
  if (type === 'number') return text.trim() === '' ? null : Number(text);
  return type === 'boolean' ? text === 'true' : text;
}

interface FieldDialogProps {
  userId: string;
  field: PersonDetail['fields'][number] | null;
  onClose(): void;
}

/** Sets a field: a new one, or another value for one that is there. */
export function FieldDialog({ userId, field, onClose }: FieldDialogProps) {
  const change = useChangePerson(userId);
  const form = useForm({
    schema: Typed,
    initial: {
      name: field?.name ?? '',
      type: field?.type ?? ('text' as FieldType),
      text: field ? String(field.value) : '',
    },
    submit: async ({ name, value }) => {
      await change.mutateAsync({ field: name, value });
      onClose();
    },
  });
  const { name, type, text } = form.values;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={field ? `Change “${field.name}”` : 'Add a field'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="person-field" busy={form.busy}>
            Save
          </Button>
        </>
      }
    >
      <form
        id="person-field"
        noValidate
        onSubmit={(event) => void form.submit(event)}
        className="flex flex-col gap-4"
      >
        {!field && (
          <FormField
            label="Name"
            hint="Begins with a small letter; letters, digits and _."
            error={form.errors['name']}
          >
            <Input
              value={name}
              maxLength={40}
              spellCheck={false}
              onChange={(event) => form.set('name', event.target.value)}
            />
          </FormField>
        )}
        <FormField label="Kind">
          <Select
            choices={types}
            value={type}
            onChange={(next) => form.setValues({ name, type: next, text: next === 'boolean' ? 'true' : '' })}
          />
        </FormField>
        <FormField label="Value" error={form.errors['text']}>
          {type === 'boolean' ? (
            <Select
              choices={answers}
              value={text === 'true' ? 'true' : 'false'}
              onChange={(answer) => form.set('text', answer)}
            />
          ) : (
            <Input
              type={type === 'date' ? 'date' : 'text'}
              inputMode={type === 'number' ? 'decimal' : 'text'}
              maxLength={500}
              value={text}
              onChange={(event) => form.set('text', event.target.value)}
            />
          )}
        </FormField>
        {form.failure !== null && <p className="text-sm text-bad">It could not be saved. Try again.</p>}
      </form>
    </Dialog>
  );
}

import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import type { StartFormProps } from '../starts/start-form.ts';
import { AutomationKey } from './automation-key.tsx';
import { HookDeliveries } from './hook-deliveries.tsx';
import { KeptFields } from './kept-fields.tsx';

const ways = [
  { value: 'email', label: 'Their mail address' },
  { value: 'field', label: 'An id in a field of theirs', hint: 'For example the id that a CRM has for them' },
] as const;

export function HookStart({ on, onChange, errorAt, automationId }: StartFormProps<'webhook'>) {
  const { person } = on;
  const known = (part: { by: 'email' | 'field' }) =>
    part.by === 'email'
      ? { by: part.by, path: person.path }
      : { by: part.by, path: person.path, field: person.by === 'field' ? person.field : 'crmId' };
  return (
    <>
      <FormField label="The person is known by">
        <Select
          choices={ways}
          value={person.by}
          onChange={(by) => onChange({ ...on, person: known({ by }) as typeof person })}
        />
      </FormField>
      {person.by === 'field' && (
        <FormField label="Which field" error={errorAt('on.person.field')}>
          <Input
            spellCheck={false}
            maxLength={40}
            value={person.field}
            onChange={(event) => onChange({ ...on, person: { ...person, field: event.target.value } })}
          />
        </FormField>
      )}
      <FormField
        label="Where the payload says it"
        hint="Names joined by dots, e.g. customer.email"
        error={errorAt('on.person.path')}
      >
        <Input
          spellCheck={false}
          value={person.path}
          onChange={(event) => onChange({ ...on, person: { ...person, path: event.target.value } })}
        />
      </FormField>
      <KeptFields
        legend="What the run begins with, as variables"
        keep={on.keep}
        most={20}
        onChange={(keep) => onChange({ ...on, keep })}
        errorAt={(field) => errorAt(`on.${field}`)}
      />
      <section aria-label="The secret of this address" className="flex flex-col gap-2">
        <h3 className="text-sm font-medium">The secret that the sender signs with</h3>
        <AutomationKey
          automationId={automationId}
          direction="in"
          hint="Give it to whoever sends the calls."
        />
      </section>
      <HookDeliveries automationId={automationId} />
    </>
  );
}

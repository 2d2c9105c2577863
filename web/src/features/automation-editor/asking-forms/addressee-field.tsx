import type { Addressee } from '@gradus/flow';
import { useQuery } from '@tanstack/react-query';
import { staffQuery } from '../../../api/acting/tasks.ts';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { ROLE_WORDS } from '../../../canvas/words/person-words.ts';

const ROLES = ['instructor', 'ops', 'admin'] as const;

interface AddresseeFieldProps {
  label: string;
  value: Addressee;
  onChange(value: Addressee): void;
}

/** Everybody with a role, or one person of the school. */
export function AddresseeField({ label, value, onChange }: AddresseeFieldProps) {
  const staff = useQuery(staffQuery);
  const people = (staff.data?.people ?? []).map(({ id, name, role }) => ({
    value: `person:${id}`,
    label: name,
    hint: ROLE_WORDS[role],
  }));
  const chosen = value.kind === 'role' ? `role:${value.role}` : `person:${value.personId}`;
  const gone = value.kind === 'person' && !people.some((one) => one.value === chosen);
  const choices = [
    ...ROLES.map((role) => ({ value: `role:${role}`, label: ROLE_WORDS[role], hint: 'everybody' })),
    ...people,
    ...(gone ? [{ value: chosen, label: staff.isSuccess ? 'Somebody who is gone' : '…' }] : []),
  ];
  const choose = (next: string) => {
    const role = ROLES.find((one) => next === `role:${one}`);
    onChange(role ? { kind: 'role', role } : { kind: 'person', personId: next.slice('person:'.length) });
  };
  return (
    <FormField
      label={label}
      error={
        gone && staff.isSuccess ? 'This person does not work here any more. Choose somebody else.' : null
      }
    >
      <Combobox choices={choices} value={chosen} onChange={choose} nothingFound="Nobody of that name." />
    </FormField>
  );
}

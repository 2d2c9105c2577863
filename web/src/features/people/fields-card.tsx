import type { PersonDetail } from '@gradus/contracts';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useChangePerson } from '../../api/acting/people.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { Button } from '../../ui/control/button.tsx';
import { Confirm } from '../../ui/overlay/confirm.tsx';
import { notify } from '../../ui/overlay/toast.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { FieldDialog } from './field-dialog.tsx';

type Field = PersonDetail['fields'][number];

export function FieldsCard({ person }: { person: PersonDetail }) {
  const [editing, setEditing] = useState<Field | 'new' | null>(null);
  const [leaving, setLeaving] = useState<Field | null>(null);
  const change = useChangePerson(person.id);
  const remove = ({ name }: Field) =>
    change.mutateAsync({ field: name, value: null }).catch((error: unknown) => {
      notify.bad({ title: `“${name}” is still there`, detail: 'It could not be taken away. Try again.' });
      throw error;
    });
  return (
    <Card>
      <CardHeader
        title="Fields"
        description="What the school knows of this person. Conditions of automations can ask for it."
        action={
          <Button size="sm" onClick={() => setEditing('new')}>
            <Plus aria-hidden /> Add a field
          </Button>
        }
      />
      {person.fields.length === 0 ? (
        <CardBody>
          <p className="text-sm text-ink-soft">No fields.</p>
        </CardBody>
      ) : (
        <dl className="mt-3 divide-y divide-line">
          {person.fields.map((field) => (
            <FieldRow
              key={field.name}
              field={field}
              onEdit={() => setEditing(field)}
              onRemove={() => setLeaving(field)}
            />
          ))}
        </dl>
      )}
      {editing !== null && (
        <FieldDialog
          userId={person.id}
          field={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      <Confirm
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={`Take “${leaving?.name ?? ''}” away?`}
        description="Automations will find it no more. What it was stays in the history below."
        action="Take away"
        danger
        onConfirm={() => (leaving ? remove(leaving) : undefined)}
      />
    </Card>
  );
}

interface FieldRowProps {
  field: Field;
  onEdit(): void;
  onRemove(): void;
}

function FieldRow({ field, onEdit, onRemove }: FieldRowProps) {
  return (
    <div className="flex items-center gap-4 px-5 py-3 sm:px-6">
      <div className="grid min-w-0 flex-1 gap-x-6 sm:grid-cols-[12rem_1fr]">
        <dt className="text-sm text-ink-soft">{field.name}</dt>
        <dd className="min-w-0">
          <p className="break-words">{shown(field)}</p>
          <p className="text-sm text-ink-soft">
            <Moment at={field.since} /> by {field.by}
          </p>
        </dd>
      </div>
      <Button size="icon-sm" variant="quiet" aria-label={`Change ${field.name}`} onClick={onEdit}>
        <Pencil aria-hidden />
      </Button>
      <Button size="icon-sm" variant="quiet" aria-label={`Take ${field.name} away`} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}

function shown({ type, value }: Field): string {
  return type === 'boolean' ? (value ? 'Yes' : 'No') : String(value);
}

import { useState } from 'react';
import { ErasePerson, type PersonDetail } from '@gradus/contracts';
import { useErasePerson } from '../../../api/acting/erasing.ts';
import { useMe } from '../../../api/session.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { ReasonDialog } from '../../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';

/** For administrators: erases the person for good, after their address was typed once more. */
export function EraseCard({ person }: { person: PersonDetail }) {
  const me = useMe();
  const erase = useErasePerson(person.id);
  const [asked, setAsked] = useState(false);
  const [email, setEmail] = useState('');
  if (me?.role !== 'admin' || me.id === person.id) return null;
  return (
    <Card>
      <CardHeader title="Erase this person" />
      <CardBody className="flex flex-col items-start gap-4">
        <p className="max-w-[70ch] text-ink-soft">
          For people who ask to be forgotten. Their account, their certificate and all that was noted about
          them become blank, what they wrote can be read by nobody any more, and their courses end. Grades and
          payments stay, without a name.
        </p>
        <Button variant="danger" onClick={() => setAsked(true)}>
          Erase {person.name}
        </Button>
      </CardBody>
      <ReasonDialog
        open={asked}
        onOpenChange={(open) => {
          setAsked(open);
          setEmail('');
        }}
        title={`Erase ${person.name}?`}
        description="It happens at once and cannot be undone, by anybody."
        action="Erase for good"
        danger
        placeholder="Asked for by mail on 3 March"
        field={ErasePerson.shape.reason}
        onSubmit={async (reason) => {
          await erase.mutateAsync({ email, reason });
          notify.good({ title: 'The person is erased' });
        }}
      >
        <FormField label="E-mail of the person" hint={`Type ${person.email} to confirm.`}>
          <Input
            type="email"
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </FormField>
      </ReasonDialog>
    </Card>
  );
}

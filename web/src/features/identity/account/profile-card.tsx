import { useState } from 'react';
import { type Me, UpdateProfile } from '@gradus/contracts';
import { useUpdateProfile } from '../../../api/identity.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Button } from '../../../ui/control/button.tsx';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { useForm } from '../../../ui/control/use-form.ts';
import { notify } from '../../../ui/overlay/toast.tsx';
import { Moment, TimeReader } from '../../../ui/time/moment.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { FormFailure } from '../form-failure.tsx';
import { zoneChoices, zoneLabel } from './time-zones.ts';

const Profile = UpdateProfile.pick({ name: true, timeZone: true }).required();

export function ProfileCard({ me }: { me: Me }) {
  const update = useUpdateProfile();
  const form = useForm({
    schema: Profile,
    initial: { name: me.name, timeZone: me.timeZone },
    submit: async (values) => {
      await update.mutateAsync(values);
      notify.good({ title: 'Saved', detail: `Dates are shown in ${zoneLabel(values.timeZone)} time.` });
    },
  });
  const now = useNow();
  const [zones] = useState(() => zoneChoices(now, me.timeZone));
  const unchanged = form.values.name === me.name && form.values.timeZone === me.timeZone;
  return (
    <Card>
      <CardHeader title="You" />
      <CardBody>
        <form noValidate onSubmit={(event) => void form.submit(event)} className="flex flex-col gap-5">
          <FormFailure failure={form.failure} />
          <FormField
            label="Name"
            hint="As it stands on certificates issued from now on."
            error={form.errors['name']}
          >
            <Input
              autoComplete="name"
              value={form.values.name}
              onChange={(event) => form.set('name', event.target.value)}
            />
          </FormField>
          <FormField
            label="Time zone"
            error={form.errors['timeZone']}
            hint={
              <TimeReader zone={form.values.timeZone}>
                There it is now <Moment at={now} />. All dates are shown in this zone; weeks that are still to
                come may move with it.
              </TimeReader>
            }
          >
            <Combobox
              choices={zones}
              value={form.values.timeZone}
              onChange={(zone) => form.set('timeZone', zone)}
              placeholder="Type a city, such as Berlin"
              nothingFound="No such city in the list. Try the capital or a big city of your country."
            />
          </FormField>
          <Button
            type="submit"
            variant="primary"
            className="self-start"
            busy={form.busy}
            disabled={unchanged}
          >
            Save
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}

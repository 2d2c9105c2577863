import type { Me } from '@gradus/contracts';
import { useUpdateProfile } from '../../../api/identity.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Switch } from '../../../ui/control/switch.tsx';
import { FormFailure } from '../form-failure.tsx';

export function MailCard({ me }: { me: Me }) {
  const update = useUpdateProfile();
  const shown = update.isPending ? (update.variables.marketingMail ?? me.marketingMail) : me.marketingMail;
  return (
    <Card>
      <CardHeader title="Mail" />
      <CardBody className="flex flex-col gap-4">
        <FormFailure failure={update.error} />
        <Switch
          label="News and offers"
          hint={`What is new at ${me.organization.name}. Mail about your own courses always comes.`}
          checked={shown}
          disabled={update.isPending}
          onChange={(marketingMail) => update.mutate({ marketingMail })}
        />
      </CardBody>
    </Card>
  );
}

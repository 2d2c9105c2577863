import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ForgotPassword } from '@gradus/contracts';
import { useForgotPassword } from '../../api/identity.ts';
import { useMe } from '../../api/session.ts';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { useForm } from '../../ui/control/use-form.ts';
import { CheckYourMail } from './check-your-mail.tsx';
import { Entrance } from './entrance.tsx';
import { FormFailure } from './form-failure.tsx';

export function ForgotPasswordPage() {
  const me = useMe();
  const [sent, setSent] = useState<{ email: string; notice: string } | null>(null);
  const ask = useForgotPassword();
  const form = useForm({
    schema: ForgotPassword,
    initial: { email: me?.email ?? '' },
    submit: async (values) => {
      const { notice } = await ask.mutateAsync(values);
      setSent({ email: values.email, notice });
    },
  });
  if (sent) return <CheckYourMail {...sent} />;
  return (
    <Entrance
      title="A new password"
      description="Tell us your address, and we send you a link to choose a new password."
      below={
        <Link
          to={me ? '/account' : '/sign-in'}
          search={{ next: undefined }}
          className={buttonStyle({ variant: 'link' })}
        >
          {me ? 'Back to your account' : 'Back to sign-in'}
        </Link>
      }
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="flex flex-col gap-4">
        <FormFailure failure={form.failure} />
        <FormField label="E-mail" error={form.errors['email']}>
          <Input
            type="email"
            name="email"
            autoComplete="email"
            value={form.values.email}
            onChange={(event) => form.set('email', event.target.value)}
          />
        </FormField>
        <Button type="submit" variant="primary" busy={form.busy}>
          Send the link
        </Button>
      </form>
    </Entrance>
  );
}

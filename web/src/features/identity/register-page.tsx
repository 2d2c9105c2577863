import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { RegisterPerson } from '@gradus/contracts';
import { useRegister } from '../../api/identity.ts';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { useForm } from '../../ui/control/use-form.ts';
import { CheckYourMail } from './check-your-mail.tsx';
import { Entrance } from './entrance.tsx';
import { FormFailure } from './form-failure.tsx';
import { PasswordInput } from './password-input.tsx';

const route = getRouteApi('/register');

export function RegisterPage() {
  const { next } = route.useSearch();
  const [sent, setSent] = useState<{ email: string; notice: string } | null>(null);
  const register = useRegister();
  const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const form = useForm({
    schema: RegisterPerson,
    initial: { name: '', email: '', password: '', timeZone },
    submit: async (values) => {
      const { notice } = await register.mutateAsync(values);
      setSent({ email: values.email, notice });
    },
  });
  if (sent) return <CheckYourMail {...sent} />;
  return (
    <Entrance
      title="Create an account"
      description="It takes a minute. We send you a mail to confirm the address."
      below={
        <p>
          You have one already?{' '}
          <Link to="/sign-in" search={{ next }} className={buttonStyle({ variant: 'link' })}>
            Sign in
          </Link>
        </p>
      }
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="flex flex-col gap-4">
        <FormFailure failure={form.failure} />
        <FormField label="Your name" hint="As it will stand on your certificate." error={form.errors['name']}>
          <Input
            name="name"
            autoComplete="name"
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        </FormField>
        <FormField label="E-mail" error={form.errors['email']}>
          <Input
            type="email"
            name="email"
            autoComplete="email"
            value={form.values.email}
            onChange={(event) => form.set('email', event.target.value)}
          />
        </FormField>
        <FormField label="Password" hint="At least 10 characters." error={form.errors['password']}>
          <PasswordInput
            autoComplete="new-password"
            value={form.values.password}
            onChange={(value) => form.set('password', value)}
          />
        </FormField>
        <p className="text-sm text-ink-soft">
          Dates will be shown in your time zone, {timeZone.replaceAll('_', ' ')}. You can change that later.
        </p>
        <Button type="submit" variant="primary" busy={form.busy}>
          Create the account
        </Button>
      </form>
    </Entrance>
  );
}

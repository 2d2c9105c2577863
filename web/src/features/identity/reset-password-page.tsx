import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ResetPassword } from '@gradus/contracts';
import { useResetPassword } from '../../api/identity.ts';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { useForm } from '../../ui/control/use-form.ts';
import { Entrance } from './entrance.tsx';
import { FormFailure } from './form-failure.tsx';
import { PasswordInput } from './password-input.tsx';

const route = getRouteApi('/reset-password');

export function ResetPasswordPage() {
  const { token } = route.useSearch();
  const [done, setDone] = useState(false);
  const reset = useResetPassword();
  const form = useForm({
    schema: ResetPassword,
    initial: { token, password: '' },
    submit: async (values) => {
      await reset.mutateAsync(values);
      setDone(true);
    },
  });
  if (done)
    return (
      <Entrance
        title="Your password is changed"
        description="For safety you were signed out everywhere. Sign in with the new password."
      >
        <Link to="/sign-in" search={{ next: undefined }} className={buttonStyle({ variant: 'primary' })}>
          Sign in
        </Link>
      </Entrance>
    );
  return (
    <Entrance
      title="Choose a new password"
      description="You will be signed out everywhere else."
      below={
        <Link to="/forgot-password" className={buttonStyle({ variant: 'link' })}>
          Ask for a new link
        </Link>
      }
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="flex flex-col gap-4">
        <FormFailure failure={form.errors['token'] ? brokenLink : form.failure} />
        <FormField label="New password" hint="At least 10 characters." error={form.errors['password']}>
          <PasswordInput
            autoComplete="new-password"
            value={form.values.password}
            onChange={(value) => form.set('password', value)}
          />
        </FormField>
        <Button type="submit" variant="primary" busy={form.busy}>
          Change the password
        </Button>
      </form>
    </Entrance>
  );
}

const brokenLink = Object.assign(
  new Error('This link is not complete. Open it again from the mail, or ask for a new one below.'),
  { code: 'reset.incomplete-link' },
);

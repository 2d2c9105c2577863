import { getRouteApi, Link } from '@tanstack/react-router';
import { LogIn } from '@gradus/contracts';
import { useLogIn, usePublicSettings } from '../../api/identity.ts';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { useForm } from '../../ui/control/use-form.ts';
import { DemoSignIns } from './demo-sign-ins.tsx';
import { Entrance } from './entrance.tsx';
import { FormFailure } from './form-failure.tsx';
import { PasswordInput } from './password-input.tsx';

const route = getRouteApi('/sign-in');

/** Where to go on is the guard's business: it runs again as soon as somebody is signed in. */
export function SignInPage() {
  const { next } = route.useSearch();
  const demo = usePublicSettings()?.demo;
  const logIn = useLogIn();
  const byDemo = useLogIn();
  const form = useForm({
    schema: LogIn,
    initial: { email: '', password: '' },
    submit: (values) => logIn.mutateAsync(values),
  });
  const busyWith = byDemo.isPending ? byDemo.variables.email : null;
  return (
    <Entrance
      title="Sign in"
      description={next ? 'Sign in, and we take you right back.' : undefined}
      below={
        <div className="flex flex-col gap-8">
          <p>
            New here?{' '}
            <Link to="/register" search={{ next }} className={buttonStyle({ variant: 'link' })}>
              Create an account
            </Link>
          </p>
          {demo && (
            <DemoSignIns
              demo={demo}
              busyWith={busyWith}
              onChoose={(email, password) => byDemo.mutate({ email, password })}
            />
          )}
        </div>
      }
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="flex flex-col gap-4">
        <FormFailure failure={form.failure ?? byDemo.error} />
        <FormField label="E-mail" error={form.errors['email']}>
          <Input
            type="email"
            name="email"
            autoComplete="username"
            value={form.values.email}
            onChange={(event) => form.set('email', event.target.value)}
          />
        </FormField>
        <FormField label="Password" error={form.errors['password']}>
          <PasswordInput
            autoComplete="current-password"
            value={form.values.password}
            onChange={(value) => form.set('password', value)}
          />
        </FormField>
        <Link
          to="/forgot-password"
          className={buttonStyle({ variant: 'link', className: 'self-start text-sm' })}
        >
          Forgot your password?
        </Link>
        <Button type="submit" variant="primary" busy={form.busy}>
          Sign in
        </Button>
      </form>
    </Entrance>
  );
}

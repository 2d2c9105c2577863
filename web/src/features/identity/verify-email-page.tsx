import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { VerifyEmail } from '@gradus/contracts';
import { useVerifyEmail } from '../../api/identity.ts';
import { ProblemError } from '../../api/problem.ts';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { useForm } from '../../ui/control/use-form.ts';
import { sentenceOf } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Entrance } from './entrance.tsx';
import { FormFailure } from './form-failure.tsx';
import { PasswordInput } from './password-input.tsx';

const route = getRouteApi('/verify-email');

/** The link is of no use, whatever is typed here. */
const SPENT = new Set(['identity.link-spent', 'identity.link-broken']);

/** The link in the mail leads here. The password shows that it was the owner of the mailbox who registered. */
export function VerifyEmailPage() {
  const { token } = route.useSearch();
  const verify = useVerifyEmail();
  const [welcome, setWelcome] = useState<string | null>(null);
  const form = useForm({
    schema: VerifyEmail,
    initial: { token, password: '' },
    submit: async (values) => {
      const { me } = await verify.mutateAsync(values);
      setWelcome(me.name);
    },
  });
  if (welcome !== null) return <Verified name={welcome} />;
  const spent = form.failure instanceof ProblemError && SPENT.has(form.failure.code);
  if (spent || form.errors['token']) return <LinkOfNoUse error={form.failure} />;
  return (
    <Entrance
      title="Confirm your address"
      description="Enter the password you registered with. That shows that it was you."
      below={
        <Link to="/forgot-password" className={buttonStyle({ variant: 'link' })}>
          Forgotten it, or it was not you? Choose a new password
        </Link>
      }
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="flex flex-col gap-4">
        <FormFailure failure={form.failure} />
        <FormField label="Password" error={form.errors['password'] && 'Enter your password.'}>
          <PasswordInput
            autoComplete="current-password"
            value={form.values.password}
            onChange={(value) => form.set('password', value)}
          />
        </FormField>
        <Button type="submit" variant="primary" busy={form.busy}>
          Confirm and sign in
        </Button>
      </form>
    </Entrance>
  );
}

function Verified({ name }: { name: string }) {
  return (
    <Entrance
      title={`Welcome, ${name.split(' ')[0]}`}
      description="Your address is confirmed and you are signed in."
    >
      <CircleCheck className="size-10 text-good" aria-hidden />
      <Link to="/courses" className={buttonStyle({ variant: 'primary' })}>
        See the courses
      </Link>
    </Entrance>
  );
}

function LinkOfNoUse({ error }: { error: unknown }) {
  return (
    <Entrance title="This link does not work">
      <Notice tone="bad">
        {error ? sentenceOf(error) : 'This link is not complete. Open it again from the mail.'}
      </Notice>
      <p className="text-ink-soft">
        A link works once, and only for a while. If you have confirmed your address before, just sign in;
        otherwise register again with the same address, and we send you a new link.
      </p>
      <div className="flex flex-wrap gap-2">
        <Link to="/sign-in" search={{ next: undefined }} className={buttonStyle({ variant: 'primary' })}>
          Sign in
        </Link>
        <Link to="/register" search={{ next: undefined }} className={buttonStyle()}>
          Register
        </Link>
      </div>
    </Entrance>
  );
}

import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ProblemError } from '../../api/problem.ts';
import { useVerifyEmail } from '../../api/identity.ts';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { sentenceOf } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/progress.tsx';
import { Entrance } from './entrance.tsx';

const route = getRouteApi('/verify-email');

/** The link in the mail leads here; following it is all that is asked. */
export function VerifyEmailPage() {
  const { token } = route.useSearch();
  const verify = useVerifyEmail();
  const tried = useRef<string | null>(null);
  const { mutate } = verify;
  useEffect(() => {
    if (tried.current === token) return;
    tried.current = token;
    mutate(token);
  }, [token, mutate]);

  if (verify.isSuccess) return <Verified name={verify.data.me.name} />;
  if (verify.isError) return <NotVerified error={verify.error} onRetry={() => mutate(token)} />;
  return (
    <Entrance title="One moment">
      <p role="status" className="flex items-center gap-3 text-ink-soft">
        <Spinner /> We are confirming your address …
      </p>
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

function NotVerified({ error, onRetry }: { error: Error; onRetry(): void }) {
  const passing = error instanceof ProblemError && error.passing;
  return (
    <Entrance title={passing ? 'Not yet' : 'This link does not work'}>
      <Notice tone="bad">{sentenceOf(error)}</Notice>
      {passing ? (
        <Button onClick={onRetry}>Try again</Button>
      ) : (
        <>
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
        </>
      )}
    </Entrance>
  );
}

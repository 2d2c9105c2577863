import { Link } from '@tanstack/react-router';
import { Award } from 'lucide-react';
import type { CourseProgress } from '@gradus/contracts';
import { buttonStyle } from '../../../ui/control/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Spinner } from '../../../ui/progress.tsx';

interface CredentialBoxProps {
  credential: NonNullable<CourseProgress['credential']>;
  name: string;
}

export function CredentialBox({ credential, name }: CredentialBoxProps) {
  if (credential.state === 'issuing')
    return (
      <p role="status" className="flex items-center gap-3 rounded-lg bg-accent-soft p-4">
        <Spinner className="text-accent" /> Your certificate is being made …
      </p>
    );
  if (credential.state === 'failed')
    return (
      <Notice tone="warn" title="Your certificate is late">
        It could not be made at once. The school knows and will see to it; nothing you did is lost.
      </Notice>
    );
  if (credential.state === 'revoked')
    return (
      <Notice
        tone="warn"
        title="Your certificate was revoked"
        action={
          <Link
            to="/credentials/$credentialId"
            params={{ credentialId: credential.id }}
            className={buttonStyle({ size: 'sm' })}
          >
            See when and why
          </Link>
        }
      >
        The school has taken it back. What you did in the course is kept.
      </Notice>
    );
  return (
    <div className="flex flex-col gap-3 rounded-lg bg-accent-soft p-4">
      <p className="flex items-start gap-2.5">
        <Award className="mt-0.5 size-5 shrink-0 text-accent" aria-hidden />
        <span>
          <span className="block font-medium">Your certificate</span>
          <span className="block text-sm">{name}</span>
        </span>
      </p>
      <Link
        to="/credentials/$credentialId"
        params={{ credentialId: credential.id }}
        className={buttonStyle({ variant: 'primary' })}
      >
        See and share it
      </Link>
    </div>
  );
}

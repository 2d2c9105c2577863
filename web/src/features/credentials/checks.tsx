import { CircleCheck, CircleX } from 'lucide-react';
import type { CredentialDetail } from '@gradus/contracts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';

/** Each check in words, so that "valid" is more than a green sign. */
export function Checks({ credential }: { credential: CredentialDetail }) {
  return (
    <Card>
      <CardHeader title="What was checked" description="Just now, when you opened this page." />
      <CardBody>
        <ul className="flex flex-col gap-4">
          {credential.verification.checks.map((check) => (
            <li key={check.name} className="flex gap-3">
              {check.ok ? (
                <CircleCheck className="mt-0.5 size-5 shrink-0 text-good" aria-label="Passed" />
              ) : (
                <CircleX className="mt-0.5 size-5 shrink-0 text-bad" aria-label="Failed" />
              )}
              <span className="min-w-0">
                <span className="block font-medium">{check.name}</span>
                <span className="block text-sm break-words text-ink-soft">{check.detail}</span>
              </span>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

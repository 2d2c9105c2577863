import { Award, ShieldCheck, ShieldX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CredentialDetail } from '@gradus/contracts';
import { Card } from '../../ui/card.tsx';
import { cn } from '../../ui/class-names.ts';
import { SimulatedBadge } from '../../ui/status.tsx';
import { Moment } from '../../ui/time/moment.tsx';

/** Taken back by the school is something else than forged. */
function whyNot({ revokedAt, revokedReason }: CredentialDetail): ReactNode {
  if (revokedAt === null) return 'This certificate is not valid';
  return (
    <>
      Revoked by the school on <Moment at={revokedAt} style="date" />
      {revokedReason === null ? '' : `: ${revokedReason}`}
    </>
  );
}

export function Certificate({ credential }: { credential: CredentialDetail }) {
  const { valid } = credential.verification;
  return (
    <Card className="overflow-hidden">
      <p
        role="status"
        className={cn(
          'flex flex-wrap items-center justify-center gap-x-2.5 gap-y-1 px-6 py-3 text-center font-medium',
          valid ? 'bg-good-soft text-good' : 'bg-bad-soft text-bad',
        )}
      >
        {valid ? <ShieldCheck className="size-5" aria-hidden /> : <ShieldX className="size-5" aria-hidden />}
        <span>{valid ? 'This certificate is genuine and valid' : whyNot(credential)}</span>
      </p>
      <div className="flex flex-col items-center gap-6 px-6 py-10 text-center sm:px-12 sm:py-14">
        <span className="grid size-16 place-items-center rounded-full bg-accent-soft text-accent">
          <Award className="size-8" aria-hidden />
        </span>
        <div className="flex flex-col gap-1.5">
          <p className="text-ink-soft">{credential.issuerName} certifies that</p>
          <p className="text-3xl font-semibold tracking-tight sm:text-4xl">{credential.recipientName}</p>
          <p className="text-ink-soft">has earned</p>
        </div>
        <h1 className="text-2xl font-semibold tracking-tight text-accent">{credential.achievementName}</h1>
        <p className="max-w-[56ch]">{credential.achievementDescription}</p>
        <p className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 text-sm text-ink-soft">
          <span>
            Issued <Moment at={credential.issuedAt} style="date" />
          </span>
          {credential.simulated && <SimulatedBadge>Earned by a simulated learner</SimulatedBadge>}
        </p>
      </div>
      <div className="border-t border-line px-6 py-5 sm:px-8">
        <h2 className="text-sm font-medium">What had to be done for it</h2>
        <p className="mt-1 text-ink-soft">{credential.criteria}</p>
      </div>
    </Card>
  );
}

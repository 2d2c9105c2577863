import type { HookDelivery } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RefreshCw } from 'lucide-react';
import { hookQuery } from '../../../api/outside/hooks.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

/** The address to call, how calls are signed, and what came in lately. */
export function HookDeliveries({ automationId }: { automationId: string }) {
  const hook = useQuery(hookQuery(automationId));
  if (hook.isPending) return <Skeleton className="h-32 rounded-lg" />;
  if (hook.isError) return <ErrorState error={hook.error} onRetry={() => void hook.refetch()} />;
  const { url, latest, unknown } = hook.data;
  return (
    <>
      <FormField
        label="The address to call"
        hint="POST with JSON, at most 64 KB, signed as of Standard Webhooks (webhook-id, webhook-timestamp, webhook-signature). It answers once the version with this start is live."
      >
        <Input readOnly className="font-mono" value={url} onFocus={(event) => event.currentTarget.select()} />
      </FormField>
      <section aria-label="Calls that came in" className="flex flex-col gap-3">
        <div className="flex items-center justify-between gap-3">
          <h3 className="text-sm font-medium">The last ten calls</h3>
          <Button size="sm" variant="quiet" busy={hook.isFetching} onClick={() => void hook.refetch()}>
            <RefreshCw aria-hidden /> Look again
          </Button>
        </div>
        {latest.length === 0 && <p className="text-sm text-ink-soft">None yet.</p>}
        <Deliveries deliveries={latest} />
      </section>
      {unknown.length > 0 && (
        <section aria-label="People nobody knows" className="flex flex-col gap-3">
          <h3 className="text-sm font-medium">People nobody knows</h3>
          <p className="text-sm text-ink-soft">
            Nobody of the school was found for these. Enrol them or correct the address, then let them in by
            hand.
          </p>
          <Deliveries deliveries={unknown} />
        </section>
      )}
    </>
  );
}

const dated = (instant: string) =>
  new Date(instant).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'medium' });

function Deliveries({ deliveries }: { deliveries: HookDelivery[] }) {
  return (
    <ul className="flex flex-col divide-y divide-line text-sm">
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="flex flex-col gap-0.5 py-2">
          <span className="flex flex-wrap justify-between gap-x-3">
            <Whom delivery={delivery} />
            <time dateTime={delivery.receivedAt} className="text-ink-soft">
              {dated(delivery.receivedAt)}
            </time>
          </span>
          {delivery.detail && <span className="text-warn">{delivery.detail}</span>}
        </li>
      ))}
    </ul>
  );
}

function Whom({ delivery: { person, label, runId } }: { delivery: HookDelivery }) {
  if (runId)
    return (
      <Link to="/runs/$runId" params={{ runId }} className="text-accent hover:underline">
        {person?.name}
      </Link>
    );
  if (person) return <span>{person.name}: no run began (yet)</span>;
  return <span className="break-all">{label ?? 'Nobody'}</span>;
}

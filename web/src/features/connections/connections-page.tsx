import type { Connections } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { connectionsQuery, useReplaceKey } from '../../api/outside/connections.ts';
import { useMe } from '../../api/session.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SigningKey } from '../../ui/secret/signing-key.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { HostsCard } from './hosts-card.tsx';

/** Where automations may call, and what their calls are signed with. */
export function ConnectionsPage() {
  const connections = useQuery(connectionsQuery);
  const mayChange = useMe()?.role === 'admin';
  return (
    <Page title="Connections">
      <PageHeader
        title="Connections"
        description="Automations can tell other systems. They call only hosts that are listed here, never anything inside a private network, and every call is signed."
      />
      {connections.isPending && <Skeleton className="h-40 rounded-xl" />}
      {connections.isError && (
        <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />
      )}
      {connections.isSuccess && (
        <>
          <HostsCard hosts={connections.data.hosts} mayChange={mayChange} />
          <KeyCard connections={connections.data} mayChange={mayChange} />
        </>
      )}
    </Page>
  );
}

function KeyCard({ connections, mayChange }: { connections: Connections; mayChange: boolean }) {
  const replace = useReplaceKey(null);
  return (
    <Card>
      <CardHeader
        title="The school’s signing key"
        description="Receivers check with it that a call is yours and that nothing was changed on the way."
      />
      <CardBody className="flex flex-col gap-5">
        <SigningKey
          keys={connections.keys}
          hint="Give it to whoever runs the receivers."
          onReplace={mayChange ? () => replace.mutateAsync() : undefined}
        />
        <p className="max-w-[68ch] text-sm text-ink-soft">
          Calls follow Standard Webhooks: <code>webhook-id</code>, <code>webhook-timestamp</code> and{' '}
          <code>webhook-signature</code>, HMAC-SHA-256 over “id.timestamp.body”. <code>idempotency-key</code>{' '}
          repeats the id; two calls with one id are the same call.
        </p>
        {connections.receiverUrl && (
          <a
            href={connections.receiverUrl}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1.5 self-start text-sm text-accent hover:underline"
          >
            Open the simulated receiver <ExternalLink className="size-3.5" aria-hidden />
          </a>
        )}
      </CardBody>
    </Card>
  );
}

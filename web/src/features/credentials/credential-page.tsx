import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { credentialQuery } from '../../api/credentials.ts';
import { ProblemError } from '../../api/problem.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Certificate } from './certificate.tsx';
import { Checks } from './checks.tsx';
import { Downloads } from './downloads.tsx';
import { VerifyElsewhere } from './verify-elsewhere.tsx';

const route = getRouteApi('/credentials/$credentialId');

/** For everybody who was sent the link: is it genuine, whose is it, and how can I check it without trusting this page? */
export function CredentialPage() {
  const { credentialId } = route.useParams();
  const credential = useQuery(credentialQuery(credentialId));
  if (credential.isPending) return <Loading />;
  if (credential.isError) {
    const missing = credential.error instanceof ProblemError && [400, 404].includes(credential.error.status);
    return (
      <Page width="reading" title="Certificate">
        <Card>
          {missing ? (
            <EmptyState icon={SearchX} title="There is no such certificate">
              The link may be incomplete. Ask the person who sent it to you for the whole link.
            </EmptyState>
          ) : (
            <ErrorState
              title="The certificate could not be checked"
              error={credential.error}
              onRetry={() => void credential.refetch()}
              retrying={credential.isFetching}
            />
          )}
        </Card>
      </Page>
    );
  }
  const { recipientName, achievementName } = credential.data;
  return (
    <Page width="reading" title={`${achievementName}, ${recipientName}`}>
      <Certificate credential={credential.data} />
      <Checks credential={credential.data} />
      <Downloads credential={credential.data} />
      <VerifyElsewhere credential={credential.data} />
    </Page>
  );
}

function Loading() {
  return (
    <Page width="reading" title="Certificate">
      <Card
        className="flex flex-col items-center gap-5 p-10"
        role="status"
        aria-label="Checking the certificate"
      >
        <Skeleton className="size-14 rounded-full" />
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-9 w-72 max-w-full" />
        <Skeleton className="h-5 w-full max-w-md" />
      </Card>
      <Card className="p-6">
        <Skeleton className="h-28 w-full" />
      </Card>
    </Page>
  );
}

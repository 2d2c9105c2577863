import type { KeyDirection } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { signingKeysQuery, useReplaceKey } from '../../../api/outside/connections.ts';
import { useMe } from '../../../api/session.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SigningKey } from '../../../ui/secret/signing-key.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

interface AutomationKeyProps {
  automationId: string;
  direction: KeyDirection;
  hint: string;
}

/** The key of this automation. It counts for the live version at once, whatever is published. */
export function AutomationKey({ automationId, direction, hint }: AutomationKeyProps) {
  const keys = useQuery(signingKeysQuery(automationId, direction));
  const replace = useReplaceKey({ automationId, direction });
  const mayReplace = useMe()?.role !== 'ops';
  if (keys.isPending) return <Skeleton className="h-16 rounded-lg" />;
  if (keys.isError) return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />;
  return (
    <div className="rounded-lg border border-line p-4">
      <SigningKey
        keys={keys.data.keys}
        hint={hint}
        onReplace={mayReplace ? () => replace.mutateAsync() : undefined}
      />
    </div>
  );
}

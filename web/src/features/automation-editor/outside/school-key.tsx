import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { connectionsQuery, useReplaceKey } from '../../../api/outside/connections.ts';
import { useMe } from '../../../api/session.ts';
import { Button } from '../../../ui/control/button.tsx';
import { SigningKey } from '../../../ui/secret/signing-key.tsx';

/** Whether the school had no key when the form was opened: what leads to one stays until its secret has been read. */
export function useKeyless(hasKey: boolean): boolean {
  const [keyless] = useState(!hasKey);
  return keyless;
}

/** What to do in a school that has no key yet: an admin makes it here, everybody else is told who can, and what goes without. */
export function SchoolKey({ onOwnKey }: { onOwnKey(): void }) {
  const keys = useQuery(connectionsQuery).data?.keys;
  const replace = useReplaceKey(null);
  const mayMake = useMe()?.role === 'admin';
  const made = keys !== undefined && keys.length > 0;
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line p-4 text-sm">
      <p className="text-ink-soft">
        Calls are signed, so that the receiver can tell that they are yours.{' '}
        {made
          ? 'The school has its key now; it signs all calls of the school.'
          : mayMake
            ? 'The school has no key for that yet. Make it here, once for all automations; its secret is shown once.'
            : 'The school has no key for that yet. An admin makes it under “Connections”.'}
      </p>
      {mayMake && (
        <SigningKey
          keys={keys ?? []}
          hint="Give it to whoever runs the receivers."
          onReplace={made ? undefined : () => replace.mutateAsync()}
        />
      )}
      {!made && (
        <Button size="sm" className="self-start" onClick={onOwnKey}>
          Sign with a key of this automation
        </Button>
      )}
    </div>
  );
}

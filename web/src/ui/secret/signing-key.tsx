import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../control/button.tsx';
import { Confirm } from '../overlay/confirm.tsx';
import { Dialog } from '../overlay/dialog.tsx';
import { SecretOnce } from './secret-once.tsx';

interface ShownKey {
  keyId: string;
  createdAt: string;
  retiresAt: string | null;
}

interface SigningKeyProps {
  keys: readonly ShownKey[];
  /** Makes a new one; left out: only shown. */
  onReplace?: (() => Promise<{ secret: string }>) | undefined;
  /** What to do with the secret. */
  hint: string;
}

const dated = (instant: string) =>
  new Date(instant).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Which key counts, until when the one before it does, and a new one whose secret is shown once. */
export function SigningKey({ keys, onReplace, hint }: SigningKeyProps) {
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<{ secret: string } | null>(null);
  const [failed, setFailed] = useState(false);
  const make = async () => {
    setFailed(false);
    if (onReplace === undefined) return;
    try {
      setMade(await onReplace());
    } catch (error) {
      setFailed(true);
      throw error;
    }
  };
  const [present] = keys;
  const begin = () => (present === undefined ? void make().catch(() => {}) : setAsking(true));
  return (
    <div className="flex flex-col gap-3">
      {present === undefined && <p className="text-sm text-ink-soft">There is no key yet.</p>}
      <ul className="flex flex-col gap-1 text-sm">
        {keys.map(({ keyId, createdAt, retiresAt }) => (
          <li key={keyId} className="flex flex-wrap items-baseline gap-x-3">
            <code className="font-mono">{keyId}</code>
            <span className="text-ink-soft">
              {retiresAt === null
                ? `since ${dated(createdAt)}`
                : `replaced, counts until ${dated(retiresAt)}`}
            </span>
          </li>
        ))}
      </ul>
      {onReplace && (
        <Button size="sm" className="self-start" onClick={begin}>
          <KeyRound aria-hidden /> {present === undefined ? 'Make a key' : 'Replace the key'}
        </Button>
      )}
      {failed && (
        <p role="alert" className="text-sm text-bad">
          No key was made. Try again.
        </p>
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Replace the key?"
        description="The new secret is shown once. The present key counts for another 24 hours, so that the other side can change over."
        action="Replace it"
        onConfirm={make}
      />
      <Dialog
        open={made !== null}
        onOpenChange={(open) => !open && setMade(null)}
        title="The new key"
        footer={
          <Button variant="primary" onClick={() => setMade(null)}>
            I have copied it
          </Button>
        }
      >
        {made && <SecretOnce secret={made.secret} hint={hint} />}
      </Dialog>
    </div>
  );
}

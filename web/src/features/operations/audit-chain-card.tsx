import type { AuditChain } from '@gradus/contracts';
import { Download, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useAuditCheck } from '../../api/operations.ts';
import { download } from '../../api/transport/download.ts';
import { Card } from '../../ui/card.tsx';
import { Button } from '../../ui/control/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';

/** That entries are chained, whether the chain is whole, and all of it to take away. */
export function AuditChainCard() {
  const check = useAuditCheck();
  const [failed, setFailed] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const keep = () => {
    setFailed(null);
    setBusy(true);
    download('/api/audit-log/chain.jsonl', 'audit-log.jsonl')
      .catch((error: Error) => setFailed(error))
      .finally(() => setBusy(false));
  };
  return (
    <Card aria-label="Whether the log is whole" className="flex flex-col gap-4 p-5 sm:px-6">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="min-w-0 flex-1 basis-80 text-sm text-ink-soft">
          Each entry is sealed together with all before it, so that a change or a gap shows. The seals are
          checked each night, and whenever you ask.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => check.mutate()} busy={check.isPending}>
            <ShieldCheck aria-hidden /> Check now
          </Button>
          <Button size="sm" onClick={keep} busy={busy}>
            <Download aria-hidden /> Download
          </Button>
        </div>
      </div>
      {check.isError && <ErrorState error={check.error} onRetry={() => check.mutate()} />}
      {failed && <ErrorState error={failed} onRetry={keep} />}
      {check.isSuccess && <Found chain={check.data} />}
    </Card>
  );
}

const counted = (entries: number) =>
  entries === 1 ? 'One entry' : `${entries.toLocaleString('en')} entries`;

function Found({ chain: { entries, head, brokenAt } }: { chain: AuditChain }) {
  if (brokenAt !== null)
    return (
      <Notice tone="bad" title={`Entry ${brokenAt} is not what was written, or one before it is missing`}>
        Somebody has changed the database by hand. Do not go on working here: keep a copy with “Download” and
        tell the engineers.
      </Notice>
    );
  if (head === null) return <Notice>There is no entry yet.</Notice>;
  return (
    <Notice tone="good" title={`${counted(entries)}, none changed, none missing`}>
      <p>Newest seal. Noted down elsewhere, it proves later that nothing was cut off at the end:</p>
      <p className="mt-1 font-mono text-sm break-all">{head}</p>
    </Notice>
  );
}

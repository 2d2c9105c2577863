import { Braces, FileText, Link as LinkIcon } from 'lucide-react';
import type { CredentialDetail } from '@gradus/contracts';
import { credentialFiles } from '../../api/credentials.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { notify } from '../../ui/overlay/toast.tsx';

export function Downloads({ credential }: { credential: CredentialDetail }) {
  const files = credentialFiles(credential.id);
  const revoked = credential.revokedAt !== null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      notify.good({
        title: 'The link is copied',
        detail: 'Everybody who has it can see and check this certificate.',
      });
    } catch {
      notify.note({
        title: 'Copy it from the address line',
        detail: 'Your browser did not let us copy the link.',
      });
    }
  };
  return (
    <Card>
      <CardHeader
        title={revoked ? 'The signed file' : 'Take it with you'}
        description={
          revoked
            ? 'There is no PDF of a certificate that was revoked. This stays for whoever has to look into it.'
            : 'The PDF is for people, the signed file for wallets and verifiers.'
        }
      />
      <CardBody className="flex flex-wrap gap-2.5">
        {!revoked && (
          <a href={files.certificate} download className={buttonStyle({ variant: 'primary' })}>
            <FileText aria-hidden />
            Certificate (PDF)
          </a>
        )}
        <a href={files.document} download className={buttonStyle()}>
          <Braces aria-hidden />
          Signed file (JSON)
        </a>
        <Button onClick={() => void copy()}>
          <LinkIcon aria-hidden />
          Copy the link
        </Button>
      </CardBody>
    </Card>
  );
}

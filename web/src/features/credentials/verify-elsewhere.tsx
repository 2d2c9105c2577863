import type { CredentialDetail } from '@gradus/contracts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { Scrolled } from '../../ui/reading/scrolled.tsx';

/** Nobody has to trust this page: the file proves itself. */
export function VerifyElsewhere({ credential }: { credential: CredentialDetail }) {
  return (
    <Card>
      <CardHeader title="Check it without us" />
      <CardBody className="flex flex-col gap-4">
        <p className="max-w-[68ch] text-ink-soft">
          The certificate is an Open Badge 3.0, which is a W3C Verifiable Credential with a signature of{' '}
          {credential.issuerName}. Any verifier that understands the standard can check it, also when this
          school is gone.
        </p>
        <ol className="flex max-w-[68ch] list-decimal flex-col gap-2 pl-5 marker:text-ink-soft">
          <li>Download the signed file above.</li>
          <li>
            Give it to a verifier of your choice that knows Verifiable Credentials 2.0 and{' '}
            <code className="rounded-sm bg-sunken px-1.5 py-0.5 text-[0.875em] whitespace-nowrap">
              eddsa-rdfc-2022
            </code>
            .
          </li>
          {credential.statusList !== null && (
            <li>
              Let it check the status, too: whether the school has revoked the certificate stands in a signed{' '}
              <a href={credential.statusList} className="text-accent underline">
                status list
              </a>
              , and nobody learns from it whose certificates they are.
            </li>
          )}
          <li>Compare the name of the recipient and of the issuer with what you expect.</li>
        </ol>
        <details>
          <summary className="w-fit cursor-pointer rounded-sm text-sm text-accent hover:underline">
            Look at the signed file
          </summary>
          <Scrolled
            aria-label="The signed file"
            className="mt-3 max-h-96 overflow-auto rounded-lg bg-sunken p-4 text-[0.8125rem] leading-relaxed"
          >
            <pre>{JSON.stringify(credential.document, null, 2)}</pre>
          </Scrolled>
        </details>
      </CardBody>
    </Card>
  );
}

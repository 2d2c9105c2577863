import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { verifyCredential as verifyProof } from '@digitalbazaar/vc';
import { loadDocument } from './document-loader.ts';

/** One thing that was looked at, in words for a public page. */
export interface CredentialCheck {
  readonly name: 'format' | 'signature' | 'dates' | 'issuer';
  readonly ok: boolean;
  readonly detail: string;
}

/** What verifying found. */
export interface CredentialVerdict {
  readonly valid: boolean;
  /** The details of the checks that failed; empty when valid. */
  readonly problems: readonly string[];
  readonly checks: readonly CredentialCheck[];
  /** Who says to have signed it; meaningful when valid. */
  readonly issuerId: string | null;
}

/** How strictly to verify. */
export interface VerifyOptions {
  readonly now?: Date;
  /** DIDs of issuers we know. Without it anyone's well-formed signature counts. */
  readonly issuers?: readonly string[];
}

/** Verifies a credential of ours, or one that says to be. Never throws and never touches the network. */
export async function verifyCredential(
  json: unknown,
  options: VerifyOptions = {},
): Promise<CredentialVerdict> {
  const document = readDocument(json);
  if (document === null) {
    const detail = 'This is not an Open Badges credential with a proof.';
    return verdict([{ name: 'format', ok: false, detail }], null);
  }
  const issuerId = issuerOf(document);
  return verdict(
    [
      { name: 'format', ok: true, detail: 'It is an Open Badges 3.0 credential.' },
      await checkSignature(document, issuerId),
      checkDates(document, options.now ?? new Date()),
      ...(options.issuers === undefined ? [] : [checkIssuer(issuerId, options.issuers)]),
    ],
    issuerId,
  );
}

interface CredentialDocument {
  readonly issuer?: unknown;
  readonly validFrom?: unknown;
  readonly validUntil?: unknown;
  readonly proof: readonly object[];
}

function readDocument(json: unknown): CredentialDocument | null {
  if (typeof json !== 'object' || json === null) return null;
  const { type, proof } = json as { type?: unknown; proof?: unknown };
  const proofs: unknown[] = [proof ?? []].flat();
  const signed = proofs.length === 1 && typeof proofs[0] === 'object' && proofs[0] !== null;
  if (!Array.isArray(type) || !type.includes('OpenBadgeCredential') || !signed) return null;
  return { ...json, proof: proofs as object[] };
}

function issuerOf({ issuer }: CredentialDocument): string | null {
  const id = typeof issuer === 'object' && issuer !== null && 'id' in issuer ? issuer.id : issuer;
  return typeof id === 'string' ? id : null;
}

/** Dates are a check of their own, so the proof is verified as of its own time. */
async function checkSignature(
  document: CredentialDocument,
  issuerId: string | null,
): Promise<CredentialCheck> {
  const [proof] = document.proof as ReadonlyArray<{ verificationMethod?: unknown; proofPurpose?: unknown }>;
  const method = String(proof?.verificationMethod ?? '');
  if (issuerId === null || !method.startsWith(`${issuerId}#`) || proof?.proofPurpose !== 'assertionMethod') {
    return { name: 'signature', ok: false, detail: 'The signature is not by the issuer it names.' };
  }
  const from = Date.parse(String(document.validFrom));
  const result = await verifyProof({
    credential: document,
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader: loadDocument,
    // Whoever asks us reads from our own rows whether it was revoked; nothing is fetched for it.
    checkStatus: () => Promise.resolve({ verified: true }),
    ...(Number.isNaN(from) ? {} : { now: new Date(from) }),
  });
  if (result.verified) return { name: 'signature', ok: true, detail: 'The signature is intact.' };
  return { name: 'signature', ok: false, detail: 'The signature does not fit: something was changed.' };
}

function checkDates({ validFrom, validUntil }: CredentialDocument, now: Date): CredentialCheck {
  const from = Date.parse(String(validFrom));
  const until = validUntil === undefined ? Number.POSITIVE_INFINITY : Date.parse(String(validUntil));
  if (Number.isNaN(from) || Number.isNaN(until)) {
    return { name: 'dates', ok: false, detail: 'Its dates cannot be read.' };
  }
  if (from > now.getTime()) return { name: 'dates', ok: false, detail: 'It is not valid yet.' };
  if (until <= now.getTime()) return { name: 'dates', ok: false, detail: 'It has expired.' };
  return { name: 'dates', ok: true, detail: 'It is valid today.' };
}

function checkIssuer(issuerId: string | null, known: readonly string[]): CredentialCheck {
  const ok = issuerId !== null && known.includes(issuerId);
  const detail = ok ? 'It was issued by this school.' : 'It was not issued by a school we know.';
  return { name: 'issuer', ok, detail };
}

function verdict(checks: readonly CredentialCheck[], issuerId: string | null): CredentialVerdict {
  const problems = checks.filter(({ ok }) => !ok).map(({ detail }) => detail);
  return { valid: problems.length === 0, problems, checks, issuerId };
}

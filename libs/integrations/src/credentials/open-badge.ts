import { createHash, createHmac } from 'node:crypto';
import { OPEN_BADGES_CONTEXT } from './document-loader.ts';

/** What is asserted about whom. */
export interface CredentialRequest {
  /** Public address of the credential; the same request always gives the same document. */
  readonly id: string;
  /** The issuer's 32 secret bytes. */
  readonly seed: Uint8Array;
  readonly issuer: { readonly name: string; readonly url: string };
  readonly achievement: {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    /** What had to be done, in words. */
    readonly criteria: string;
  };
  /** The e-mail address goes in as a salted hash only; the name is readable. */
  readonly recipient: { readonly name: string; readonly email: string };
  /** Real time, never a learner's virtual time: a date to come makes the credential not yet valid. */
  readonly validFrom: Date;
  readonly evidenceUrl?: string | undefined;
  /** Where it is said whether it was revoked: the address of a status list, and the place in it. */
  readonly status?: { readonly list: string; readonly index: number } | undefined;
}

/** A signed Open Badges 3.0 credential: keep and serve it byte for byte. */
export interface SignedCredential {
  readonly id: string;
  readonly type: readonly string[];
  readonly proof: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly [field: string]: unknown;
}

/** The document before signing. Without `credentialSchema`: its type is in no context, so it could not be signed. */
export function describeCredential(request: CredentialRequest, issuerId: string) {
  const { achievement, issuer, evidenceUrl, status } = request;
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', OPEN_BADGES_CONTEXT],
    id: request.id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: achievement.name,
    issuer: { id: issuerId, type: ['Profile'], name: issuer.name, url: issuer.url },
    validFrom: toSecond(request.validFrom),
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [
        hashedEmail(request),
        { type: 'IdentityObject', hashed: false, identityHash: request.recipient.name, identityType: 'name' },
      ],
      achievement: {
        id: achievement.id,
        type: ['Achievement'],
        achievementType: 'CertificateOfCompletion',
        name: achievement.name,
        description: achievement.description,
        criteria: { narrative: achievement.criteria },
      },
    },
    ...(status === undefined ? {} : { credentialStatus: statusEntry(status) }),
    ...(evidenceUrl === undefined ? {} : { evidence: [{ id: evidenceUrl, type: ['Evidence'] }] }),
  };
}

function statusEntry({ list, index }: NonNullable<CredentialRequest['status']>) {
  return {
    id: `${list}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: String(index),
    statusListCredential: list,
  };
}

/** An instant as credentials write it: UTC, to the second. */
export function toSecond(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Lets the holder of an address be recognized and nobody else be found out. The salt needs our seed to be guessed. */
function hashedEmail({ id, seed, recipient }: CredentialRequest) {
  const salt = createHmac('sha256', seed).update(`identity-salt:${id}`).digest('hex').slice(0, 32);
  const email = recipient.email.trim().toLowerCase();
  const identityHash = `sha256$${createHash('sha256').update(`${email}${salt}`).digest('hex')}`;
  return { type: 'IdentityObject', hashed: true, identityHash, identityType: 'emailAddress', salt };
}

import { Injectable } from '@nestjs/common';
import { AppConfig } from '@gradus/config';
import type { CredentialDetail } from '@gradus/contracts';
import {
  type SignedCredential,
  issuerDid,
  renderCertificatePdf,
  verifyCredential,
} from '@gradus/integrations/credentials';
import { DataSource } from 'typeorm';
import { found } from '../access/ownership.ts';
import { CredentialRevokedError } from './credential-errors.ts';

interface CredentialRow {
  id: string;
  state: 'issued' | 'revoked';
  recipient_name: string;
  achievement: { name: string; description: string; criteria: string };
  issuer_name: string;
  issued_at: Date;
  revoked_at: Date | null;
  revoked_reason: string | null;
  simulated: boolean;
  document: SignedCredential;
}

/** Certificates as anybody may look at them. What the page says about validity is worked out from the signed document. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {}

  async detail(credentialId: string): Promise<CredentialDetail> {
    const row = await this.#issued(credentialId);
    const issuer = await issuerDid(this.config.credentials.issuerSeed);
    const verdict = await verifyCredential(row.document, { issuers: [issuer] });
    const revoked = row.state === 'revoked';
    return {
      id: row.id,
      recipientName: row.recipient_name,
      achievementName: row.achievement.name,
      achievementDescription: row.achievement.description,
      criteria: row.achievement.criteria,
      issuerName: row.issuer_name,
      issuedAt: row.issued_at.toISOString(),
      revokedAt: row.revoked_at?.toISOString() ?? null,
      revokedReason: row.revoked_reason,
      simulated: row.simulated,
      verification: {
        valid: verdict.valid && !revoked,
        checks: [
          ...verdict.checks.map(({ name, ok, detail }) => ({ name, ok, detail })),
          {
            name: 'revocation',
            ok: !revoked,
            detail: revoked ? sayRevoked(row) : 'The school has not taken it back.',
          },
        ],
      },
      statusList: statusListOf(row.document),
      document: row.document,
    };
  }

  /** The signed document to the letter. */
  async document(credentialId: string): Promise<SignedCredential> {
    return (await this.#issued(credentialId)).document;
  }

  /** One page with the signed document attached. @throws CredentialRevokedError */
  async certificate(credentialId: string): Promise<Uint8Array> {
    const row = await this.#issued(credentialId);
    if (row.state === 'revoked') throw new CredentialRevokedError(sayRevoked(row));
    return renderCertificatePdf({
      recipientName: row.recipient_name,
      achievementName: row.achievement.name,
      achievementDescription: row.achievement.description,
      issuerName: row.issuer_name,
      issuedAt: row.issued_at,
      publicUrl: `${this.config.api.publicUrl}/credentials/${row.id}`,
      credential: row.document,
      simulated: row.simulated,
    });
  }

  /** Public by its id: whoever has the link may verify, whatever school it is from. */
  async #issued(credentialId: string): Promise<CredentialRow> {
    const [row] = await this.dataSource.query<CredentialRow[]>(
      `SELECT c.id, c.state, c.recipient_name, k.credential AS achievement, o.name AS issuer_name, c.issued_at, c.revoked_at, c.revoked_reason,
              c.simulated, c.document
         FROM credentials c
         JOIN enrollments e ON e.id = c.enrollment_id AND e.organization_id = c.organization_id
         JOIN courses k ON k.id = e.course_id
         JOIN organizations o ON o.id = c.organization_id
        WHERE c.id = $1 AND c.state IN ('issued', 'revoked') AND c.document IS NOT NULL`,
      [credentialId],
    );
    return found(row, 'credential');
  }
}

/** As the signed document itself names it. */
function statusListOf({ credentialStatus }: SignedCredential): string | null {
  const { statusListCredential } = (credentialStatus ?? {}) as { statusListCredential?: unknown };
  return typeof statusListCredential === 'string' ? statusListCredential : null;
}

/** When and why, in one sentence each. */
function sayRevoked({ revoked_at, revoked_reason }: CredentialRow): string {
  const day = revoked_at?.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  const when = day === undefined ? '' : ` on ${day}`;
  return `The school has taken it back${when}${revoked_reason === null ? '.' : `: ${revoked_reason}`}`;
}

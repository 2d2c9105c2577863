import { z } from 'zod';
import { Id, Timestamp } from '../primitives.ts';
import { ToldReason } from '../reasons.ts';

/**
 * GET /api/credentials/:id (public) -> CredentialDetail. GET /api/credentials/:id/document -> the signed JSON (attachment).
 * GET /api/credentials/:id/certificate.pdf -> PDF. The page for people is /credentials/:id.
 */
export const CredentialDetail = z
  .strictObject({
    id: Id,
    recipientName: z.string(),
    achievementName: z.string(),
    achievementDescription: z.string(),
    criteria: z.string(),
    issuerName: z.string(),
    issuedAt: Timestamp,
    /** When the school took it back; null: it did not. */
    revokedAt: Timestamp.nullable(),
    revokedReason: z.string().nullable(),
    simulated: z.boolean(),
    verification: z.strictObject({
      valid: z.boolean(),
      checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })),
    }),
    /** Where verifiers read whether it was revoked (GET /api/status-lists/:id, public); null: it was issued before there were lists. */
    statusList: z.string().nullable(),
    document: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'CredentialDetail' });
export type CredentialDetail = z.infer<typeof CredentialDetail>;

/** POST /api/enrollments/:id/revoke-certificate (admin; Idempotency-Key) -> CertificateRevoked. Once and for good. */
export const RevokeCertificate = z
  .strictObject({
    /** Public: it stands on the page of the certificate. */
    reason: ToldReason,
  })
  .meta({ id: 'RevokeCertificate' });
export type RevokeCertificate = z.infer<typeof RevokeCertificate>;
export const CertificateRevoked = z
  .strictObject({
    credentialId: Id,
    /** False: it was revoked before, and the first reason stays. */
    revoked: z.boolean(),
    notice: z.string(),
  })
  .meta({ id: 'CertificateRevoked' });
export type CertificateRevoked = z.infer<typeof CertificateRevoked>;

/** Where a certificate stands. */
export const CredentialState = z.enum(['issuing', 'issued', 'failed', 'revoked']);

/** The certificate of an enrollment as staff see it; null: it has none. */
export const HeldCertificate = z.strictObject({ id: Id, state: CredentialState }).nullable();

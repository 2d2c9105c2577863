import { z } from 'zod';
import { Id, Timestamp } from '../primitives.ts';

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
    document: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'CredentialDetail' });
export type CredentialDetail = z.infer<typeof CredentialDetail>;

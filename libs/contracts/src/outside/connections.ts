import { z } from 'zod';
import { Timestamp } from '../primitives.ts';
import { EgressHost } from './egress.ts';

/** What may be seen of a key. `retiresAt`: another has taken its place, and it counts until then. */
export const SigningKeyInfo = z.strictObject({
  keyId: z.string(),
  createdAt: Timestamp,
  retiresAt: Timestamp.nullable(),
});
export type SigningKeyInfo = z.infer<typeof SigningKeyInfo>;

/** GET /api/connections (staff) -> Connections: where automations may call, and the school's keys, the present one first. */
export const Connections = z
  .strictObject({
    hosts: z.array(z.string()),
    keys: z.array(SigningKeyInfo),
    /** Page of the simulated receiver; null: there is none. */
    receiverUrl: z.string().nullable(),
  })
  .meta({ id: 'Connections' });
export type Connections = z.infer<typeof Connections>;

/** PUT /api/connections/hosts (admin) -> Connections: these and no others. */
export const SaveEgressHosts = z
  .strictObject({ hosts: z.array(EgressHost).max(100) })
  .meta({ id: 'SaveEgressHosts' });
export type SaveEgressHosts = z.infer<typeof SaveEgressHosts>;

/**
 * POST /api/connections/keys (admin), POST /api/automations/:id/signing-keys (instructor, admin) -> 201 NewSigningKey. Takes the
 * place of the present key, which counts for another 24 hours. The secret is in this answer and never again.
 */
export const NewSigningKey = z
  .strictObject({ keyId: z.string(), secret: z.string(), keys: z.array(SigningKeyInfo) })
  .meta({ id: 'NewSigningKey' });
export type NewSigningKey = z.infer<typeof NewSigningKey>;

/** `out`: signs what the automation sends. `in`: what others send it is signed with it. */
export const KeyDirection = z.enum(['out', 'in']);
export type KeyDirection = z.infer<typeof KeyDirection>;

/** POST /api/automations/:id/signing-keys -> NewSigningKey */
export const ReplaceSigningKey = z
  .strictObject({ direction: KeyDirection })
  .meta({ id: 'ReplaceSigningKey' });
export type ReplaceSigningKey = z.infer<typeof ReplaceSigningKey>;

/** GET /api/automations/:id/signing-keys?direction= (staff) -> SigningKeys */
export const SigningKeys = z.strictObject({ keys: z.array(SigningKeyInfo) }).meta({ id: 'SigningKeys' });
export type SigningKeys = z.infer<typeof SigningKeys>;

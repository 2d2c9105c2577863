import type { CredentialRequest } from './open-badge.ts';

/** A credential for this package's tests. */
export const credentialRequest: CredentialRequest = {
  id: 'https://school.example/credentials/0b6f2c0e-6d0b-4c39-9f0b-8c1f7d6f4a10',
  seed: Uint8Array.from({ length: 32 }, (_, index) => index),
  issuer: { name: 'Gradus School', url: 'https://school.example' },
  achievement: {
    id: 'https://school.example/achievements/ai-marketing-mastery',
    name: 'AI Marketing Mastery',
    description: 'The holder can plan, carry out and measure AI-assisted marketing in a small business.',
    criteria: 'Complete all twelve weekly modules and pass every assignment.',
  },
  recipient: { name: 'Łucja Müller', email: 'Lucja@Example.org' },
  validFrom: new Date('2026-11-20T10:00:00.123Z'),
  evidenceUrl: 'https://school.example/credentials/0b6f2c0e/evidence',
};

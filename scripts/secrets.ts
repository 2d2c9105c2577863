import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './refusal.ts';

const makers = {
  GRADUS_PAYLOAD_KEYS: () => `demo:${randomBytes(32).toString('base64')}`,
  GRADUS_DATA_KEYS: () => `demo:${randomBytes(32).toString('base64')}`,
  GRADUS_JWT_SEED: () => randomBytes(32).toString('base64'),
  GRADUS_ISSUER_SEED: () => randomBytes(32).toString('base64'),
  GRADUS_LINK_SECRET: () => randomBytes(32).toString('base64'),
  STRIPE_SECRET_KEY: () => `sk_test_${randomBytes(18).toString('hex')}`,
  STRIPE_WEBHOOK_SECRETS: () => `whsec_${randomBytes(24).toString('hex')}`,
};

/** The secrets of this data folder, by the name of their variable. */
export type Secrets = Record<keyof typeof makers, string>;

/** Reads the secrets of this data folder, first making those that it does not have yet. */
export function demoSecrets(data: string): Secrets {
  const file = path.join(data, 'secrets.json');
  const known = existsSync(file) ? readSecrets(file) : {};
  const entries = Object.entries(makers).map(([name, make]) => [name, known[name] ?? make()]);
  const secrets = Object.fromEntries(entries) as Secrets;
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

function readSecrets(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch {
    throw new Refusal(
      `${file} cannot be read as JSON; put back a good copy, or start with --reset to begin anew.`,
    );
  }
}

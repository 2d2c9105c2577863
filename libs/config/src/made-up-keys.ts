import { randomBytes } from 'node:crypto';
import type { Environment } from './environment.ts';

/** The environment with every key there. */
export type KeyedEnvironment = Environment & Required<Pick<Environment, KeyName>>;

type KeyName =
  | 'GRADUS_PAYLOAD_KEYS'
  | 'GRADUS_DATA_KEYS'
  | 'GRADUS_JWT_SEED'
  | 'GRADUS_ISSUER_SEED'
  | 'GRADUS_LINK_SECRET'
  | 'STRIPE_SECRET_KEY'
  | 'STRIPE_WEBHOOK_SECRETS';

const key = () => new Uint8Array(randomBytes(32));
const word = () => randomBytes(32).toString('hex');

/**
 * Fills in keys that live as long as this process. Production never gets here without its own; two processes that are
 * to understand each other need the same keys from the environment, as `npm start` gives them.
 */
export function withMadeUpKeys(values: Environment): KeyedEnvironment {
  return {
    ...values,
    GRADUS_PAYLOAD_KEYS: values.GRADUS_PAYLOAD_KEYS ?? [{ id: 'made-up', key: key() }],
    GRADUS_DATA_KEYS: values.GRADUS_DATA_KEYS ?? [{ id: 'made-up', key: key() }],
    GRADUS_JWT_SEED: values.GRADUS_JWT_SEED ?? key(),
    GRADUS_ISSUER_SEED: values.GRADUS_ISSUER_SEED ?? key(),
    GRADUS_LINK_SECRET: values.GRADUS_LINK_SECRET ?? word(),
    STRIPE_SECRET_KEY: values.STRIPE_SECRET_KEY ?? `sk_test_${word()}`,
    STRIPE_WEBHOOK_SECRETS: values.STRIPE_WEBHOOK_SECRETS ?? [`whsec_${word()}`],
  };
}

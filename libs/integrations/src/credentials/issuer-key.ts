import { generate, type KeyPair } from '@digitalbazaar/ed25519-multikey';

/**
 * The issuer's signing key out of its seed; its id is a `did:key` (the public key itself is the name).
 *
 * @param seed 32 secret bytes
 * @throws RangeError when it is not 32 bytes
 */
export async function issuerKey(seed: Uint8Array): Promise<KeyPair> {
  if (seed.length !== 32) throw new RangeError('The issuer seed must be 32 bytes');
  const key = await generate({ seed: Uint8Array.from(seed) });
  key.controller = `did:key:${key.publicKeyMultibase}`;
  key.id = `${key.controller}#${key.publicKeyMultibase}`;
  return key;
}

/** The issuer's name as a decentralized identifier: publish it, and check credentials against it. */
export async function issuerDid(seed: Uint8Array): Promise<string> {
  return (await issuerKey(seed)).controller;
}

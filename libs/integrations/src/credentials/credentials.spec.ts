import { createHash } from 'node:crypto';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { verifyCredential as verifyWithVc } from '@digitalbazaar/vc';
import { verifyCredential as verifyWithCore } from '@digitalcredentials/verifier-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { credentialRequest } from './credential-fixture.ts';
import { loadDocument } from './document-loader.ts';
import { issueCredential } from './issue-credential.ts';
import { issuerDid } from './issuer-key.ts';
import type { SignedCredential } from './open-badge.ts';
import { verifyCredential } from './verify-credential.ts';

const now = new Date('2026-11-21T00:00:00Z');
/** What verifier-core gets for the Open Badges schema, which it would fetch. The essentials of it, in our words. */
const shape = {
  type: 'object',
  required: ['@context', 'id', 'type', 'credentialSubject', 'issuer', 'validFrom', 'proof'],
  properties: { proof: { type: 'array' }, type: { type: 'array' }, issuer: { type: 'object' } },
};
const network = globalThis.fetch;
let signed: SignedCredential;

beforeAll(async () => {
  globalThis.fetch = (address) =>
    String(address).startsWith('https://purl.imsglobal.org/spec/ob/v3p0/schema/')
      ? Promise.resolve(Response.json(shape))
      : Promise.reject(new Error('There is no network here'));
  signed = await issueCredential(credentialRequest);
});
afterAll(() => {
  globalThis.fetch = network;
});

/** Every text and boolean in the document by its path, outside the proof and inside it. */
function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

/** A copy in which one leaf is another value. */
function tamper(path: readonly string[]): SignedCredential {
  const copy = structuredClone(signed) as unknown as Record<string, unknown>;
  let target = copy;
  for (const name of path.slice(0, -1)) target = target[name] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  const value = target[last];
  target[last] = typeof value === 'boolean' ? !value : changed(String(value));
  return copy as unknown as SignedCredential;
}

function changed(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return text.replace('2026', '2025');
  const at = Math.floor(text.length / 2);
  return `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
}

async function vcSays(credential: object): Promise<boolean> {
  const suite = new DataIntegrityProof({ cryptosuite });
  return (await verifyWithVc({ credential, suite, documentLoader: loadDocument, now })).verified;
}

async function coreSays(credential: object): Promise<boolean> {
  const result = (await verifyWithCore({
    credential: structuredClone(credential),
    knownDIDRegistries: [],
  } as never)) as {
    log?: ReadonlyArray<{ id: string; valid?: boolean }>;
  };
  return result.log?.find(({ id }) => id === 'valid_signature')?.valid === true;
}

describe('a credential', () => {
  it('has the shape Open Badges 3.0 asks for', () => {
    expect(signed).toMatchObject({
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      ],
      id: credentialRequest.id,
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      issuer: { type: ['Profile'], name: 'Gradus School' },
      validFrom: '2026-11-20T10:00:00Z',
      proof: [
        { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', proofPurpose: 'assertionMethod' },
      ],
    });
    expect(signed.proof).toHaveLength(1);
  });

  it('names the recipient and only hashes the address', () => {
    const { identifier } = signed['credentialSubject'] as {
      identifier: Array<{ identityHash: string; salt: string }>;
    };
    const [email, name] = identifier;
    const hash = createHash('sha256')
      .update(`lucja@example.org${email?.salt ?? ''}`)
      .digest('hex');
    expect(email?.identityHash).toBe(`sha256$${hash}`);
    expect(name?.identityHash).toBe('Łucja Müller');
    expect(JSON.stringify(signed).toLowerCase()).not.toContain('lucja@example.org');
  });

  it('is the same when issued again, and names its issuer by its key', async () => {
    expect(await issueCredential(credentialRequest)).toEqual(signed);
    expect(signed['issuer']).toMatchObject({ id: await issuerDid(credentialRequest.seed) });
  });

  it('is valid to us, to @digitalbazaar/vc and to verifier-core, without a network', async () => {
    const issuers = [await issuerDid(credentialRequest.seed)];
    expect(await verifyCredential(signed, { now, issuers })).toMatchObject({ valid: true, problems: [] });
    expect(await verifyCredential(JSON.parse(JSON.stringify(signed)), { now })).toMatchObject({
      valid: true,
    });
    expect(await vcSays(signed)).toBe(true);
    expect(await coreSays(signed)).toBe(true);
  });

  it('fails everywhere when any field is changed', async () => {
    const paths = leaves(signed).filter(([top]) => top !== '@context');
    expect(paths.length).toBeGreaterThan(25);
    for (const path of paths) {
      const forged = tamper(path);
      const accepted = {
        ours: (await verifyCredential(forged, { now })).valid,
        vc: await vcSays(forged),
        core: await coreSays(forged),
      };
      expect({ path, ...accepted }).toEqual({ path, ours: false, vc: false, core: false });
    }
  });

  it('fails when a field is added or removed', async () => {
    const { evidence: _evidence, ...without } = signed;
    for (const forged of [
      without,
      { ...signed, grade: 'A+' },
      { ...signed, description: 'Summa cum laude' },
    ]) {
      expect(await verifyCredential(forged, { now })).toMatchObject({ valid: false });
    }
  });

  it('fails for another issuer, too early, and for what is no credential', async () => {
    const other = await issueCredential({ ...credentialRequest, seed: new Uint8Array(32).fill(7) });
    const issuers = [await issuerDid(credentialRequest.seed)];
    expect((await verifyCredential(other, { now, issuers })).problems).toEqual([
      'It was not issued by a school we know.',
    ]);
    const stolen = { ...other, issuer: signed['issuer'] };
    expect(await verifyCredential(stolen, { now, issuers })).toMatchObject({ valid: false });
    const early = { now: new Date('2026-11-01T00:00:00Z') };
    expect((await verifyCredential(signed, early)).problems).toEqual(['It is not valid yet.']);
    for (const nothing of [null, 'text', {}, { type: ['OpenBadgeCredential'] }, { ...signed, proof: [] }]) {
      expect((await verifyCredential(nothing)).checks).toMatchObject([{ name: 'format', ok: false }]);
    }
  });

  it('refuses a seed that is not 32 bytes', async () => {
    await expect(issuerDid(new Uint8Array(31))).rejects.toThrow('32 bytes');
  });
});

import { gunzipSync } from 'node:zlib';
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
import { STATUS_LIST_PLACES, type SignedStatusList, issueStatusList } from './status-list.ts';
import { verifyCredential } from './verify-credential.ts';

const LIST = 'https://school.example/api/status-lists/8d0e5f0a-6a3c-4f6e-9a49-0c6d5f6d7a11';
const PLACE = 4711;
const now = new Date('2026-11-21T00:00:00Z');
const network = globalThis.fetch;
/** What the address of the list answers. */
let served: SignedStatusList;
let signed: SignedCredential;

const listOf = (revoked: number[]) =>
  issueStatusList({
    id: LIST,
    seed: credentialRequest.seed,
    revoked,
    validFrom: new Date('2026-11-20T12:00:00Z'),
  });

beforeAll(async () => {
  globalThis.fetch = (request) => {
    const address = typeof request === 'object' && 'url' in request ? request.url : String(request);
    if (address === LIST) return Promise.resolve(Response.json(served));
    if (address.startsWith('https://purl.imsglobal.org/spec/ob/v3p0/schema/'))
      return Promise.resolve(Response.json({ type: 'object' }));
    return Promise.reject(new Error('There is no network here'));
  };
  signed = await issueCredential({ ...credentialRequest, status: { list: LIST, index: PLACE } });
});
afterAll(() => {
  globalThis.fetch = network;
});

/** The bit of a place, read as the specification says. */
function bitAt({ credentialSubject }: SignedStatusList, place: number): number {
  const { encodedList } = credentialSubject as { encodedList: string };
  expect(encodedList.startsWith('u')).toBe(true);
  const bits = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'));
  expect(bits).toHaveLength(STATUS_LIST_PLACES / 8);
  return ((bits[place >> 3] ?? 0) >> (7 - (place & 7))) & 1;
}

async function vcSays(credential: object): Promise<boolean> {
  const suite = new DataIntegrityProof({ cryptosuite });
  const checkStatus = () => Promise.resolve({ verified: true });
  const options = { credential, suite, checkStatus, documentLoader: loadDocument, now };
  return (await verifyWithVc(options)).verified;
}

/** What verifier-core finds, the list it fetches and the status in it included. */
async function coreSays(credential: object): Promise<Record<string, boolean | undefined>> {
  const { log = [] } = (await verifyWithCore({
    credential: structuredClone(credential),
    knownDIDRegistries: [],
  } as never)) as { log?: ReadonlyArray<{ id: string; valid?: boolean }> };
  return Object.fromEntries(log.map(({ id, valid }) => [id, valid]));
}

describe('a status list', () => {
  it('is signed by who signs the credentials, and both verifiers accept it', async () => {
    const list = await listOf([PLACE]);
    expect(list).toMatchObject({
      id: LIST,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: await issuerDid(credentialRequest.seed),
      credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation', ttl: 60_000 },
    });
    expect(await vcSays(list)).toBe(true);
    expect(await coreSays(list)).toMatchObject({ valid_signature: true });
    expect(await listOf([PLACE])).toEqual(list);
    const other = await listOf([]);
    const forged = { ...list, credentialSubject: other['credentialSubject'] };
    expect(await vcSays(forged)).toBe(false);
  });

  it('has a bit for each place, the first one leftmost, and no others', async () => {
    const last = STATUS_LIST_PLACES - 1;
    const list = await listOf([0, PLACE, last]);
    expect([0, 1, PLACE - 1, PLACE, PLACE + 1, last - 1, last].map((place) => bitAt(list, place))).toEqual([
      1, 0, 0, 1, 0, 0, 1,
    ]);
    for (const place of [-1, 0.5, STATUS_LIST_PLACES])
      await expect(listOf([place])).rejects.toThrow('no place');
  });

  it('is named by the credential, which is valid to everybody, and not once its bit is set', async () => {
    expect(signed['credentialStatus']).toEqual({
      id: `${LIST}#${PLACE}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(PLACE),
      statusListCredential: LIST,
    });
    expect(await verifyCredential(signed, { now })).toMatchObject({ valid: true });
    expect(await vcSays(signed)).toBe(true);
    served = await listOf([PLACE - 1, PLACE + 1]);
    expect(await coreSays(signed)).toMatchObject({ valid_signature: true, revocation_status: true });
    served = await listOf([PLACE]);
    expect(await coreSays(signed)).toMatchObject({ valid_signature: true, revocation_status: false });
    const moved = {
      ...signed,
      credentialStatus: { ...(signed['credentialStatus'] as object), statusListIndex: '1' },
    };
    expect(await verifyCredential(moved, { now })).toMatchObject({ valid: false });
  });
});

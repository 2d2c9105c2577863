import { createPublicKey, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import { ApiUnderTest, type Person } from '../testing/api-under-test.ts';

let api: ApiUnderTest;
let person: Person;
let claims: JWTPayload;
let header: { alg: string; typ?: string; kid?: string };
let privateKey: KeyObject;

beforeAll(async () => {
  api = await ApiUnderTest.start();
  person = await api.person('instructor');
  claims = decodeJwt(person.token);
  header = decodeProtectedHeader(person.token) as typeof header;
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const der = Buffer.concat([head, api.config.auth.jwtSeed]);
  privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
});
afterAll(() => api.stop());

const me = (token: string) => api.ask('GET', '/api/me', { as: token });
const signed = (changes: JWTPayload = {}, head: Partial<typeof header> = {}, key = privateKey) =>
  new SignJWT({ ...claims, ...changes }).setProtectedHeader({ ...header, ...head }).sign(key);
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('access tokens', () => {
  it('let in their owner', async () => {
    expect((await me(person.token)).status).toBe(200);
    expect((await me(await signed())).status).toBe(200);
  });

  it('are 401 when forged, foreign or old', async () => {
    const publicKey = createPublicKey(privateKey);
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const raw = publicKey.export({ type: 'spki', format: 'der' });
    const hour = 3_600;
    const now = Math.floor(Date.now() / 1_000);
    const forged: Record<string, string> = {
      'alg none': `${base64({ ...header, alg: 'none' })}.${base64(claims)}.`,
      'HS256 with the public key (PEM)': await new SignJWT(claims)
        .setProtectedHeader({ ...header, alg: 'HS256' })
        .sign(Buffer.from(pem)),
      'HS256 with the public key (DER)': await new SignJWT(claims)
        .setProtectedHeader({ ...header, alg: 'HS256' })
        .sign(raw),
      'another key': await signed({}, {}, generateKeyPairSync('ed25519').privateKey),
      'another key id': await signed({}, { kid: 'another' }),
      'another type': await signed({}, { typ: 'JWT' }),
      'another issuer': await signed({ iss: 'https://elsewhere.example' }),
      'another audience': await signed({ aud: 'something-else' }),
      expired: await signed({ iat: now - hour, exp: now - 1 }),
      'without an end': await signed({ exp: undefined }),
      'another version': await signed({ version: 99 }),
      'another login': await signed({ login: '6e0f7a52-5c7a-4bb0-9c1b-0a4f8a9d9a01' }),
      'a school of somebody else': await signed({ org: await api.organization('elsewhere') }),
      'a changed payload': person.token.replace(/\.[^.]+\./, `.${base64({ ...claims, version: 2 })}.`),
      nonsense: 'abc.def.ghi',
    };
    for (const [name, token] of Object.entries(forged)) {
      expect({ name, status: (await me(token)).status }).toEqual({ name, status: 401 });
    }
  });

  it('say which header is missing, and tell the client to sign in', async () => {
    const nobody = await api.ask('GET', '/api/me');
    expect(nobody).toMatchObject({ status: 401, body: { code: 'access.sign-in-needed' } });
    expect(nobody.headers['www-authenticate']).toBe('Bearer');
    const basic = await api.ask('GET', '/api/me', { headers: { authorization: 'Basic YTpi' } });
    expect(basic.body.code).toBe('access.token-invalid');
  });

  it('follow a demotion, a password change and a closed account at once', async () => {
    const fading = await api.person('admin');
    const change = (sql: string) => api.scratch.dataSource.query(sql, [fading.userId]);
    await change(`UPDATE memberships SET role = 'learner' WHERE user_id = $1`);
    expect((await me(fading.token)).body.role).toBe('learner');
    await change('UPDATE users SET token_version = token_version + 1 WHERE id = $1');
    expect((await me(fading.token)).status).toBe(401);
    await change('UPDATE users SET token_version = token_version - 1, disabled_at = now() WHERE id = $1');
    expect((await me(fading.token)).status).toBe(401);
  });
});

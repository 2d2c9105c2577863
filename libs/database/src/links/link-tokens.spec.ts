import { linkToken, readLinkToken } from './link-tokens.ts';

const secret = 'a secret of the tests';
const id = '6e0f7a52-5c7a-4bb0-9c1b-0a4f8a9d9a01';

describe('link tokens', () => {
  it('are the same each time and read back as their id', () => {
    const token = linkToken(secret, 'verify-email', id);
    expect(linkToken(secret, 'verify-email', id)).toBe(token);
    expect(readLinkToken(secret, 'verify-email', token)).toBe(id);
  });

  it('carry ids with a separator of their own', () => {
    const pair = `${id}~${id}`;
    expect(readLinkToken(secret, 'unsubscribe', linkToken(secret, 'unsubscribe', pair))).toBe(pair);
  });

  it('are worth nothing for another purpose, id or secret', () => {
    const token = linkToken(secret, 'verify-email', id);
    expect(readLinkToken(secret, 'reset-password', token)).toBeNull();
    expect(readLinkToken('another', 'verify-email', token)).toBeNull();
    expect(readLinkToken(secret, 'verify-email', token.replace('6e0f', '7e0f'))).toBeNull();
    expect(readLinkToken(secret, 'verify-email', `${id}.`)).toBeNull();
    expect(readLinkToken(secret, 'verify-email', 'nonsense')).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { newSecret, signCall, verifyCall } from './signature.ts';

const NOW = Date.UTC(2026, 10, 26);
const key = { keyId: 'k1', secret: newSecret() };
const other = { keyId: 'k2', secret: newSecret() };
const signed = signCall([key], 'run:step:1', '{"a":1}', NOW);
const verdict = (keys: Array<typeof key>, headers: object, body = '{"a":1}', now = NOW) =>
  verifyCall(keys, headers as Record<string, string>, body, { now, windowSeconds: 300 });

describe('a signed call', () => {
  it('is known by its key, and by either while one takes the place of another', () => {
    expect(verdict([other, key], signed)).toEqual({ ok: true, keyId: 'k1', at: NOW });
    const both = signCall([other, key], 'run:step:1', '{"a":1}', NOW);
    expect(both['gradus-key-id']).toBe('k2 k1');
    expect(verdict([key], both)).toMatchObject({ ok: true, keyId: 'k1' });
    expect(verdict([other], both)).toMatchObject({ ok: true, keyId: 'k2' });
  });

  it('is the scheme of Standard Webhooks, to the letter', () => {
    const known = { keyId: 'k', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
    const body = '{"test": 2432232314}';
    expect(
      signCall([known], 'msg_p5jXN8AQM9LWM0D4loKWxJek', body, 1_614_265_330_000)['webhook-signature'],
    ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('fails with another key, body, id or time', () => {
    expect(verdict([other], signed)).toEqual({ ok: false, because: 'wrong' });
    expect(verdict([key], signed, '{"a":2}')).toEqual({ ok: false, because: 'wrong' });
    expect(verdict([key], { ...signed, 'webhook-id': 'run:step:2' })).toEqual({
      ok: false,
      because: 'wrong',
    });
    const later = String(NOW / 1000 + 60);
    expect(verdict([key], { ...signed, 'webhook-timestamp': later })).toEqual({
      ok: false,
      because: 'wrong',
    });
    expect(verdict([], signed)).toEqual({ ok: false, because: 'wrong' });
  });

  it('is worth nothing when it is old, comes from the future, or is not signed', () => {
    expect(verdict([key], signed, undefined, NOW + 301_000)).toEqual({ ok: false, because: 'too-old' });
    expect(verdict([key], signed, undefined, NOW - 301_000)).toEqual({ ok: false, because: 'too-new' });
    expect(verdict([key], {})).toEqual({ ok: false, because: 'unsigned' });
    expect(verdict([key], { ...signed, 'webhook-timestamp': 'soon' })).toEqual({
      ok: false,
      because: 'unsigned',
    });
  });
});

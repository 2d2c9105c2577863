import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter, toPayloads } from '@temporalio/common';
import { EncryptingCodec } from './payload-codec.ts';

const key = (id: string) => ({ id, key: randomBytes(32) });
const secret = { learner: 'Ada Lovelace', week: 3 };
const payloads = () => toPayloads(defaultPayloadConverter, secret) ?? [];
const text = (value: unknown) =>
  JSON.stringify(value, (_, v: unknown) => (v instanceof Uint8Array ? Buffer.from(v).toString('latin1') : v));

describe('the payload codec', () => {
  it('gives back what it closed', async () => {
    const codec = new EncryptingCodec([key('a')]);
    const [opened] = await codec.decode(await codec.encode(payloads()));
    expect(defaultPayloadConverter.fromPayload(opened!)).toEqual(secret);
  });

  it('leaves nothing readable, and never the same bytes twice', async () => {
    const codec = new EncryptingCodec([key('a')]);
    const once = await codec.encode(payloads());
    const twice = await codec.encode(payloads());
    expect(text(once)).not.toContain('Ada');
    expect(text(once)).not.toContain('learner');
    expect(text(once)).not.toEqual(text(twice));
  });

  it('closes with the first key of the ring and opens with all: a key can be replaced', async () => {
    const old = key('old');
    const closedLongAgo = await new EncryptingCodec([old]).encode(payloads());
    const rotated = new EncryptingCodec([key('new'), old]);
    expect(defaultPayloadConverter.fromPayload((await rotated.decode(closedLongAgo))[0]!)).toEqual(secret);
    expect(text((await rotated.encode(payloads()))[0]!.metadata)).toContain('new');
  });

  it('names the key that is missing', async () => {
    const closed = await new EncryptingCodec([key('gone')]).encode(payloads());
    await expect((async () => new EncryptingCodec([key('other')]).decode(closed))()).rejects.toThrow(
      /"gone"/,
    );
  });

  it('refuses what was tampered with', async () => {
    const codec = new EncryptingCodec([key('a')]);
    const [closed] = await codec.encode(payloads());
    const data = Uint8Array.from(closed!.data!);
    data[20]! ^= 1;
    await expect((async () => codec.decode([{ ...closed!, data }]))()).rejects.toThrow(/authenticate/);
  });

  it('passes on what was never closed', async () => {
    const codec = new EncryptingCodec([key('a')]);
    expect(await codec.decode(payloads())).toEqual(payloads());
  });

  it('will not work without a key', () => {
    expect(() => new EncryptingCodec([])).toThrow(/GRADUS_PAYLOAD_KEYS/);
  });
});

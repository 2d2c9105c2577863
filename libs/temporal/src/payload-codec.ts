import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Payload, type PayloadCodec, ValueError } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { NamedKey } from '@gradus/config';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

const ENCODING = 'binary/encrypted';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const encodeText = (text: string) => new TextEncoder().encode(text);
const decodeText = (bytes: Uint8Array | null | undefined) => (bytes ? new TextDecoder().decode(bytes) : '');

/**
 * AES-256-GCM over the whole payload, with the key's name in the metadata: the first key of the ring closes, all open,
 * so a key can be replaced while old histories stay readable. Layout: 12 bytes IV, ciphertext, 16 bytes tag.
 */
export class EncryptingCodec implements PayloadCodec {
  readonly #keys: Map<string, Buffer>;
  readonly #current: string;

  constructor(keyRing: readonly NamedKey[]) {
    const [first] = keyRing;
    if (!first) throw new ValueError('The payload key ring is empty; set GRADUS_PAYLOAD_KEYS.');
    this.#current = first.id;
    this.#keys = new Map(keyRing.map((key) => [key.id, Buffer.from(key.key)]));
  }

  encode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.#close(payload)));
  }

  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.#open(payload)));
  }

  #close(payload: Payload): Payload {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#keys.get(this.#current)!, iv);
    const plain = PayloadMessage.encode(payload).finish();
    const data = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return {
      metadata: { encoding: encodeText(ENCODING), 'encryption-key-id': encodeText(this.#current) },
      data,
    };
  }

  #open(payload: Payload): Payload {
    if (decodeText(payload.metadata?.['encoding']) !== ENCODING) return payload;
    const id = decodeText(payload.metadata?.['encryption-key-id']);
    const key = this.#keys.get(id);
    if (!key) throw new ValueError(`The payload was closed with key "${id}", which is not in the key ring.`);
    const data = Buffer.from(payload.data ?? []);
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, IV_BYTES));
    decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
    const plain = Buffer.concat([
      decipher.update(data.subarray(IV_BYTES, data.length - TAG_BYTES)),
      decipher.final(),
    ]);
    return PayloadMessage.decode(plain);
  }
}

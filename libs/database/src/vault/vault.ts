import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { NamedKey } from '@gradus/config';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What a person wrote cannot be read any more: their data key was destroyed. */
export class WritingErasedError extends Error {
  readonly code = 'vault.erased';
  constructor() {
    super('This text was erased together with the account it belonged to.');
  }
}

/**
 * Seals what people write with a key of their own, which is itself wrapped by the key ring. Destroying the row in
 * `data_keys` erases everything that was sealed, in backups as well. Layout: IV (12), ciphertext, tag (16).
 */
export class Vault {
  readonly #ring: readonly NamedKey[];

  constructor(keyRing: readonly NamedKey[]) {
    this.#ring = keyRing;
  }

  /** Makes the person's key when there is none yet. Run inside the transaction that writes the sealed row. */
  async seal(manager: EntityManager, userId: string, text: string): Promise<Buffer> {
    return close(await this.#keyOf(manager, userId, true), Buffer.from(text, 'utf8'));
  }

  /** @throws WritingErasedError when the person's key is gone. */
  async open(manager: EntityManager, userId: string, sealed: Buffer): Promise<string> {
    return openWith(await this.#keyOf(manager, userId, false), sealed).toString('utf8');
  }

  /** Texts of one person, with one look for their key. @throws WritingErasedError when it is gone. */
  async openAll(manager: EntityManager, userId: string, sealed: readonly Buffer[]): Promise<string[]> {
    const key = await this.#keyOf(manager, userId, false);
    return sealed.map((one) => openWith(key, one).toString('utf8'));
  }

  async sealJson(manager: EntityManager, userId: string, value: unknown): Promise<Buffer> {
    return this.seal(manager, userId, JSON.stringify(value));
  }

  async openJson<T>(manager: EntityManager, userId: string, sealed: Buffer): Promise<T> {
    return JSON.parse(await this.open(manager, userId, sealed)) as T;
  }

  /** Seals what belongs to a school, not to a person, by the key ring itself. */
  wrap(text: string): { wrappedBy: string; sealed: Buffer } {
    const [current] = this.#ring;
    return { wrappedBy: current!.id, sealed: close(Buffer.from(current!.key), Buffer.from(text, 'utf8')) };
  }

  unwrap(wrappedBy: string, sealed: Buffer): string {
    return openWith(this.#ringKey(wrappedBy), sealed).toString('utf8');
  }

  #ringKey(id: string): Buffer {
    const wrapping = this.#ring.find((key) => key.id === id);
    if (!wrapping) throw new Error(`Data key ring has no key "${id}"; add it to GRADUS_DATA_KEYS.`);
    return Buffer.from(wrapping.key);
  }

  async #keyOf(manager: EntityManager, userId: string, make: boolean): Promise<Buffer> {
    const read = () =>
      manager.query<Array<{ wrapped_by: string; wrapped_key: Buffer | null }>>(
        'SELECT wrapped_by, wrapped_key FROM data_keys WHERE user_id = $1',
        [userId],
      );
    let [row] = await read();
    if (!row && make) {
      const [current] = this.#ring;
      await manager.query(
        `INSERT INTO data_keys (user_id, wrapped_by, wrapped_key) VALUES ($1, $2, $3) ON CONFLICT (user_id) DO NOTHING`,
        [userId, current!.id, close(Buffer.from(current!.key), randomBytes(32))],
      );
      [row] = await read();
    }
    if (!row?.wrapped_key) throw new WritingErasedError();
    return openWith(this.#ringKey(row.wrapped_by), row.wrapped_key);
  }
}

function close(key: Buffer, plain: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openWith(key: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([
    decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)),
    decipher.final(),
  ]);
}

/**
 * Keys for `Idempotency-Key`. A request whose fate is unknown (no answer, or a 5xx) keeps its key, so that pressing
 * the button again repeats the same request instead of making a second one; a definite answer retires the key.
 */
export class RequestKeys {
  readonly #open = new Map<string, string>();
  readonly #newKey: () => string;

  constructor(newKey: () => string = randomKey) {
    this.#newKey = newKey;
  }

  take(path: string, body: string): string {
    const intent = `${path}\n${body}`;
    const key = this.#open.get(intent) ?? this.#newKey();
    this.#open.set(intent, key);
    return key;
  }

  settle(path: string, body: string): void {
    this.#open.delete(`${path}\n${body}`);
  }
}

/** `crypto.randomUUID` exists only on https and localhost; random bytes exist everywhere. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

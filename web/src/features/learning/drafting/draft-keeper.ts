export type DraftState = 'saved' | 'unsaved' | 'saving' | 'failed';

export interface DraftSnapshot {
  text: string;
  state: DraftState;
  savedAt: string | null;
  /** What this device kept from a save that failed, when the server has something newer. */
  leftover: string | null;
}

export interface LocalCopy {
  body: string;
  at: string;
}

export interface DraftDependencies {
  save(body: string): Promise<{ savedAt: string }>;
  /** The copy on this device, which survives a failed save, a closed tab and a dead battery. */
  local: { read(): LocalCopy | null; write(copy: LocalCopy): void; clear(): void };
  later(work: () => void, ms: number): () => void;
  now(): string;
}

const PAUSE_MS = 900;
const LONGEST_RETRY_MS = 30_000;

/** Keeps what a learner writes: on this device with every change, on the server after a pause, again until it worked. */
export class DraftKeeper {
  #snapshot: DraftSnapshot;
  #listeners = new Set<() => void>();
  #callOff: (() => void) | null = null;
  #saving: Promise<void> | null = null;
  #failures = 0;
  #ended = false;
  readonly #deps: DraftDependencies;

  constructor(server: { body: string; savedAt: string | null }, deps: DraftDependencies) {
    this.#deps = deps;
    const copy = deps.local.read();
    const differs = copy !== null && copy.body !== server.body;
    const newer = differs && (server.savedAt === null || Date.parse(copy.at) > Date.parse(server.savedAt));
    this.#snapshot = {
      text: newer ? copy.body : server.body,
      state: newer ? 'unsaved' : 'saved',
      savedAt: server.savedAt,
      leftover: differs && !newer && copy.body.trim() !== '' ? copy.body : null,
    };
    if (copy && !differs) deps.local.clear();
    if (newer) this.#schedule(PAUSE_MS);
  }

  readonly snapshot = (): DraftSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  write(text: string): void {
    if (text === this.#snapshot.text) return;
    this.#deps.local.write({ body: text, at: this.#deps.now() });
    this.#change({ text, state: this.#saving ? 'saving' : 'unsaved' });
    this.#schedule(PAUSE_MS);
  }

  takeLeftover(): void {
    const { leftover } = this.#snapshot;
    if (leftover === null) return;
    this.#change({ leftover: null });
    this.write(leftover);
  }

  dropLeftover(): void {
    this.#deps.local.clear();
    this.#change({ leftover: null });
  }

  /** Saves what is not saved yet, now. */
  async flush(): Promise<void> {
    this.#callOff?.();
    this.#callOff = null;
    if (this.#saving) await this.#saving;
    if (!this.#ended && this.#snapshot.state !== 'saved') await this.#save();
  }

  /** It was handed in: there is nothing to keep any more. */
  end(): void {
    this.#ended = true;
    this.#callOff?.();
    this.#deps.local.clear();
  }

  #schedule(ms: number): void {
    this.#callOff?.();
    this.#callOff = this.#deps.later(() => void this.flush(), ms);
  }

  #save(): Promise<void> {
    const { text } = this.#snapshot;
    this.#change({ state: 'saving' });
    this.#saving = this.#deps
      .save(text)
      .then(({ savedAt }) => this.#saved(text, savedAt))
      .catch(() => this.#failed())
      .finally(() => {
        this.#saving = null;
      });
    return this.#saving;
  }

  #saved(text: string, savedAt: string): void {
    this.#failures = 0;
    const latest = text === this.#snapshot.text;
    if (latest && this.#snapshot.leftover === null) this.#deps.local.clear();
    this.#change({ savedAt, state: latest ? 'saved' : 'unsaved' });
  }

  #failed(): void {
    if (this.#ended) return;
    this.#change({ state: 'failed' });
    this.#schedule(Math.min(LONGEST_RETRY_MS, 2_000 * 2 ** this.#failures++));
  }

  #change(part: Partial<DraftSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...part };
    for (const listener of this.#listeners) listener();
  }
}

import { LiveChange, LiveReady } from '@gradus/contracts';

export type LiveState = 'off' | 'connecting' | 'open' | 'reconnecting';

export interface LiveStream {
  close(): void;
}

export interface LiveStreamHandlers {
  opened(): void;
  /** The first event: whether what was missed follows. */
  ready(data: string, eventId: string): void;
  changed(data: string, eventId: string): void;
  broken(): void;
}

export interface LiveDependencies {
  ticket(): Promise<string>;
  open(url: string, handlers: LiveStreamHandlers): LiveStream;
  /** Runs `work` after that many milliseconds; answers how to call it off. */
  later(work: () => void, ms: number): () => void;
  random(): number;
  /** Milliseconds on any clock that only goes forward. */
  now(): number;
}

/** Topics mount and unmount in bursts when a page changes; the stream follows once they have settled. */
const SETTLE_MS = 60;
const LONGEST_WAIT_MS = 30_000;
/** A stream that breaks sooner than this was no success, though it opened: the pauses go on growing. */
const PROVED_MS = 10_000;

/**
 * One event stream for all that this tab shows. A ticket is good for one opening, so the browser's own reconnecting
 * would be refused: every opening takes a new ticket and hands over the last event id. When the API knows what was missed since, it
 * says so; else, and for topics that were not followed before, whoever listens is told to look again.
 */
export class LiveConnection {
  #topics = new Map<string, Set<() => void>>();
  #listeners = new Set<() => void>();
  #state: LiveState = 'off';
  #stream: LiveStream | null = null;
  #streamTopics = '';
  #lastEventId: string | null = null;
  /** What the last stream that was ready followed: of these, what was missed can be told. */
  #followed: ReadonlySet<string> = new Set();
  #failures = 0;
  #openedAt: number | null = null;
  #epoch = 0;
  #callOff: (() => void) | null = null;
  readonly #deps: LiveDependencies;

  constructor(deps: LiveDependencies) {
    this.#deps = deps;
  }

  get state(): LiveState {
    return this.#state;
  }

  onState(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  subscribe(topic: string, changed: () => void): () => void {
    const set = this.#topics.get(topic) ?? new Set();
    this.#topics.set(topic, set.add(changed));
    this.#schedule(SETTLE_MS);
    return () => {
      set.delete(changed);
      if (set.size === 0 && this.#topics.get(topic) === set) this.#topics.delete(topic);
      this.#schedule(SETTLE_MS);
    };
  }

  /** The network came back, or the tab was woken: do not sit out the rest of the pause. */
  hurry(): void {
    if (this.#state === 'reconnecting') this.#schedule(0);
  }

  #schedule(ms: number): void {
    this.#callOff?.();
    this.#callOff = this.#deps.later(() => {
      this.#callOff = null;
      void this.#follow();
    }, ms);
  }

  async #follow(): Promise<void> {
    const wanted = [...this.#topics.keys()].sort().join(',');
    if (wanted === '') return this.#stop();
    if (this.#stream && wanted === this.#streamTopics) return;
    this.#close();
    const epoch = ++this.#epoch;
    if (this.#state !== 'reconnecting') this.#enter('connecting');
    try {
      const ticket = await this.#deps.ticket();
      if (epoch === this.#epoch) this.#open(wanted, ticket, epoch);
    } catch {
      if (epoch === this.#epoch) this.#failed();
    }
  }

  #open(topics: string, ticket: string, epoch: number): void {
    const search = new URLSearchParams({ topics, ticket });
    if (this.#lastEventId) search.set('lastEventId', this.#lastEventId);
    const current = (work: () => void) => () => {
      if (epoch === this.#epoch) work();
    };
    this.#streamTopics = topics;
    this.#stream = this.#deps.open(`/api/live?${search.toString()}`, {
      opened: current(() => this.#opened()),
      ready: (data, eventId) => current(() => this.#ready(topics, data, eventId))(),
      changed: (data, eventId) => current(() => this.#changed(data, eventId))(),
      broken: current(() => this.#failed()),
    });
  }

  #opened(): void {
    this.#openedAt = this.#deps.now();
    this.#enter('open');
  }

  #ready(topics: string, data: string, eventId: string): void {
    if (eventId) this.#lastEventId = eventId;
    const known = parsed(LiveReady, data)?.resumed ? this.#followed : new Set<string>();
    this.#followed = new Set(topics.split(','));
    for (const topic of this.#topics.keys()) if (!known.has(topic)) this.#tell(topic);
  }

  #changed(data: string, eventId: string): void {
    if (eventId) this.#lastEventId = eventId;
    const change = parsed(LiveChange, data);
    if (change) this.#tell(change.topic);
  }

  #failed(): void {
    if (this.#openedAt !== null && this.#deps.now() - this.#openedAt >= PROVED_MS) this.#failures = 0;
    this.#openedAt = null;
    this.#close();
    this.#epoch++;
    this.#enter('reconnecting');
    const ceiling = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** this.#failures++);
    this.#schedule(ceiling / 2 + (this.#deps.random() * ceiling) / 2);
  }

  #stop(): void {
    this.#epoch++;
    this.#close();
    this.#failures = 0;
    this.#enter('off');
  }

  #close(): void {
    this.#stream?.close();
    this.#stream = null;
    this.#streamTopics = '';
  }

  #tell(topic: string): void {
    for (const changed of this.#topics.get(topic) ?? []) changed();
  }

  #enter(state: LiveState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function parsed<T>(
  shape: { safeParse(value: unknown): { success: boolean; data?: T } },
  data: string,
): T | null {
  try {
    return shape.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}

import { MOST_OPERATIONS } from '@gradus/contracts';

/** How the draft stands with the server. */
export type SaveState =
  | { status: 'saved' }
  | { status: 'saving' }
  /** The server could not be reached; it is tried again by itself. */
  | { status: 'waiting'; detail: string }
  /** Somebody else changed the draft. Nothing is sent until a person decides. */
  | { status: 'conflict' }
  /** The server understood and said no. */
  | { status: 'refused'; detail: string };

export type SaveAnswer =
  | { kind: 'saved'; revision: number }
  | { kind: 'stale' }
  | { kind: 'away'; detail: string }
  | { kind: 'refused'; detail: string };

interface DraftSaverParts<Op> {
  revision: number;
  send(revision: number, operations: Op[]): Promise<SaveAnswer>;
  changed(state: SaveState): void;
  later(work: () => void, ms: number): () => void;
}

const GATHER_MS = 350;
const BACK_OFF_MS = [1_000, 2_000, 5_000, 10_000, 20_000];
/**
 * Room for all boxes of a large drawing, so that what is one edit here is one edit there. Of what does more than put something
 * elsewhere the server takes fewer at once, and a megabyte of all.
 */
const AT_ONCE = { ...MOST_OPERATIONS, characters: 400_000 };
const MOVES = new Set<unknown>(['moveStep', 'moveNote']);

/** Sends edits in the order they were made, one request at a time, each with the revision it builds on. */
export class DraftSaver<Op> {
  #pending: Op[] = [];
  #inFlight = 0;
  #revision: number;
  #failures = 0;
  /** How many were sent without an answer: the same request is repeated, so that its key can be recognised. */
  #again: number | null = null;
  #stopped = false;
  #cancel: (() => void) | null = null;
  readonly #parts: DraftSaverParts<Op>;

  constructor(parts: DraftSaverParts<Op>) {
    this.#parts = parts;
    this.#revision = parts.revision;
  }

  /** Edits the server does not have yet, oldest first. */
  get unsaved(): readonly Op[] {
    return this.#pending;
  }

  get revision(): number {
    return this.#revision;
  }

  add(operations: readonly Op[]): void {
    this.#pending.push(...operations);
    if (this.#stopped) return;
    if (this.#failures === 0) this.#parts.changed({ status: 'saving' });
    if (this.#inFlight === 0 && this.#failures === 0) this.#schedule(GATHER_MS);
  }

  /** Send what waits now: before publishing, or because a person asked. */
  hurry(): void {
    if (this.#stopped || this.#inFlight > 0 || this.#pending.length === 0) return;
    this.#schedule(0);
  }

  /** Go on from another revision, with these edits on top of it. */
  restart(revision: number, operations: readonly Op[]): void {
    this.#revision = revision;
    this.#pending = [...operations];
    this.#inFlight = 0;
    this.#failures = 0;
    this.#again = null;
    this.#stopped = false;
    this.#cancel?.();
    if (operations.length === 0) this.#parts.changed({ status: 'saved' });
    else {
      this.#parts.changed({ status: 'saving' });
      this.#schedule(0);
    }
  }

  #schedule(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#parts.later(() => void this.#send(), ms);
  }

  async #send(): Promise<void> {
    if (this.#inFlight > 0 || this.#stopped || this.#pending.length === 0) return;
    const batch = this.#pending.slice(0, this.#again ?? fitting(this.#pending));
    this.#inFlight = batch.length;
    this.#again = batch.length;
    const answer = await this.#parts.send(this.#revision, batch);
    this.#inFlight = 0;
    if (answer.kind === 'saved') this.#saved(answer.revision, batch.length);
    else if (answer.kind === 'away') this.#away(answer.detail);
    else {
      this.#stopped = true;
      this.#parts.changed(
        answer.kind === 'stale' ? { status: 'conflict' } : { status: 'refused', detail: answer.detail },
      );
    }
  }

  #saved(revision: number, count: number): void {
    this.#revision = revision;
    this.#pending.splice(0, count);
    this.#failures = 0;
    this.#again = null;
    if (this.#pending.length > 0) this.#schedule(0);
    else this.#parts.changed({ status: 'saved' });
  }

  #away(detail: string): void {
    const pause = BACK_OFF_MS[Math.min(this.#failures, BACK_OFF_MS.length - 1)] ?? 20_000;
    this.#failures += 1;
    this.#parts.changed({ status: 'waiting', detail });
    this.#schedule(pause);
  }
}

const isMove = (edit: unknown): boolean =>
  typeof edit === 'object' && edit !== null && 'type' in edit && MOVES.has(edit.type);

/** How many of them, at least one, go into one request. */
function fitting(edits: readonly unknown[]): number {
  let characters = 0;
  let notMoves = 0;
  const first = edits.findIndex((edit, index) => {
    characters += JSON.stringify(edit).length;
    if (!isMove(edit)) notMoves += 1;
    const tooMany = index >= AT_ONCE.all || notMoves > AT_ONCE.notMoves;
    return index > 0 && (tooMany || characters > AT_ONCE.characters);
  });
  return first < 0 ? edits.length : first;
}

import type { Definition, EffectOutcome } from '@gradus/flow';

const DAY = 86_400_000;

interface Position {
  step: string;
  visit: number;
  deadline: number | null;
  /** Key of the mail whose delivery it waits for. */
  awaits: string | null;
  blocked: boolean;
}

/**
 * The rules of a run in the plainest words, written apart from the engine and sharing nothing with it but types: one
 * position, waits of whole days, waits for an event, mails (awaited or not), and what an operator may do about them.
 */
export class Reference {
  /** `step visit port @instant` of each step that was left. */
  readonly left: string[] = [];
  outcome: string | null = null;
  readonly #drawing: Definition;
  readonly #visits = new Map<string, number>();
  #at: Position | null = null;

  constructor(drawing: Definition, started: number) {
    this.#drawing = drawing;
    this.#enter(drawing.trigger, started);
  }

  /** `step visit` and whether it is blocked; or the outcome. */
  get place(): string {
    if (this.outcome !== null || this.#at === null) return String(this.outcome);
    return `${this.#at.step} ${this.#at.visit}${this.#at.blocked ? ' blocked' : ''}`;
  }

  /** Where a command may be aimed at. */
  get standing(): { step: string; visit: number; blocked: boolean } | null {
    return this.#at;
  }

  /** Lets time come, in order, up to that moment (or short of it). */
  time(until: number, including: boolean): void {
    for (;;) {
      const due = this.#at?.blocked ? null : this.#at?.deadline;
      if (due == null || (including ? due > until : due >= until)) return;
      this.#leave(this.#kind() === 'wait' ? 'next' : 'timeout', due);
    }
  }

  event(type: string, at: number): void {
    const step = this.#at && this.#drawing.steps[this.#at.step];
    if (step?.kind !== 'waitFor' || step.config.for.kind !== 'event') return;
    if (step.config.for.event === type) this.#leave('next', at);
  }

  effect(key: string, outcome: EffectOutcome, at: number): void {
    if (this.#at?.awaits !== key) return;
    if (outcome === 'done') return this.#leave('next', at);
    if (outcome === 'unknown') {
      this.#at.blocked = true;
      return;
    }
    this.#at.awaits = null;
    if (this.#edge('error')) this.#leave('error', at);
    else this.#at.blocked = true;
  }

  skip(at: number): void {
    if (this.#at) this.#leave('next', at);
  }

  retry(): void {
    if (!this.#at?.blocked) return;
    this.#at.blocked = false;
    this.#at.awaits = `run:${this.#at.step}:${this.#at.visit}`;
  }

  exit(at: number): void {
    if (!this.#at) return;
    this.#note(null, at);
    this.#at = null;
    this.outcome = 'exited';
  }

  #kind = () => this.#at && this.#drawing.steps[this.#at.step]?.kind;
  #edge = (port: string) =>
    this.#drawing.edges.find((edge) => edge.from === this.#at?.step && edge.port === port);

  #note(port: string | null, at: number): void {
    this.left.push(`${this.#at!.step} ${this.#at!.visit} ${port} @${at}`);
  }

  #leave(port: string, at: number): void {
    const edge = this.#edge(port);
    this.#note(port, at);
    this.#enter(edge!.to, at);
  }

  #enter(id: string, at: number): void {
    const visit = (this.#visits.get(id) ?? 0) + 1;
    this.#visits.set(id, visit);
    this.#at = { step: id, visit, deadline: null, awaits: null, blocked: false };
    const step = this.#drawing.steps[id]!;
    if (step.kind === 'trigger') return this.#leave('next', at);
    if (step.kind === 'end') {
      this.#note(null, at);
      this.#at = null;
      this.outcome = step.config.outcome;
    } else if (step.kind === 'message') {
      if (!step.config.waitForDelivery) return this.#leave('next', at);
      this.#at.awaits = `run:${id}:${visit}`;
    } else if (step.kind === 'wait' && step.config.for.kind === 'duration')
      this.#at.deadline = at + step.config.for.duration.amount * DAY;
    else if (step.kind === 'waitFor' && step.config.timeout)
      this.#at.deadline = at + step.config.timeout.amount * DAY;
  }
}

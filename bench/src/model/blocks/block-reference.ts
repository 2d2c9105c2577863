import type { Definition } from '@gradus/flow';

const HOUR = 3_600_000;

/** What becomes of everybody inside when the second version is published. */
export type Choice = 'keep' | 'follow' | 'retime' | 'exit';

interface Position {
  step: string;
  version: number;
  deadline: number | null;
  /** What was left until the deadline when the run was paused. */
  rest: number | null;
  heard: boolean;
  since: number;
  /** The block it is inside of. */
  block: string | null;
}

/**
 * The rules of a run with several positions in the plainest words, written apart from the engine and sharing nothing with it
 * but types: waits of whole hours, waits for an event with a time-out, ways beside one another that a join brings together
 * (all, any, so many), pauses that stop the clocks, and a second version that people inside keep out of, follow, or follow
 * with a new date. Every step comes once.
 */
export class BlockReference {
  /** `step port @instant` of each step that takes time and was left. */
  readonly left: string[] = [];
  outcome: string | null = null;
  paused = false;
  #pausedAt = 0;
  #pauses: Array<[from: number, until: number]> = [];
  #arrived = new Map<string, number>();
  #here: Position[] = [];
  readonly #versions: readonly Definition[];

  constructor(versions: readonly Definition[], started: number) {
    this.#versions = versions;
    this.#enter(versions[0]!.trigger, started, 0, null);
  }

  /** Where it stands: every step with somebody at it, in order; or the outcome. */
  get place(): string {
    if (this.outcome !== null) return this.outcome;
    const steps = this.#here.map(({ step }) => step);
    return `${this.paused ? 'paused ' : ''}${steps.toSorted().join(' ')}`;
  }

  /** Lets time come, in order, up to that moment (or short of it). */
  time(until: number, including: boolean): void {
    while (!this.paused) {
      const due = this.#here
        .filter(({ deadline }) => deadline !== null && (including ? deadline <= until : deadline < until))
        .toSorted((one, other) => one.deadline! - other.deadline!)[0];
      if (!due) return;
      this.#leave(due, this.#kind(due) === 'wait' ? 'next' : 'timeout', due.deadline!);
    }
  }

  event(type: string, at: number): void {
    for (const one of this.#everybody()) {
      const step = this.#step(one);
      if (step?.kind !== 'waitFor' || step.config.for.kind !== 'event' || step.config.for.event !== type)
        continue;
      if (this.paused) one.heard = true;
      else if (this.#here.includes(one)) this.#leave(one, 'next', at);
    }
  }

  pause(at: number): void {
    if (this.paused || this.outcome !== null) return;
    this.paused = true;
    this.#pausedAt = at;
    for (const one of this.#here) one.rest = one.deadline === null ? null : Math.max(0, one.deadline - at);
  }

  resume(at: number): void {
    if (!this.paused) return;
    this.paused = false;
    this.#pauses.push([this.#pausedAt, at]);
    for (const one of this.#everybody()) {
      if (!this.#here.includes(one)) continue;
      one.deadline = one.rest === null ? null : at + one.rest;
      if (one.heard) this.#leave(one, 'next', at);
      else if (one.deadline !== null && one.deadline <= at)
        this.#leave(one, this.#kind(one) === 'wait' ? 'next' : 'timeout', at);
    }
  }

  publish(choice: Choice, at: number): void {
    if (choice === 'keep' || this.outcome !== null) return;
    if (choice === 'exit') return this.exit(at);
    for (const one of this.#everybody()) {
      if (!this.#here.includes(one)) continue;
      const before = this.#hours(one);
      one.version = 1;
      const hours = this.#hours(one);
      // Whose step is as it was is not asked; the others are, in this order, also at the very instant of their date.
      if (hours === null || hours === before) continue;
      const now = this.paused ? this.#pausedAt : at;
      const anew = one.since + hours * HOUR + this.#stoodStill(one.since);
      // Only a wait is given its date once; a time-out is asked for anew, so that following moves it, too.
      const keeps = choice === 'follow' && this.#kind(one) === 'wait';
      const end = keeps ? (this.paused ? now + one.rest! : one.deadline!) : anew;
      if (this.paused) one.rest = Math.max(0, end - now);
      else if (end > now) one.deadline = end;
      else this.#leave(one, this.#kind(one) === 'wait' ? 'next' : 'timeout', at);
    }
  }

  exit(at: number): void {
    for (const one of this.#here) this.#note(one, null, at);
    this.#here = [];
    this.outcome = 'exited';
    this.paused = false;
  }

  /** As they stand now: who goes on changes the list. */
  #everybody = () => this.#here.slice();

  #stoodStill = (since: number) =>
    this.#pauses.reduce((sum, [from, until]) => sum + Math.max(0, until - Math.max(from, since)), 0);
  #step = ({ step, version }: Position) => this.#versions[version]!.steps[step];
  #kind = (one: Position) => this.#step(one)?.kind;

  #hours(one: Position): number | null {
    const step = this.#step(one);
    if (step?.kind === 'wait' && step.config.for.kind === 'duration') return step.config.for.duration.amount;
    return step?.kind === 'waitFor' ? (step.config.timeout?.amount ?? null) : null;
  }

  #note(one: Position, port: string | null, at: number): void {
    const kind = this.#kind(one);
    if (kind === 'wait' || kind === 'waitFor') this.left.push(`${one.step} ${port} @${at}`);
  }

  #to(one: Position, port: string): string {
    return this.#versions[one.version]!.edges.find((edge) => edge.from === one.step && edge.port === port)!
      .to;
  }

  #leave(one: Position, port: string, at: number): void {
    this.#note(one, port, at);
    const place = this.#here.indexOf(one);
    this.#here.splice(place, 1);
    this.#enter(this.#to(one, port), at, one.version, one.block, place);
  }

  /** Whoever goes on keeps their place among the others: it decides who is first when all go on at once. */
  #enter(step: string, at: number, version: number, block: string | null, place = this.#here.length): void {
    const one: Position = { step, version, deadline: null, rest: null, heard: false, since: at, block };
    const drawn = this.#step(one)!;
    if (drawn.kind === 'end') this.outcome = drawn.config.outcome;
    else if (drawn.kind === 'join') this.#join(one, at, place);
    else if (drawn.kind === 'parallel')
      for (const { id } of drawn.config.ways) this.#enter(this.#to(one, id), at, version, step);
    else if (drawn.kind === 'wait' || drawn.kind === 'waitFor') {
      one.deadline = at + this.#hours(one)! * HOUR;
      this.#here.splice(place, 0, one);
    } else this.#enter(this.#to(one, 'next'), at, version, block, place);
  }

  #join(one: Position, at: number, place: number): void {
    const drawn = this.#step(one);
    const opened = this.#versions[one.version]!.steps[one.block!];
    if (drawn?.kind !== 'join' || opened?.kind !== 'parallel') return;
    const arrived = (this.#arrived.get(one.step) ?? 0) + 1;
    this.#arrived.set(one.step, arrived);
    const rule = drawn.config.for;
    const all = opened.config.ways.length;
    const wanted = rule.kind === 'all' ? all : rule.kind === 'any' ? 1 : rule.count;
    if (arrived > wanted) return;
    this.#here.splice(place, 0, one);
    if (arrived < wanted) return;
    const others = this.#here.filter((other) => other.block === one.block && other !== one);
    for (const other of others) this.#note(other, null, at);
    this.#here = this.#here.filter((other) => other.block !== one.block);
    this.#enter(this.#to(one, 'next'), at, one.version, null);
  }
}

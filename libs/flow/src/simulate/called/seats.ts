import type { CallFact, Facts, TaskFact } from '../../model/facts.ts';
import type { EventInput, Input } from '../../model/inputs.ts';
import type { Instant, TimeZone } from '../../model/instant.ts';

/** The seat of the run that a walk is about; those that it calls come behind it. */
export const OWN = 0;

/** What one run hears, and what is known of it alone. */
interface Seat {
  listens: ReadonlySet<string>;
  inputs: Input[];
  tasks: readonly TaskFact[];
  calls: readonly CallFact[];
  /** Both put together, for as long as neither changes: who asks about the same facts again is answered from memory. */
  known: { of: Facts; facts: Facts } | null;
}

/** The runs of one learner that a world deals with: usually one. */
export class Seats {
  readonly #seats: Seat[];
  #numbered = 0;

  constructor(listens: ReadonlySet<string>) {
    this.#seats = [{ listens, inputs: [], tasks: [], calls: [], known: null }];
  }

  /** The same seats, going their own way from here on. */
  fork(): Seats {
    const copy = new Seats(new Set());
    copy.#seats.splice(0, 1, ...this.#seats.map((seat) => ({ ...seat, inputs: [...seat.inputs] })));
    copy.#numbered = this.#numbered;
    return copy;
  }

  /** One more run takes part from now on; answers its seat. */
  sit(listens: ReadonlySet<string>): number {
    return this.#seats.push({ listens, inputs: [], tasks: [], calls: [], known: null }) - 1;
  }

  /** What is known of a learner, with what is known of this run of theirs alone. */
  factsOf(seat: number, facts: Facts): Facts {
    const one = this.#at(seat);
    const { tasks, calls } = one;
    if (tasks.length + calls.length === 0) return facts;
    if (one.known?.of !== facts) one.known = { of: facts, facts: { ...facts, tasks, calls } };
    return one.known.facts;
  }

  /** What a run has heard since it was last asked. */
  heard(seat: number): Input[] {
    const one = this.#at(seat);
    const heard = one.inputs;
    if (heard.length > 0) one.inputs = [];
    return heard;
  }

  noteTask(seat: number, fact: TaskFact): void {
    const one = this.#at(seat);
    one.tasks = [...one.tasks, fact];
    one.known = null;
  }

  noteCall(seat: number, fact: CallFact): void {
    const one = this.#at(seat);
    one.calls = [...one.calls, fact];
    one.known = null;
  }

  hear(seat: number, input: Input): void {
    this.#at(seat).inputs.push(input);
  }

  /** Something happened: every run that listens to such events hears of it, or only one. */
  announce(at: Instant, type: string, data: EventInput['data'], only: number | null = null): void {
    for (const [seat, { listens, inputs }] of this.#seats.entries()) {
      if ((only !== null && seat !== only) || !listens.has(type)) continue;
      inputs.push({ kind: 'event', at, id: this.number('event'), type, data });
    }
  }

  /** The learner lives by another clock: every run hears of it. */
  move(at: Instant, from: TimeZone, to: TimeZone): void {
    for (const { inputs } of this.#seats)
      inputs.push({ kind: 'zone', at, id: this.number('zone'), from, to });
  }

  /** A name that no other input has. */
  number(kind: string): string {
    return `${kind}-${(this.#numbered += 1)}`;
  }

  #at(seat: number): Seat {
    const one = this.#seats[seat];
    if (one === undefined) throw new RangeError(`No run has the seat ${seat}.`);
    return one;
  }
}

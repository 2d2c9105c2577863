import type { Definition, EffectOutcome } from '@gradus/flow';

const HOUR = 3_600_000;
type Value = string | number | boolean;

interface Position {
  step: string;
  visit: number;
  /** The block it is inside of, and which of its ways it walks. */
  block: string | null;
  deadline: number | null;
  /** What was left until the deadline when the run was paused. */
  rest: number | null;
  /** The key of the mail whose delivery it waits for. */
  awaits: string | null;
  /** What came of it during a pause. */
  heard: EffectOutcome | null;
  blocked: boolean;
  /** Parked at a join. */
  parked: boolean;
}

interface Block {
  arrived: number;
  /** How many ways there are; of a block that goes through the modules, how many have begun. */
  ways: number;
  begun: number;
}

/**
 * The rules of steps that act and decide inside of blocks, in the plainest words and sharing nothing with the engine but
 * types: waits of whole hours, mails whose delivery is waited for, ways that hang on a variable, ways beside one another,
 * a body that is walked module by module, and what an operator may do about one position while others stand elsewhere.
 */
export class ActingReference {
  /** `step visit port @instant` of each step that takes time and was left. */
  readonly left: string[] = [];
  outcome: string | null = null;
  paused = false;
  readonly #drawing: Definition;
  readonly #modules: number;
  readonly #visits = new Map<string, number>();
  readonly #blocks = new Map<string, Block>();
  readonly #vars = new Map<string, Value>();
  #here: Position[] = [];

  constructor(drawing: Definition, modules: number, started: number) {
    this.#drawing = drawing;
    this.#modules = modules;
    this.#enter(drawing.trigger, started, null, 0);
  }

  get place(): string {
    if (this.outcome !== null) return this.outcome;
    const here = this.#here.map(({ step, visit, blocked }) => `${step}.${visit}${blocked ? '!' : ''}`);
    return `${this.paused ? 'paused ' : ''}${here.toSorted().join(' ')}`;
  }

  /** Whom a command may be aimed at: not who is parked at a join. */
  get standing(): Array<{ step: string; visit: number; blocked: boolean; awaits: string | null }> {
    return this.#here.filter(({ parked }) => !parked);
  }

  time(until: number, including: boolean): void {
    while (!this.paused) {
      const due = this.#here
        .filter(({ deadline }) => deadline !== null && (including ? deadline <= until : deadline < until))
        .toSorted((one, other) => one.deadline! - other.deadline!)[0];
      if (!due) return;
      this.#leave(due, 'next', due.deadline!);
    }
  }

  effect(key: string, outcome: EffectOutcome, at: number): void {
    const one = this.#here.find(({ awaits }) => awaits === key);
    if (!one) return;
    if (this.paused) one.heard = outcome;
    else this.#settle(one, outcome, at);
  }

  skip(step: string, visit: number, at: number): void {
    const one = this.#find(step, visit);
    if (one && !this.paused) this.#leave(one, 'next', at);
  }

  retry(step: string, visit: number): void {
    const one = this.#find(step, visit);
    if (!one?.blocked || this.paused) return;
    one.blocked = false;
    one.awaits = `run:${step}:${visit}`;
  }

  /** Sets the variable, and a blocked step is tried again. */
  change(step: string, visit: number, name: string, value: Value): void {
    if (!this.#find(step, visit) || this.paused) return;
    this.#vars.set(name, value);
    this.retry(step, visit);
  }

  pause(at: number): void {
    if (this.paused || this.outcome !== null) return;
    this.paused = true;
    for (const one of this.#here) one.rest = one.deadline === null ? null : Math.max(0, one.deadline - at);
  }

  resume(at: number): void {
    if (!this.paused) return;
    this.paused = false;
    for (const one of this.#here.slice()) {
      if (!this.#here.includes(one)) continue;
      one.deadline = one.rest === null ? null : at + one.rest;
      const { heard } = one;
      one.heard = null;
      if (heard !== null) this.#settle(one, heard, at);
      else if (one.deadline !== null && one.deadline <= at) this.#leave(one, 'next', at);
    }
  }

  exit(at: number): void {
    for (const one of this.#here) this.#note(one, null, at);
    this.#here = [];
    this.outcome = 'exited';
    this.paused = false;
  }

  #find = (step: string, visit: number) =>
    this.#here.find((one) => one.step === step && one.visit === visit && !one.parked);
  #to = (step: string, port: string) =>
    this.#drawing.edges.find((edge) => edge.from === step && edge.port === port)?.to;

  #settle(one: Position, outcome: EffectOutcome, at: number): void {
    if (outcome === 'done') return this.#leave(one, 'next', at);
    if (outcome === 'unknown') {
      one.blocked = true;
      return;
    }
    one.awaits = null;
    if (this.#to(one.step, 'error') === undefined) one.blocked = true;
    else this.#leave(one, 'error', at);
  }

  #note({ step, visit }: Position, port: string | null, at: number): void {
    const kind = this.#drawing.steps[step]?.kind;
    if (kind === 'wait' || kind === 'message') this.left.push(`${step} ${visit} ${port} @${at}`);
  }

  /** Whoever goes on keeps their place among the others. */
  #leave(one: Position, port: string, at: number): void {
    this.#note(one, port, at);
    const place = this.#here.indexOf(one);
    this.#here.splice(place, 1);
    this.#enter(this.#to(one.step, port)!, at, one.block, place);
  }

  #enter(step: string, at: number, block: string | null, place: number): void {
    this.#look(this.#put(step, block, place), at);
  }

  /** Somebody stands at a step; what that means is looked at next. */
  #put(step: string, block: string | null, place: number): Position {
    const visit = (this.#visits.get(step) ?? 0) + 1;
    this.#visits.set(step, visit);
    const parts = { deadline: null, rest: null, awaits: null, heard: null, blocked: false, parked: false };
    const one: Position = { step, visit, block, ...parts };
    this.#here.splice(place, 0, one);
    return one;
  }

  #look(one: Position, at: number): void {
    const { step, visit, block } = one;
    const drawn = this.#drawing.steps[step]!;
    if (drawn.kind === 'message') one.awaits = `run:${step}:${visit}`;
    else if (drawn.kind === 'wait' && drawn.config.for.kind === 'duration')
      one.deadline = at + drawn.config.for.duration.amount * HOUR;
    if (drawn.kind === 'message' || drawn.kind === 'wait') return;
    const place = this.#here.indexOf(one);
    this.#here.splice(place, 1);
    if (drawn.kind === 'end') this.outcome = drawn.config.outcome;
    else if (drawn.kind === 'branch') this.#enter(this.#way(step), at, block, place);
    else if (drawn.kind === 'parallel') this.#fork(step, drawn.config.ways, at);
    else if (drawn.kind === 'forEachModule') {
      this.#blocks.set(step, { arrived: 0, ways: this.#modules, begun: 1 });
      this.#enter(this.#to(step, 'each')!, at, step, place);
    } else if (drawn.kind === 'join') this.#join(one, at, place);
    else this.#enter(this.#to(step, 'next')!, at, block, place);
  }

  /** All ways begin before anybody goes on, so that the first to be through may call off one that has only begun. */
  #fork(step: string, ways: ReadonlyArray<{ id: string }>, at: number): void {
    this.#blocks.set(step, { arrived: 0, ways: ways.length, begun: ways.length });
    const begun = ways.map(({ id }) => this.#put(this.#to(step, id)!, step, this.#here.length));
    for (const one of begun) if (this.#here.includes(one)) this.#look(one, at);
  }

  /** Every branch asks whether the variable `go` is yes. */
  #way = (step: string) => this.#to(step, this.#vars.get('go') === true ? 'yes' : 'otherwise')!;

  #join(one: Position, at: number, place: number): void {
    const drawn = this.#drawing.steps[one.step];
    const opener = one.block!;
    const block = this.#blocks.get(opener)!;
    if (drawn?.kind !== 'join') return;
    block.arrived += 1;
    const rule = drawn.config.for;
    const wanted = rule.kind === 'all' ? block.ways : rule.kind === 'any' ? 1 : rule.count;
    if (block.arrived >= wanted) return this.#close(one, at, place);
    if (block.begun < block.ways) {
      block.begun += 1;
      return this.#enter(this.#to(opener, 'each')!, at, opener, place);
    }
    this.#here.splice(place, 0, { ...one, parked: true });
  }

  /** It goes on for all of them: whoever is still inside does not. */
  #close(one: Position, at: number, place: number): void {
    const others = this.#here.filter(({ block }) => block === one.block);
    for (const other of others) this.#note(other, null, at);
    const before = this.#here.slice(0, place).filter(({ block }) => block !== one.block).length;
    this.#here = this.#here.filter(({ block }) => block !== one.block);
    this.#enter(this.#to(one.step, 'next')!, at, null, before);
  }
}

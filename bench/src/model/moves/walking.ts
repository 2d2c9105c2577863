import type { EffectOutcome } from '@gradus/flow';
import { Drawn } from './drawn.ts';
import { type CallEnd, type Came, type Frame, type Position, TOLD, type Value } from './positions.ts';
import type { Drawing } from './sketch.ts';

interface Block {
  ways: readonly string[];
  /** One after the other. */
  inTurn: boolean;
  begun: number;
  arrived: Set<string>;
  /** How often each step had been visited when its present way began. */
  before: ReadonlyMap<string, number>;
}

/** An effect whose step was left before its outcome was here. */
interface Left {
  key: string;
  /** It is right that it is done: what its step waited for has come about. */
  welcome: boolean;
  unknown: boolean;
}

/** Why somebody leaves: the step is through; its time is up; what it waited for is there; others have them leave; the run ends. */
export type How = 'through' | 'time' | 'there' | 'taken' | 'exit';

/** A learner whom the entry rules of a called automation keep out. */
const KEPT_OUT = new Set(['call.inside', 'call.entered-before', 'call.suppressed']);

/**
 * How people walk through a drawing, in the plainest words and sharing nothing with the engine but types: steps that wait,
 * act, call another automation or part the way, blocks inside of blocks, two versions at once, and what a step that is left
 * leaves open. What operators and authors do about it is in {@link MovesReference}.
 */
export class Walking {
  /** What was to be seen: steps left, effects asked for, called off, late or in doubt, called runs ended. */
  readonly lines: string[] = [];
  outcome: string | null = null;
  paused = false;
  protected here: Position[] = [];
  protected readonly drawn: Drawn;
  protected readonly visits = new Map<string, number>();
  protected readonly vars = new Map<string, Value>();
  protected pausedAt = 0;
  protected readonly pauses: Array<[from: number, until: number]> = [];
  /** By which key a step has acted last, and by which it is to act once more. Of a body: on the way of which module. */
  protected readonly made = new Map<string, { key: string; way: Frame | null }>();
  protected readonly reuse = new Map<string, string>();
  /** Where the last visits never began: the one before, whose number stands for what was done as long as nothing was. */
  protected readonly lent = new Map<string, number>();
  /** Called runs by the key of their call. */
  protected readonly calls = new Map<string, 'going' | CallEnd>();
  readonly #callKeys = new Set<string>();
  readonly #opened = new Set<string>();
  readonly #modules: readonly string[];
  readonly #blocks = new Map<string, Block>();
  #left: Left[] = [];
  #ids = 0;

  constructor(drawings: readonly Drawing[], modules: readonly string[], started: number) {
    this.drawn = new Drawn(drawings);
    this.#modules = modules;
    this.look(this.put(drawings[0]!.definition.trigger, 0, null, 0, started), started);
  }

  /** Where it stands, until when, and whether an operator is needed; or the outcome. */
  get place(): string {
    if (this.outcome !== null) return `${this.#left.length > 0 ? 'ending ' : ''}${this.outcome}`;
    const here = this.here.map(({ step, visit, version, trouble, deadline }) => {
      const until = this.paused || trouble !== null ? null : deadline;
      return `${step}.${visit}@v${version + 1}${trouble ? '!' : ''}${until === null ? '' : ` until ${until}`}`;
    });
    return `${this.paused ? 'paused ' : ''}${here.toSorted().join(', ')}`;
  }

  /** Keys of effects whose outcome is waited for, here or at a step that was left. */
  get open(): Array<{ key: string; left: boolean }> {
    const here = this.here.flatMap(({ key, awaits }) =>
      key !== null && awaits ? [{ key, left: false }] : [],
    );
    return [...here, ...this.#left.map(({ key }) => ({ key, left: true }))];
  }

  get standing(): readonly Readonly<Position>[] {
    return this.here;
  }

  /** Lets time come, in order, up to and with that moment. */
  time(until: number): void {
    while (!this.paused) {
      const [due] = this.here
        .filter(({ deadline, trouble }) => deadline !== null && deadline <= until && trouble === null)
        .toSorted((one, other) => one.deadline! - other.deadline! || one.id - other.id);
      if (!due) return;
      const at = due.deadline!;
      this.again(due, at);
      this.settleJoins(at);
    }
  }

  event(type: string, at: number): void {
    for (const one of this.everybody()) {
      const step = this.drawn.stepOf(one);
      if (one.asleep || step.kind !== 'waitFor') continue;
      if (step.config.for.kind !== 'event' || step.config.for.event !== type) continue;
      if (this.paused) one.heard = true;
      else this.leave(one, 'next', at, 'there');
    }
    this.settleJoins(at);
  }

  /** A run that was called is over: whoever waits for the end of a call looks whether it is theirs. */
  ended(key: string, outcome: CallEnd, at: number): void {
    this.calls.set(key, outcome);
    if (this.paused) return;
    for (const one of this.everybody())
      if (this.drawn.stepOf(one).kind === 'callAutomation' && one.trouble === null) this.again(one, at);
    this.settleJoins(at);
  }

  /** What became of an effect. `cancelled`: nobody had begun it when its step was left. */
  effect(key: string, outcome: EffectOutcome | 'cancelled', code: string, at: number): void {
    if (outcome === 'done' && this.#callKeys.has(key) && !this.calls.has(key)) this.calls.set(key, 'going');
    const one = this.here.find((other) => other.awaits && other.key === key);
    if (!one) return this.#late(key, outcome, at);
    const came: Came = { outcome: outcome === 'cancelled' ? 'refused' : outcome, code };
    if (this.paused) one.came = came;
    else this.settle(one, came, at);
    this.settleJoins(at);
  }

  /** As they stand now, those who are still there when it is their turn. */
  protected *everybody(): Generator<Position> {
    for (const one of this.here.slice()) if (this.here.includes(one)) yield one;
  }

  /** Time the run stood still does not count. */
  protected stoodStill = (since: number): number =>
    this.pauses.reduce((sum, [from, until]) => sum + Math.max(0, until - Math.max(from, since)), 0);

  /** Somebody is set down at a step: a new visit. Whoever comes from elsewhere keeps their place among the others. */
  protected put(step: string, version: number, from: Position | null, place: number, at: number): Position {
    const visit = (this.visits.get(step) ?? 0) + 1;
    this.visits.set(step, visit);
    const mark = from?.mark && from.mark.version !== version ? from.mark : null;
    const id = from?.id ?? (this.#ids += 1);
    const fresh = { deadline: null, notBefore: null, key: null, tries: 1, awaits: false, trouble: null };
    const awake = { rest: null, heard: false, came: null, asleep: false, begun: false };
    const frames = from?.frames ?? [];
    const one: Position = { id, version, step, visit, frames, mark, since: at, ...fresh, ...awake };
    this.here.splice(place, 0, one);
    return one;
  }

  /** A step begins, or begins again. */
  protected look(one: Position, at: number): void {
    one.begun = true;
    const step = this.drawn.stepOf(one);
    if (step.kind === 'end') return this.#end(one, at);
    if (step.kind === 'join') return this.#arrive(one, at);
    if (step.kind === 'parallel')
      return this.#part(
        one,
        step.config.ways.map(({ id }) => id),
        false,
        at,
      );
    if (step.kind === 'forEachModule') return this.#part(one, this.#modules, true, at);
    if (step.kind === 'branch')
      return this.leave(one, this.vars.get('go') === true ? 'yes' : 'otherwise', at, 'through');
    const length = this.drawn.lengthOf(one);
    one.deadline = length === null ? this.drawn.dateOf(one) : at + length;
    if (step.kind === 'release') return this.again(one, at);
    if (step.kind === 'callAutomation') return this.#ask(one, at, true);
    if (step.kind === 'message') this.#ask(one, at, step.config.waitForDelivery);
    const goesOn = step.kind === 'trigger' || (step.kind === 'message' && !step.config.waitForDelivery);
    if (goesOn) this.leave(one, 'next', at, 'through');
  }

  /** Somebody who stands and waits looks whether they can go on. */
  protected again(one: Position, at: number): void {
    const step = this.drawn.stepOf(one);
    if (step.kind === 'join') return this.#arrive(one, at);
    const late = one.deadline !== null && one.deadline <= at;
    if (step.kind === 'release' && this.#opened.has(step.config.module))
      return this.leave(one, 'next', at, 'there');
    if (step.kind === 'release') return late ? this.openModule(one, at, 'time') : undefined;
    if (step.kind === 'wait' && late) return this.leave(one, 'next', at, 'time');
    if (step.kind === 'waitFor' && one.heard) return this.leave(one, 'next', at, 'there');
    if (step.kind === 'callAutomation') {
      if (!step.config.wait) return one.awaits ? undefined : this.leave(one, 'next', at, 'there');
      const end = this.calls.get(one.key ?? '') ?? 'going';
      const otherwise =
        end !== 'completed' && this.drawn.lineIn(one.version, one.step, 'ended') !== undefined;
      if (end !== 'going') return this.leave(one, otherwise ? 'ended' : 'next', at, 'there');
    }
    if (late && step.kind !== 'wait') this.leave(one, 'timeout', at, 'time');
  }

  /** Somebody hears what became of their effect. */
  protected settle(one: Position, { outcome, code }: Came, at: number): void {
    if (outcome === 'unknown') {
      one.trouble = 'unknown';
      return;
    }
    one.awaits = false;
    one.trouble = null;
    const { kind } = this.drawn.stepOf(one);
    if (outcome === 'done')
      return kind === 'message' ? this.leave(one, 'next', at, 'there') : this.again(one, at);
    const drawn = (port: string) => this.drawn.lineIn(one.version, one.step, port) !== undefined;
    if (kind === 'callAutomation' && KEPT_OUT.has(code) && drawn('not-started'))
      return this.leave(one, 'not-started', at, 'there');
    if (drawn('error')) return this.leave(one, 'error', at, 'there');
    one.trouble = 'refused';
  }

  protected openModule(one: Position, at: number, how: How): void {
    const step = this.drawn.stepOf(one);
    if (step.kind !== 'release') return;
    this.#opened.add(step.config.module);
    this.lines.push(`opens ${step.config.module} @${at}`);
    this.leave(one, 'next', at, how);
  }

  protected leave(one: Position, port: string, at: number, how: How): void {
    const landing = this.drawn.landing(one, port)!;
    if (one.mark?.do === 'exit') return this.exitAll(at);
    if (this.drawn.stepOf(one).kind === 'join') this.#close(one, at);
    this.depart(one, port, at, how);
    this.look(this.replace(one, landing.step, landing.version, at), at);
  }

  /** The one leaves the list, and whom it becomes takes its place there. */
  protected replace(one: Position, step: string, version: number, at: number): Position {
    const place = this.here.indexOf(one);
    this.here.splice(place, 1);
    return this.put(step, version, one, place, at);
  }

  /** Notes that somebody is out of their step. `callGoesOn`: what they have called is to be waited for once more. */
  protected depart(one: Position, port: string | null, at: number, how: How, callGoesOn = false): void {
    const step = this.drawn.stepOf(one);
    if (!one.begun && one.visit > 1 && !this.lent.has(one.step)) this.lent.set(one.step, one.visit - 1);
    if (one.awaits && (one.came === null || one.came.outcome === 'unknown')) this.#leaveOpen(one, at, how);
    const waited = step.kind === 'callAutomation' && step.config.wait && !step.config.detached;
    const going = waited && !one.awaits && this.calls.get(one.key ?? '') === 'going';
    const ends = going && (how === 'taken' || how === 'time') && !callGoesOn;
    if (ends) this.lines.push(`ends ${one.step} ${one.visit} @${at}`);
    if (TOLD.has(step.kind)) this.lines.push(`left ${one.step} ${one.visit} ${port} @${at}`);
  }

  protected exitAll(at: number): void {
    for (const one of this.here) this.depart(one, null, at, 'exit');
    this.here = [];
    this.outcome = 'exited';
  }

  /** Lets on whoever stands at a join that others have made complete: in another version it may have another rule. */
  protected settleJoins(at: number): void {
    if (this.paused) return;
    for (const one of this.everybody()) if (this.drawn.stepOf(one).kind === 'join') this.again(one, at);
  }

  /** Whether the step was visited since the present way of the block around it began; without such a block, at all. */
  protected wasHere(step: string, way: Frame | undefined): boolean {
    const before = way === undefined ? 0 : (this.#blockOf(way).before.get(step) ?? 0);
    return (this.lent.get(step) ?? this.visits.get(step) ?? 0) > before;
  }

  /** The first act of a visit goes by its own key, unless an earlier one stands for it. */
  #ask(one: Position, at: number, awaited: boolean): void {
    const { step, visit, tries } = one;
    const key = (one.key ??= this.reuse.get(step) ?? `run:${step}:${visit}`);
    this.reuse.delete(step);
    this.lent.delete(step);
    this.made.set(step, { key, way: one.frames.find((frame) => this.#blockOf(frame).inTurn) ?? null });
    if (this.drawn.stepOf(one).kind === 'callAutomation') this.#callKeys.add(key);
    this.#left = this.#left.filter((left) => left.key !== key);
    this.lines.push(`asks ${key} #${tries} @${at}`);
    one.awaits = awaited;
  }

  #leaveOpen({ key, trouble, came }: Position, at: number, how: How): void {
    const unknown = trouble === 'unknown' || came !== null;
    const welcome = how === 'there';
    this.#left.push({ key: key!, welcome, unknown });
    this.lines.push(`${unknown ? 'in doubt' : 'calls off'} ${key} @${at}`);
  }

  /** The outcome of an effect whose step was left. */
  #late(key: string, outcome: EffectOutcome | 'cancelled', at: number): void {
    const left = this.#left.find((one) => one.key === key);
    if (!left) return;
    if (outcome === 'unknown' && !left.welcome) {
      if (!left.unknown) this.lines.push(`in doubt ${key} @${at}`);
      left.unknown = true;
      return;
    }
    if (outcome === 'done' && !left.welcome) this.lines.push(`late ${key} @${at}`);
    this.#left = this.#left.filter((one) => one !== left);
  }

  #end(one: Position, at: number): void {
    this.depart(one, null, at, 'through');
    this.here = [];
    this.outcome = 'completed';
  }

  #inside = ({ frames }: Position, { block, visit }: Frame): Frame | undefined =>
    frames.find((frame) => frame.block === block && frame.visit === visit);

  /** All ways begin before anybody goes on, so that the first to be through may call off one that has only begun. */
  #part(one: Position, ways: readonly string[], inTurn: boolean, at: number): void {
    const begun = ways.slice(0, inTurn ? 1 : ways.length);
    const landings = begun.map((way) => ({ way, ...this.drawn.landing(one, inTurn ? 'each' : way)! }));
    if (one.mark?.do === 'exit') return this.exitAll(at);
    // Nothing that was done in a body stands for what is done on going through it anew.
    if (inTurn) for (const step of this.drawn.insideIn(one.version, one.step)) this.reuse.delete(step);
    const before = new Map(this.visits);
    const block: Block = { ways, inTurn, begun: begun.length, arrived: new Set(), before };
    this.#blocks.set(`${one.step}.${one.visit}`, block);
    this.here.splice(this.here.indexOf(one), 1);
    const set = landings.map(({ way, step, version }) => {
      const frames = [...one.frames, { block: one.step, visit: one.visit, way }];
      return this.put(step, version, { ...one, id: (this.#ids += 1), frames }, this.here.length, at);
    });
    for (const next of set) if (this.here.includes(next)) this.look(next, at);
  }

  /** The block that this join closes, of those somebody is inside of. A join is named after its block. */
  #closes = ({ step, frames }: Position): Frame | undefined =>
    frames.findLast(({ block }) => `${block}-join` === step);

  #blockOf = ({ block, visit }: Frame): Block => this.#blocks.get(`${block}.${visit}`)!;

  #arrive(one: Position, at: number): void {
    const frame = this.#closes(one);
    const join = this.drawn.stepOf(one);
    if (frame === undefined || join.kind !== 'join') return this.leave(one, 'next', at, 'through');
    const block = this.#blockOf(frame);
    if (block.inTurn) block.arrived.add(frame.way);
    const there = this.here.flatMap((other) =>
      other.step === one.step ? (this.#inside(other, frame) ?? []) : [],
    );
    const arrived = block.inTurn ? block.arrived.size : new Set(there.map(({ way }) => way)).size;
    const rule = join.config.for;
    const wanted = rule.kind === 'all' ? block.ways.length : rule.kind === 'any' ? 1 : rule.count;
    if (arrived >= wanted) return this.leave(one, 'next', at, 'through');
    if (block.inTurn) this.#nextWay(one, frame, block, at);
  }

  /** The body is walked for the next module, from where it was through for the one before. */
  #nextWay(one: Position, frame: Frame, block: Block, at: number): void {
    const landing = this.drawn.landing({ ...one, step: frame.block }, 'each')!;
    const way = block.ways[block.begun]!;
    block.begun += 1;
    block.before = new Map(this.visits);
    for (const step of this.drawn.insideOf(frame.block)) this.reuse.delete(step);
    this.depart(one, null, at, 'through');
    one.frames = one.frames.map((other) => (other === frame ? { ...frame, way } : other));
    this.look(this.replace(one, landing.step, landing.version, at), at);
  }

  /** It goes on for all of them: whoever is still inside does not. */
  #close(one: Position, at: number): void {
    const frame = this.#closes(one);
    if (frame === undefined) return;
    const others = this.here.filter((other) => other !== one && this.#inside(other, frame));
    for (const other of others) this.depart(other, null, at, 'taken');
    this.here = this.here.filter((other) => !others.includes(other));
    one.frames = one.frames.slice(0, one.frames.indexOf(frame));
  }
}

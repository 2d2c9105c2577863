import type { Command } from '../model/commands.ts';
import type { Facts } from '../model/facts.ts';
import type { Input } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState } from '../model/state.ts';
import { DAY } from '../time/durations.ts';
import { initialState } from '../model/initial-state.ts';
import { nextInput, sleepUntil } from '../turn/next-input.ts';
import { reduceOnwards } from '../turn/reduce.ts';
import { couldMove } from '../turn/waits-of.ts';
import { callsOf, exitFor, type Leg } from './called/legs.ts';
import { OWN, Seats } from './called/seats.ts';
import { scriptedMind, type Mind } from './mind.ts';
import { initialFacts, type Scenario } from './scenario.ts';
import { startDataOf } from './start-data.ts';
import { World, type Listener } from './world.ts';

/** Steps left before a walk stops: far beyond any course, and a drawing that loops every minute ends in time. */
export const MOST_STEPS = 5_000;

/** How far a walk goes, where that is not to its end. */
export interface Bounds {
  mostSteps?: number;
  /** Asked before each moment. */
  enough?: () => boolean;
}

/** Who watches a walk. A watcher that only counts costs next to nothing; one that writes sentences costs what they cost. */
export interface Watcher extends Listener {
  /** After the turn that gave this command. */
  command?(command: Command, walk: Walk): void;
  /** The same of a run that was called on the way. */
  called?(command: Command, leg: Leg, walk: Walk): void;
}

const listening = new WeakMap<Plan, ReadonlySet<string>>();

function listensOf(plan: Plan): ReadonlySet<string> {
  let listens = listening.get(plan);
  if (listens === undefined) listening.set(plan, (listens = new Set(plan.listens)));
  return listens;
}

/** A driver of the engine whose clock jumps from one happening to the next. */
export class Walk {
  readonly plan: Plan;
  readonly horizon: Instant;
  readonly world: World;
  /** The last moment anything happened. */
  now: Instant;
  /** Steps left so far. */
  steps = 0;
  readonly #watcher: Watcher;
  /** The walk's own run, and behind it those that were called on the way. */
  readonly #legs: Leg[];
  /** When the run begins; null: it has begun. */
  #beginsAt: Instant | null = null;

  private constructor(plan: Plan, horizon: Instant, world: World, state: RunState, watcher: Watcher) {
    this.plan = plan;
    this.horizon = horizon;
    this.world = world;
    this.#legs = [{ seat: OWN, plan, state, pending: [], call: null }];
    this.now = state.clock;
    this.#watcher = watcher;
    if (plan.called !== undefined) world.caller = callsOf(this.#legs, world, listensOf);
  }

  get #own(): Leg {
    return this.#legs[OWN] as Leg;
  }

  get state(): RunState {
    return this.#own.state;
  }

  /** Sets a learner out on their way, up to the first moment at which nothing more happens at once. */
  static begin(
    plan: Plan,
    scenario: Scenario,
    watcher: Watcher = {},
    mind: Mind = scriptedMind(scenario),
  ): Walk {
    const { enrolledAt, startedAt = enrolledAt } = scenario;
    const world = new World(initialFacts(scenario), mind, new Seats(listensOf(plan)), watcher);
    for (const input of scenario.inputs ?? []) world.schedule(input);
    for (const act of scenario.lived ?? []) world.live(act);
    for (const { module, at } of scenario.opened ?? []) world.openLater(module, at);
    const horizon = startedAt + scenario.horizonDays * DAY;
    const vars = { ...startDataOf(plan, scenario.modules), ...scenario.vars };
    const state = { ...initialState('simulation', startedAt), vars };
    const walk = new Walk(plan, horizon, world, state, watcher);
    walk.now = enrolledAt;
    walk.#beginsAt = startedAt;
    if (startedAt <= enrolledAt) walk.#begin(startedAt);
    return walk;
  }

  /** The same walk, going its own way from here on. Of a drawing that goes through what it calls there is one way only. */
  fork(watcher: Watcher): Walk {
    const state = { ...this.state, visits: { ...this.state.visits } };
    const copy = new Walk(this.plan, this.horizon, this.world.fork(watcher), state, watcher);
    copy.now = this.now;
    copy.steps = this.steps;
    copy.#beginsAt = this.#beginsAt;
    copy.#own.pending = [...this.#own.pending];
    return copy;
  }

  get facts(): Facts {
    return this.world.factsOf(OWN);
  }

  /** Whether anybody is still on the way, or has yet to set out. */
  get underWay(): boolean {
    return this.#beginsAt !== null || (this.state.finished === null && this.state.tokens.length > 0);
  }

  /** When something happens next, inside or outside of its runs; null: nothing does, or all of them have ended. */
  get nextAt(): Instant | null {
    const outside = this.world.nextAt;
    let next: Instant | null = null;
    let open = false;
    for (const leg of this.#legs) {
      if (leg.state.finished !== null) continue;
      open = true;
      const inside = leg.seat === OWN && this.#beginsAt !== null ? this.#beginsAt : sleepUntil(leg.state);
      if (inside !== null && (next === null || inside < next)) next = inside;
    }
    if (!open) return null;
    if (next === null || outside === null) return next ?? outside;
    return Math.min(next, outside);
  }

  /** Goes on to the next moment at which something happens; false: there is none before the horizon. */
  goOn(): boolean {
    const now = this.nextAt;
    if (now === null || now > this.horizon) return false;
    const heard = this.world.pass(now);
    if (this.#beginsAt === null) {
      for (const input of heard) this.#own.pending.push(input);
      if (this.#legs.length === 1) this.#advance(this.#own, now);
      else this.#advanceAll(now);
    } else if (now >= this.#beginsAt) this.#begin(now);
    else this.now = now;
    return true;
  }

  /** What happened before the run began it knows as facts; no event of it was ever sent to it. */
  #begin(now: Instant): void {
    this.#beginsAt = null;
    this.#own.pending = [{ kind: 'started', at: now }];
    this.#advance(this.#own, now);
  }

  /** Lets all runs catch up; a called one before its caller, who may be waiting for its end at this very moment. */
  #advanceAll(now: Instant): void {
    this.now = now;
    for (let turns = 0; turns < MOST_TURNS; turns += 1) {
      for (const leg of this.#legs) for (const input of this.world.heard(leg.seat)) leg.pending.push(input);
      const next = this.#legs.findLast(
        (leg) => leg.state.finished === null && nextInput(leg.state, leg.pending, now) !== null,
      );
      if (next === undefined) return;
      this.#advance(next, now);
    }
  }

  /** Goes on until it is enough, or nothing happens before the horizon any more, or after too many steps: false then. */
  toEnd({ mostSteps = MOST_STEPS, enough = () => false }: Bounds = {}): boolean {
    while (this.steps < mostSteps) if (enough() || !this.goOn()) return true;
    return false;
  }

  /** Lets a run catch up until nothing is pending, as a live turn does. */
  #advance(leg: Leg, now: Instant): void {
    this.now = now;
    for (let input = nextInput(leg.state, leg.pending, now); input !== null;) {
      forget(leg, input);
      if (input.kind === 'event' && !couldMove(leg.plan, leg.state, input.type)) {
        leg.state.clock = input.at;
        input = nextInput(leg.state, leg.pending, now);
        continue;
      }
      const meant = meantBy(leg, input);
      const facts = this.world.factsOf(leg.seat);
      const { state, commands } = reduceOnwards(leg.plan, leg.state, meant, facts, now);
      leg.state = state;
      for (const command of commands) this.#take(leg, command);
      for (const heard of this.world.heard(leg.seat)) leg.pending.push(heard);
      input = nextInput(leg.state, leg.pending, now);
    }
  }

  #take(leg: Leg, command: Command): void {
    this.world.react(command, leg.seat);
    if (command.type === 'left') this.steps += 1;
    if (leg.seat === OWN) this.#watcher.command?.(command, this);
    else this.#watcher.called?.(command, leg, this);
    if (command.type === 'finished' && leg.call !== null)
      this.world.ended(leg.call, leg.call.by, command.outcome, command.at);
    if (this.#legs.length > 1) for (const other of this.#legs) exitFor(other, leg, command);
  }
}

/** Far more than runs can call one another at one moment. */
const MOST_TURNS = 1_000;

/** A scripted command does not know the how-manieth visit it will meet: it means the one the learner is at. */
function meantBy({ state }: Leg, input: Input): Input {
  if (input.kind !== 'command' || !('visit' in input.command) || input.command.visit !== 0) return input;
  const { stepId } = input.command;
  const visit = state.tokens.find((token) => token.stepId === stepId)?.visit ?? 0;
  return { ...input, command: { ...input.command, visit } };
}

function forget({ pending }: Leg, input: Input): void {
  const same = (other: Input) =>
    other.kind === input.kind &&
    (!('id' in input) || ('id' in other && other.id === input.id)) &&
    (input.kind !== 'effect' || (other.kind === 'effect' && other.key === input.key));
  const index = pending.findIndex(same);
  if (index >= 0) pending.splice(index, 1);
}

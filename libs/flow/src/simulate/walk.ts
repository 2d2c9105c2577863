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
import { scriptedMind, type Mind } from './mind.ts';
import { initialFacts, type Scenario } from './scenario.ts';
import { startDataOf } from './start-data.ts';
import { World, type Listener } from './world.ts';

/** Steps left before a walk stops: far beyond any course, and a drawing that loops every minute ends in time. */
export const MOST_STEPS = 5_000;

/** Who watches a walk. A watcher that only counts costs next to nothing; one that writes sentences costs what they cost. */
export interface Watcher extends Listener {
  /** After the turn that gave this command. */
  command?(command: Command, walk: Walk): void;
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
  state: RunState;
  /** The last moment anything happened. */
  now: Instant;
  /** Steps left so far. */
  steps = 0;
  readonly #watcher: Watcher;
  #pending: Input[] = [];
  /** When the run begins; null: it has begun. */
  #beginsAt: Instant | null = null;

  private constructor(plan: Plan, horizon: Instant, world: World, state: RunState, watcher: Watcher) {
    this.plan = plan;
    this.horizon = horizon;
    this.world = world;
    this.state = state;
    this.now = state.clock;
    this.#watcher = watcher;
  }

  /** Sets a learner out on their way, up to the first moment at which nothing more happens at once. */
  static begin(
    plan: Plan,
    scenario: Scenario,
    watcher: Watcher = {},
    mind: Mind = scriptedMind(scenario),
  ): Walk {
    const { enrolledAt, startedAt = enrolledAt } = scenario;
    const world = new World(initialFacts(scenario), mind, listensOf(plan), watcher);
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

  /** The same walk, going its own way from here on. */
  fork(watcher: Watcher): Walk {
    const state = { ...this.state, visits: { ...this.state.visits } };
    const copy = new Walk(this.plan, this.horizon, this.world.fork(watcher), state, watcher);
    copy.now = this.now;
    copy.steps = this.steps;
    copy.#beginsAt = this.#beginsAt;
    copy.#pending = [...this.#pending];
    return copy;
  }

  get facts(): Facts {
    return this.world.facts;
  }

  /** Whether anybody is still on the way, or has yet to set out. */
  get underWay(): boolean {
    return this.#beginsAt !== null || (this.state.finished === null && this.state.tokens.length > 0);
  }

  /** When something happens next, inside or outside the run; null: nothing does, or the run has ended. */
  get nextAt(): Instant | null {
    if (this.state.finished !== null) return null;
    const inside = this.#beginsAt ?? sleepUntil(this.state);
    const outside = this.world.nextAt;
    if (inside === null || outside === null) return inside ?? outside;
    return Math.min(inside, outside);
  }

  /** Goes on to the next moment at which something happens; false: there is none before the horizon. */
  goOn(): boolean {
    const now = this.nextAt;
    if (now === null || now > this.horizon) return false;
    const heard = this.world.pass(now);
    if (this.#beginsAt === null) {
      for (const input of heard) this.#pending.push(input);
      this.#advance(now);
    } else if (now >= this.#beginsAt) this.#begin(now);
    else this.now = now;
    return true;
  }

  /** What happened before the run began it knows as facts; no event of it was ever sent to it. */
  #begin(now: Instant): void {
    this.#beginsAt = null;
    this.#pending = [{ kind: 'started', at: now }];
    this.#advance(now);
  }

  /** Goes on until nothing happens any more, or not before the horizon, or after far too many steps: false then. */
  toEnd(): boolean {
    while (this.steps < MOST_STEPS) if (!this.goOn()) return true;
    return false;
  }

  /** Catches up until nothing is pending, as a live turn does. */
  #advance(now: Instant): void {
    this.now = now;
    for (let input = nextInput(this.state, this.#pending, now); input !== null;) {
      this.#forget(input);
      if (input.kind === 'event' && !couldMove(this.plan, this.state, input.type)) {
        this.state.clock = input.at;
        input = nextInput(this.state, this.#pending, now);
        continue;
      }
      const meant = this.#meant(input);
      const { state, commands } = reduceOnwards(this.plan, this.state, meant, this.world.facts, now);
      this.state = state;
      for (const command of commands) {
        this.world.react(command);
        if (command.type === 'left') this.steps += 1;
        this.#watcher.command?.(command, this);
      }
      for (const heard of this.world.heard()) this.#pending.push(heard);
      input = nextInput(this.state, this.#pending, now);
    }
  }

  /** A scripted command does not know the how-manieth visit it will meet: it means the one the learner is at. */
  #meant(input: Input): Input {
    if (input.kind !== 'command' || !('visit' in input.command) || input.command.visit !== 0) return input;
    const { stepId } = input.command;
    const visit = this.state.tokens.find((token) => token.stepId === stepId)?.visit ?? 0;
    return { ...input, command: { ...input.command, visit } };
  }

  #forget(input: Input): void {
    const same = (other: Input) =>
      other.kind === input.kind &&
      (!('id' in input) || ('id' in other && other.id === input.id)) &&
      (input.kind !== 'effect' || (other.kind === 'effect' && other.key === input.key));
    const index = this.#pending.findIndex(same);
    if (index >= 0) this.#pending.splice(index, 1);
  }
}

import type { Command } from '../model/commands.ts';
import type { Facts } from '../model/facts.ts';
import type { Input } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState } from '../model/state.ts';
import { DAY } from '../time/durations.ts';
import { initialState } from '../turn/initial-state.ts';
import { nextInput, sleepUntil } from '../turn/next-input.ts';
import { reduce } from '../turn/reduce.ts';
import type { Scenario } from './scenario.ts';
import { World, type Listener } from './world.ts';

/** Steps left before a walk stops: far beyond any course, and a drawing that loops every minute ends in time. */
export const MOST_STEPS = 5_000;

/** Who watches a walk. A watcher that only counts costs next to nothing; one that writes sentences costs what they cost. */
export interface Watcher extends Listener {
  /** After the turn that gave this command. */
  command?(command: Command, walk: Walk): void;
}

/** A driver of the engine whose clock jumps from one happening to the next. */
export class Walk {
  readonly plan: Plan;
  readonly horizon: Instant;
  state: RunState;
  /** Steps left so far. */
  steps = 0;
  readonly #watcher: Watcher;
  readonly #world: World;
  #pending: Input[];

  constructor(plan: Plan, scenario: Scenario, watcher: Watcher = {}) {
    this.plan = plan;
    this.horizon = scenario.enrolledAt + scenario.horizonDays * DAY;
    this.#watcher = watcher;
    this.#world = new World(scenario, plan.listens, watcher);
    this.state = initialState('simulation', scenario.enrolledAt);
    this.#pending = [{ kind: 'started', at: scenario.enrolledAt }];
    this.#advance(scenario.enrolledAt);
  }

  get facts(): Facts {
    return this.#world.facts;
  }

  /** When something happens next, inside or outside the run; null: nothing does, or the run has ended. */
  get nextAt(): Instant | null {
    if (this.state.finished !== null) return null;
    const inside = sleepUntil(this.state);
    const outside = this.#world.nextAt;
    if (inside === null || outside === null) return inside ?? outside;
    return Math.min(inside, outside);
  }

  /** Goes on until nothing happens any more, or not before the horizon, or after far too many steps: false then. */
  toEnd(): boolean {
    for (let now = this.nextAt; now !== null && now <= this.horizon; now = this.nextAt) {
      if (this.steps >= MOST_STEPS) return false;
      for (const input of this.#world.pass(now)) this.#pending.push(input);
      this.#advance(now);
    }
    return true;
  }

  /** Catches up until nothing is pending, as a live turn does. */
  #advance(now: Instant): void {
    for (let input = nextInput(this.state, this.#pending, now); input !== null;) {
      this.#forget(input);
      const { state, commands } = reduce(this.plan, this.state, input, this.#world.facts, now);
      this.state = state;
      for (const command of commands) {
        this.#world.react(command);
        if (command.type === 'left') this.steps += 1;
        this.#watcher.command?.(command, this);
      }
      input = nextInput(this.state, this.#pending, now);
    }
  }

  #forget(input: Input): void {
    const same = (other: Input) =>
      other.kind === input.kind &&
      (input.kind !== 'event' || (other.kind === 'event' && other.id === input.id)) &&
      (input.kind !== 'effect' || (other.kind === 'effect' && other.key === input.key));
    const index = this.#pending.findIndex(same);
    if (index >= 0) this.#pending.splice(index, 1);
  }
}

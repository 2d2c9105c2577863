import type { Command } from '../model/commands.ts';
import type { StepId } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { Input } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState } from '../model/state.ts';
import { DAY } from '../time/durations.ts';
import { initialState } from '../turn/initial-state.ts';
import { nextInput, sleepUntil } from '../turn/next-input.ts';
import { reduce } from '../turn/reduce.ts';
import { entryOf, type SimulationEntry } from './entries.ts';
import type { Scenario } from './scenario.ts';
import { World } from './world.ts';

/** One step left: which, the how-manieth time, by which port (null: it ended there), when. */
export type Transition = [stepId: StepId, visit: number, port: string | null, at: Instant];

/** Steps left before a simulation stops: far beyond any course, and a drawing that loops every minute ends in time. */
const MOST_STEPS = 5_000;

/** What a simulation has seen. */
export interface Simulation {
  /** The dated list, in order. */
  entries: SimulationEntry[];
  /** What a live run of the same script leaves, step by step. */
  transitions: Transition[];
  /** Where the run stands at the end or at the horizon. */
  state: RunState;
  /** What had happened to the learner by then, dated. */
  facts: Facts;
}

/** A driver of the engine whose clock jumps from one happening to the next. */
class Simulator {
  readonly entries: SimulationEntry[] = [];
  readonly transitions: Transition[] = [];
  readonly #plan: Plan;
  readonly #world: World;
  #pending: Input[];
  #told = 0;
  state: RunState;

  constructor(plan: Plan, scenario: Scenario) {
    this.#plan = plan;
    this.#world = new World(scenario, plan.listens);
    this.state = initialState('simulation', scenario.enrolledAt);
    this.#pending = [{ kind: 'started', at: scenario.enrolledAt }];
  }

  /** Catches up until nothing is pending, as a live turn does. */
  advance(now: Instant): void {
    for (let input = nextInput(this.state, this.#pending, now); input !== null;) {
      this.#forget(input);
      const { state, commands } = reduce(this.#plan, this.state, input, this.#world.facts, now);
      this.state = state;
      for (const command of commands) this.#carryOut(command);
      input = nextInput(this.state, this.#pending, now);
    }
  }

  /** When something happens next, inside or outside the run. */
  next(): Instant | null {
    const moments = [sleepUntil(this.state), this.#world.nextAt].filter((moment) => moment !== null);
    return this.state.finished !== null || moments.length === 0 ? null : Math.min(...moments);
  }

  /** Lets the world go on until `now`. */
  live(now: Instant): void {
    this.#pending.push(...this.#world.pass(now));
    for (const line of this.#world.lines.slice(this.#told))
      this.entries.push({ ...line, stepId: null, port: null });
    this.#told = this.#world.lines.length;
  }

  get facts(): Facts {
    return this.#world.facts;
  }

  #forget(input: Input): void {
    const same = (other: Input) =>
      other.kind === input.kind &&
      (input.kind !== 'event' || (other.kind === 'event' && other.id === input.id)) &&
      (input.kind !== 'effect' || (other.kind === 'effect' && other.key === input.key));
    const index = this.#pending.findIndex(same);
    if (index >= 0) this.#pending.splice(index, 1);
  }

  #carryOut(command: Command): void {
    this.#world.react(command);
    if (command.type === 'left') {
      this.transitions.push([command.stepId, command.visit, command.port, command.at]);
    }
    const entry = entryOf(command, { plan: this.#plan, state: this.state, facts: this.#world.facts });
    if (entry !== null) this.entries.push(entry);
  }
}

/**
 * Takes one imagined learner through a plan: the same `nextInput` and `reduce` as a live run, on a clock that jumps. The
 * learner acts only on what is open; facts and events reach the run as they would live, so that a live run of the same
 * script takes the same steps at the same moments.
 */
export function simulate(plan: Plan, scenario: Scenario): Simulation {
  const simulator = new Simulator(plan, scenario);
  const horizon = scenario.enrolledAt + scenario.horizonDays * DAY;
  simulator.advance(scenario.enrolledAt);
  for (let now = simulator.next(); now !== null && now <= horizon; now = simulator.next()) {
    if (simulator.transitions.length >= MOST_STEPS) {
      simulator.entries.push(cutShort(now));
      break;
    }
    simulator.live(now);
    simulator.advance(now);
  }
  const { entries, transitions, state, facts } = simulator;
  return { entries, transitions, state, facts };
}

function cutShort(at: Instant): SimulationEntry {
  const detail = `It went through ${MOST_STEPS.toLocaleString('en')} steps and was stopped: a loop comes round very often.`;
  return { at, kind: 'waiting', stepId: null, title: 'The simulation stops here', detail, port: null };
}

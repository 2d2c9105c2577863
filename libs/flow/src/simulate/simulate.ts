import { sayEvent } from '../explain/say-event.ts';
import { CHECKOUT_ENDED } from '../kinds/money/subscribe.ts';
import type { Command } from '../model/commands.ts';
import type { StepId } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { EffectOutcome } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { RunOutcome, RunState } from '../model/state.ts';
import { entryOf, type SimulationEntry } from './entries.ts';
import { lineOf, type Act } from './learner-acts.ts';
import type { Call, Leg } from './called/legs.ts';
import type { Asked } from './mind.ts';
import type { Scenario, ScriptedInput } from './scenario.ts';
import { type Bounds, MOST_STEPS, Walk, type Watcher } from './walk.ts';

/** One step left: which, the how-manieth time, by which port (null: it ended there), when. */
export type Transition = [stepId: StepId, visit: number, port: string | null, at: Instant];

/** One visit of a step: from when until when, and by which port it was left. */
export interface SimulatedVisit {
  stepId: StepId;
  visit: number;
  enteredAt: Instant;
  /** Null: still there. */
  leftAt: Instant | null;
  /** Null: still there, or the way ended here. */
  port: string | null;
}

/** A run that was called, as far as a simulation went through it. */
export interface CalledSimulation {
  automation: string;
  name: string;
  /** The visit that called it, in whichever run. */
  stepId: StepId;
  visit: number;
  startedAt: Instant;
  transitions: Transition[];
  /** Null: it is still under way. */
  outcome: RunOutcome | null;
}

/** What a simulation has seen. */
export interface Simulation {
  /** The dated list, in order. */
  entries: SimulationEntry[];
  /** Where the learner was when, in the order in which they came there. */
  visits: SimulatedVisit[];
  /** What a live run of the same script leaves, step by step. */
  transitions: Transition[];
  /** The runs that were called on the way, in the order in which they began. */
  called: CalledSimulation[];
  /** Where the run stands at the end or at the horizon. */
  state: RunState;
  /** What had happened to the learner by then, dated. */
  facts: Facts;
}

/** Told a command of the engine, and how many lines there were before it. */
type Heard = (command: Command, lines: number) => void;

/** Writes down what a walk meets. */
class Chronicle implements Watcher {
  readonly entries: SimulationEntry[] = [];
  readonly transitions: Transition[] = [];
  readonly visits: SimulatedVisit[] = [];
  readonly #open = new Map<string, SimulatedVisit>();

  readonly #called = new Map<number, CalledSimulation>();
  readonly #heard: Heard | undefined;

  constructor(heard?: Heard) {
    this.#heard = heard;
  }

  command(command: Command, { plan, state, facts }: Walk): void {
    this.#heard?.(command, this.entries.length);
    if (command.type === 'entered') this.#enter(command);
    if (command.type === 'left') this.#leave(command);
    if (command.type === 'answered')
      this.#tell({ at: command.at, kind: 'operator', title: 'Operator', detail: command.detail });
    const entry = entryOf(command, { plan, state, facts });
    if (entry !== null) this.entries.push(entry);
  }

  called(command: Command, { seat, call, plan, state }: Leg, { world }: Walk): void {
    if (call === null) return;
    const { automation, name, stepId, visit } = call;
    let run = this.#called.get(seat);
    if (run === undefined) {
      const { startedAt } = state;
      run = { automation, name, stepId, visit, startedAt, transitions: [], outcome: null };
      this.#called.set(seat, run);
      const title = plan.steps[plan.definition.trigger]?.step.title ?? name;
      this.entries.push(calledEntry(call, { at: startedAt, kind: 'event', title, detail: 'It begins.' }));
    }
    if (command.type === 'left')
      run.transitions.push([command.stepId, command.visit, command.port, command.at]);
    if (command.type === 'finished') run.outcome = command.outcome;
    const entry = entryOf(command, { plan, state, facts: world.factsOf(seat) });
    if (entry !== null) this.entries.push(calledEntry(call, entry));
  }

  /** The runs that were called, in order. */
  get calledRuns(): CalledSimulation[] {
    return [...this.#called.values()];
  }

  act(act: Act): void {
    const detail = lineOf(act);
    if (detail !== null) this.#tell({ at: act.at, kind: 'learner', title: 'Learner', detail });
  }

  consequence(type: string, at: Instant): void {
    if (type === 'credential.issued')
      this.#tell({ at, kind: 'certificate', title: 'Certificate', detail: 'The certificate is issued.' });
    else if (type === 'credential.revoked')
      this.#tell({ at, kind: 'certificate', title: 'Certificate', detail: 'The certificate is revoked.' });
    else if (type !== CHECKOUT_ENDED) this.#announced(type, at);
  }

  #announced(type: string, at: Instant): void {
    this.#tell({ at, kind: 'event', title: 'Event', detail: `It is announced: ${sayEvent(type)}.` });
  }

  scripted(input: ScriptedInput): void {
    if (input.kind === 'zone') {
      const detail = `Lives by the clock of ${input.zone.replaceAll('_', ' ')} from now on.`;
      this.#tell({ at: input.at, kind: 'learner', title: 'Learner', detail });
    }
    if (input.kind === 'event') this.#announced(input.type, input.at);
  }

  outcome(asked: Asked, outcome: EffectOutcome, at: Instant): void {
    if (outcome === 'done') return;
    const detail = outcome === 'refused' ? 'It was refused.' : 'Nobody knows whether it happened.';
    this.entries.push({ at, kind: 'event', stepId: asked.stepId, title: 'Effect', detail, port: null });
  }

  #enter({ stepId, visit, at }: Extract<Command, { type: 'entered' }>): void {
    const stay: SimulatedVisit = { stepId, visit, enteredAt: at, leftAt: null, port: null };
    this.visits.push(stay);
    this.#open.set(`${stepId}:${visit}`, stay);
  }

  #leave({ stepId, visit, port, at }: Extract<Command, { type: 'left' }>): void {
    this.transitions.push([stepId, visit, port, at]);
    const stay = this.#open.get(`${stepId}:${visit}`);
    if (stay !== undefined) Object.assign(stay, { leftAt: at, port });
  }

  #tell(line: Pick<SimulationEntry, 'at' | 'kind' | 'title' | 'detail'>): void {
    this.entries.push({ ...line, stepId: null, port: null });
  }
}

/**
 * Takes one imagined learner through a plan: the same `nextInput` and `reduce` as a live run, on a clock that jumps. The
 * learner acts only on what is open; facts and events reach the run as they would live, so that a live run of the same
 * script takes the same steps at the same moments.
 *
 * @param heard - Told every command of the engine, in order, with how many lines there are before it.
 * @param bounds - Left out: to the end, at most 5,000 steps.
 */
export function simulate(plan: Plan, scenario: Scenario, heard?: Heard, bounds: Bounds = {}): Simulation {
  const chronicle = new Chronicle(heard);
  const walk = Walk.begin(plan, scenario, chronicle);
  const ended = walk.toEnd(bounds);
  const { entries, transitions, visits } = chronicle;
  if (!ended) entries.push(cutShort(walk.nextAt ?? walk.horizon, bounds.mostSteps ?? MOST_STEPS));
  const called = chronicle.calledRuns;
  return { entries, visits, transitions, called, state: walk.state, facts: walk.facts };
}

/** A line of a run that was called: it stands at the step that led there. */
function calledEntry(
  { automation, name, root }: Call,
  { at, kind, title, detail }: Pick<SimulationEntry, 'at' | 'kind' | 'title' | 'detail'>,
): SimulationEntry {
  const shown = kind === 'finished' ? 'event' : kind;
  return {
    at,
    kind: shown,
    stepId: root,
    title: `${name}: ${title}`,
    detail,
    port: null,
    called: automation,
  };
}

function cutShort(at: Instant, steps: number): SimulationEntry {
  const detail = `It went through ${steps.toLocaleString('en')} steps and was stopped: a loop comes round very often.`;
  return { at, kind: 'waiting', stepId: null, title: 'The simulation stops here', detail, port: null };
}

import { fitsScope } from '../kinds/blocks/fits-scope.ts';
import { frameClosedBy, needed } from '../kinds/blocks/join.ts';
import { canEndAt } from '../kinds/registry.ts';
import { AGAIN } from '../kinds/ways/go-to.ts';
import { graphOf, topological } from '../compile/graph.ts';
import type { Edge, StepId } from '../model/definition.ts';
import type { Around, Plan } from '../model/plan.ts';

/** A place a run goes on from, with the blocks it is in there. */
export interface Start {
  stepId: StepId;
  scope: readonly Around[];
}

/** The steps that a learner can get to without a module being opened, and whether they could stay there for good. */
export interface WayPast {
  steps: ReadonlySet<StepId>;
  endless: boolean;
}

const nameOf = ({ stepId, way }: Around) => `${stepId}/${way}`;

/** Going back by a counter comes to an end. */
function counted(plan: Plan, { from, port }: Edge): boolean {
  return port === AGAIN && plan.steps[from]?.step.kind === 'goTo';
}

function isDrawnThere(plan: Plan, { stepId, scope }: Start): boolean {
  const step = plan.steps[stepId];
  return step !== undefined && fitsScope(step, scope);
}

/**
 * Everybody who avoids a gate, followed at once. Each way of a block is walked, so a join is only come to without passing
 * the gate when all of its ways avoid it; where a join waits for fewer, one that avoids it is enough.
 */
class Avoiding {
  readonly steps = new Set<StepId>();
  /** The run can be over without the gate having been passed. */
  over = false;
  readonly #plan: Plan;
  readonly #gates: ReadonlySet<StepId>;
  /** Ways that are over, or have come to their join, without having passed the gate. */
  readonly #past = new Set<string>();
  /** Ways that somebody can be on for ever without passing it. */
  readonly #stuck = new Set<string>();
  /** The ways that are still walked of blocks that are open now; of all others every way is. */
  readonly #walked = new Map<StepId, Set<string>>();
  readonly #open: StepId[] = [];

  constructor(plan: Plan, starts: readonly Start[], gates: ReadonlySet<StepId>) {
    this.#plan = plan;
    this.#gates = gates;
    for (const { scope } of starts)
      for (const { stepId, way } of scope)
        this.#walked.set(stepId, (this.#walked.get(stepId) ?? new Set()).add(way));
    for (const { stepId, scope } of starts) {
      const frame = frameClosedBy(plan.steps[stepId], scope);
      if (frame === undefined) this.#open.push(stepId);
      else this.#comes(frame);
    }
    this.#walk();
    while (!this.over && this.#getStuck()) this.#walk();
  }

  #walk(): void {
    for (let id = this.#open.pop(); id !== undefined; id = this.#open.pop()) {
      const step = this.#plan.steps[id];
      if (step === undefined || this.steps.has(id)) continue;
      this.steps.add(id);
      if (this.#gates.has(id)) continue;
      if (step.step.kind === 'exit') this.over = true;
      else if (canEndAt(this.#plan.definition, id)) this.#ends(step.scope);
      for (const { port, to } of Object.values(step.out)) {
        const scope =
          step.join === null && !this.#opens(id) ? step.scope : [...step.scope, { stepId: id, way: port }];
        const frame = frameClosedBy(this.#plan.steps[to], scope);
        if (frame === undefined) this.#open.push(to);
        else this.#comes(frame);
      }
    }
  }

  #opens(id: StepId): boolean {
    return this.#plan.steps[id]?.step.kind === 'parallel';
  }

  /** A way comes to its join. */
  #comes(frame: Around): void {
    this.#past.add(nameOf(frame));
    const join = this.#plan.steps[frame.stepId]?.join ?? null;
    const step = join === null ? undefined : this.#plan.steps[join]?.step;
    const total = this.#plan.steps[frame.stepId]?.ports.length ?? 0;
    if (join !== null && step?.kind === 'join' && needed(step.config.for, total) < total)
      this.#open.push(join);
    else this.#settle(frame.stepId);
  }

  #ends(scope: readonly Around[]): void {
    const frame = scope.at(-1);
    if (frame === undefined) {
      this.over = true;
      return;
    }
    this.#past.add(nameOf(frame));
    this.#settle(frame.stepId);
  }

  #ways(block: StepId): string[] {
    return [...(this.#walked.get(block) ?? this.#plan.steps[block]?.ports ?? [])].map((way) =>
      nameOf({ stepId: block, way }),
    );
  }

  /** Once all ways of a block are past, whoever is at its join goes on; without one the way around it is over. */
  #settle(block: StepId): void {
    const step = this.#plan.steps[block];
    if (step === undefined || !this.#ways(block).every((way) => this.#past.has(way))) return;
    if (step.join === null) this.#ends(step.scope);
    else this.#open.push(step.join);
  }

  /** Looks for ways that go round for ever, and for blocks that such a way keeps from being closed. */
  #getStuck(): boolean {
    const before = this.#stuck.size;
    const inside = (edge: Edge) =>
      this.steps.has(edge.from) && !this.#gates.has(edge.from) && !counted(this.#plan, edge);
    const { edges } = this.#plan.definition;
    if (edges.some((edge) => edge.back === true && inside(edge)))
      for (const id of topological(graphOf(this.#plan.definition, inside)).looping)
        this.#stay(this.#plan.steps[id]?.scope ?? []);
    return !this.over && this.#stuck.size > before;
  }

  #stay(scope: readonly Around[]): void {
    const frame = scope.at(-1);
    if (frame === undefined) {
      this.over = true;
      return;
    }
    this.#stuck.add(nameOf(frame));
    const block = this.#plan.steps[frame.stepId];
    const avoids = (way: string) => this.#past.has(way) || this.#stuck.has(way);
    if (block !== undefined && this.#ways(frame.stepId).every(avoids)) this.#stay(block.scope);
  }
}

/** Where a run can get to without passing one of the gates, and whether it could do without them for good. */
export function wayPast(plan: Plan, starts: readonly Start[], gates: ReadonlySet<StepId>): WayPast {
  const { steps, over } = new Avoiding(plan, starts, gates);
  return { steps, endless: over || !starts.every((start) => isDrawnThere(plan, start)) };
}

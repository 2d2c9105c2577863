import { portsOf } from '../../kinds/registry.ts';
import type { Definition, Step, StepId } from '../../model/definition.ts';
import type { Around } from '../../model/plan.ts';
import { graphOf } from '../graph.ts';

/** Two ways of the drawing that do not fit together where they meet. */
export interface Crossing {
  stepId: StepId;
  from: StepId;
  kind: 'crossed' | 'join-without-block' | 'join-of-two';
}

/** Which blocks stand around each step, and which join closes which block. */
export interface Scopes {
  /** A join stands where the step that opened its block does. */
  around: Record<StepId, Around[]>;
  /** Opening step -> its join. */
  joins: Record<StepId, StepId>;
  /** Join -> the step that opened its block. */
  openers: Record<StepId, StepId>;
  crossings: Crossing[];
}

/** Whether a step of this kind opens a block. */
export function opensBlock(step: Step | undefined): boolean {
  return step?.kind === 'parallel' || step?.kind === 'forEachModule';
}

/** The block that a step opens, from inside of one of its ways. */
function frameOf(step: Step, stepId: StepId, way: string): Around {
  return step.kind === 'forEachModule' ? { stepId, way, each: true } : { stepId, way };
}

function same(a: Around[], b: Around[]): boolean {
  return (
    a.length === b.length && a.every(({ stepId, way }, at) => b[at]?.stepId === stepId && b[at]?.way === way)
  );
}

/**
 * Follows the lines from the trigger and notes the blocks that each opens and closes. A step that is come to out of
 * different blocks keeps what the first way says; the others are crossings.
 */
export function scopesOf(definition: Definition): Scopes {
  const { steps, trigger } = definition;
  const { from } = graphOf(definition);
  const scopes: Scopes = { around: { [trigger]: [] }, joins: {}, openers: {}, crossings: [] };
  const { around, joins, openers, crossings } = scopes;
  const arrive = (target: StepId, source: StepId, inside: Around[]): boolean => {
    const cross = (kind: Crossing['kind']) => crossings.push({ stepId: target, from: source, kind });
    let scope = inside;
    if (steps[target]?.kind === 'join') {
      const block = inside.at(-1);
      scope = inside.slice(0, -1);
      if (block === undefined) cross('join-without-block');
      else if (
        (joins[block.stepId] ??= target) !== target ||
        (openers[target] ??= block.stepId) !== block.stepId
      )
        cross('join-of-two');
    }
    const known = around[target];
    if (known === undefined) {
      around[target] = scope;
      return true;
    }
    if (!same(known, scope)) cross('crossed');
    return false;
  };
  const open = [trigger];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const step = steps[id];
    if (step === undefined) continue;
    const scope = around[id] ?? [];
    const ports = portsOf(step);
    const edges = [...(from.get(id) ?? [])].sort((a, b) => ports.indexOf(a.port) - ports.indexOf(b.port));
    for (const { port, to } of edges) {
      const inside = opensBlock(step) ? [...scope, frameOf(step, id, port)] : scope;
      if (arrive(to, id, inside)) open.push(to);
    }
  }
  return scopes;
}

/** The join of the block that this step opens, also in a drawing that is not finished; null: it opens none, or has none. */
export function joinOf(definition: Definition, stepId: StepId): StepId | null {
  if (!opensBlock(definition.steps[stepId])) return null;
  return scopesOf({ ...definition, trigger: stepId }).joins[stepId] ?? null;
}

/** The steps that each block which goes through weeks walks once for each of them, by the step that opens it; joins left out. */
export function bodiesOf(definition: Definition): Record<StepId, StepId[]> {
  const bodies: Record<StepId, StepId[]> = {};
  for (const [id, scope] of Object.entries(scopesOf(definition).around))
    for (const { stepId, each } of scope) if (each === true) (bodies[stepId] ??= []).push(id);
  return bodies;
}

import type { StepId } from '../../model/definition.ts';
import type { Problem } from '../../model/plan.ts';
import { reachableFrom } from '../graph.ts';
import { error, named, warning } from '../problems.ts';
import type { Reach } from './reach.ts';

/** The steps that nobody comes to, a list for each place at which they hang together, the step where it begins first. */
function stretches({ graph, missed }: Reach): StepId[][] {
  const left = new Set(missed);
  const isBehind = (id: StepId) =>
    (graph.into.get(id) ?? []).some(({ from }) => from !== id && missed.has(from));
  const heads = [...[...missed].filter((id) => !isBehind(id)), ...missed];
  return heads.flatMap((head) => {
    if (!left.has(head)) return [];
    const behind = reachableFrom(graph, [head]);
    const stretch = [head, ...[...left].filter((id) => id !== head && behind.has(id))];
    for (const id of stretch) left.delete(id);
    return [stretch];
  });
}

/** Of a whole stretch that nobody comes to it is said once, where it begins: mending it there mends it all. */
function unreachable(reach: Reach): Problem[] {
  return stretches(reach).flatMap(([head = '', ...behind]) => {
    const step = reach.graph.steps[head];
    if (step === undefined) return [];
    if (behind.length === 0) {
      const message = `No way leads from the trigger to ${named(step)}. Connect it, or remove it.`;
      return [error('flow.step-unreachable', head, null, message)];
    }
    const more = behind.length === 1 ? 'the step' : `the ${behind.length} steps`;
    const message = `No way leads from the trigger to ${named(step)}, so that it and ${more} after it cannot be reached. Connect it, or remove them.`;
    return [{ ...error('flow.step-unreachable', head, null, message), steps: [head, ...behind] }];
  });
}

/**
 * Loops that nobody comes out of, each said once with all the steps that lead into it alone. Where a way breaks off instead, the
 * way out that leads nowhere is the problem, and no loop.
 */
function endless({ graph, missed, open, ending }: Reach): Problem[] {
  const caught = Object.keys(graph.steps).filter((id) => !missed.has(id) && !ending.has(id) && !open.has(id));
  const ahead = new Map(caught.map((id) => [id, reachableFrom(graph, [id])]));
  const told = new Set<StepId>();
  return caught.flatMap((id) => {
    const round = ahead.get(id) ?? new Set();
    const isLast = [...round].every((other) => ahead.get(other)?.has(id) === true);
    const step = graph.steps[id];
    if (!isLast || told.has(id) || step === undefined) return [];
    for (const other of round) told.add(other);
    const steps = caught.filter((other) => ahead.get(other)?.has(id) === true);
    const message = `From ${named(step)} no way leads to an end, so nobody who comes there ever finishes. Give the loop a way out.`;
    return [{ ...warning('flow.end-unreachable', id, null, message), ...(steps.length > 1 && { steps }) }];
  });
}

/** Steps that nobody comes to, and loops that nobody comes out of. */
export function checkReach(reach: Reach): Problem[] {
  return [...unreachable(reach), ...endless(reach)];
}

/** What hangs on the steps before: behind a cut nobody can say it. */
const ASKS_WHAT_IS_BEFORE: ReadonlySet<string> = new Set([
  'flow.assessed-before-release',
  'flow.assessed-while-closed',
  'flow.relocked-before-release',
  'flow.back-edge-forward',
  'flow.current-module-outside',
  'flow.variable-without-module',
  'flow.text-unwritten',
  'flow.text-missing',
  'flow.since-step-elsewhere',
  'flow.wait-opening-undrawn',
]);

/** What hangs on the steps behind: before a way out that leads nowhere nobody can say it. */
const ASKS_WHAT_IS_BEHIND: ReadonlySet<string> = new Set(['flow.each-without-join']);

/** Leaves out what is only wrong because a line is missing: that line is told of, by both of its ends. */
export function withoutFollowers(problems: readonly Problem[], { missed, open }: Reach): Problem[] {
  return problems.filter(
    ({ code, stepId }) =>
      stepId === null ||
      !(
        (missed.has(stepId) && ASKS_WHAT_IS_BEFORE.has(code)) ||
        (open.has(stepId) && ASKS_WHAT_IS_BEHIND.has(code))
      ),
  );
}

import { joinOf, opensBlock, portsOf } from '@gradus/flow';
import type { Definition, Operation } from '@gradus/flow';

/** Why a step cannot change places, as a sentence. */
export class ReorderRefusedError extends Error {
  override name = 'ReorderRefusedError';
  readonly code = 'reorder.refused';
}

/**
 * One further up or down its way: it changes places with the step before or behind it. The lines into the earlier of the two
 * lead to the later one then, so that nobody is left out.
 *
 * @throws ReorderRefusedError at an end of a way, at a block or where ways part
 */
export function shiftOperations(
  definition: Definition,
  stepId: string,
  direction: 'up' | 'down',
): Operation[] {
  const other = direction === 'up' ? before(definition, stepId) : behind(definition, stepId);
  const [first, second] = direction === 'up' ? [other, stepId] : [stepId, other];
  const [out, onward] = [passing(definition, first), passing(definition, second)];
  const into = definition.edges.filter(({ to }) => to === first);
  if (into.length === 0)
    throw new ReorderRefusedError('Nothing leads to the step before, so there is no place further up.');
  const after = definition.edges.find(({ from, port }) => from === second && port === onward);
  const leads: Operation[] = into.map((edge) => ({ type: 'connect', ...edge, to: second }));
  const swapped: Operation = { type: 'connect', from: second, port: onward, to: first };
  const led: Operation = after
    ? { type: 'connect', ...after, from: first, port: out }
    : { type: 'disconnect', from: first, port: out };
  return [led, swapped, ...leads];
}

function before({ edges, steps }: Definition, stepId: string): string {
  const into = edges.filter(({ to, back }) => to === stepId && !back);
  const [only] = into;
  if (!only || steps[only.from]?.kind === 'trigger') {
    throw new ReorderRefusedError('It is the first already: nothing comes before the start.');
  }
  if (into.length > 1)
    throw new ReorderRefusedError('Several ways lead here. Change where they lead instead.');
  return only.from;
}

function behind({ edges, steps }: Definition, stepId: string): string {
  const port = steps[stepId] && portsOf(steps[stepId])[0];
  const next = edges.find((edge) => edge.from === stepId && edge.port === port && !edge.back)?.to;
  if (!next) throw new ReorderRefusedError('It is the last of its way already.');
  if (edges.filter(({ to, back }) => to === next && !back).length > 1) {
    throw new ReorderRefusedError('Ways meet behind it. Change where they lead instead.');
  }
  return next;
}

/** The one way out by which a step is passed. */
function passing(definition: Definition, stepId: string): string {
  const step = definition.steps[stepId];
  if (!step || step.kind === 'trigger') throw new ReorderRefusedError('The start stays where it is.');
  const title = `“${step.title}”`;
  if (opensBlock(step) || joinOf(definition, stepId) !== null || step.kind === 'join') {
    throw new ReorderRefusedError(
      `${title} holds ways together and stays where it is. Move the other steps.`,
    );
  }
  const led = portsOf(step).filter((port) =>
    definition.edges.some((edge) => edge.from === stepId && edge.port === port),
  );
  const [main = portsOf(step)[0]] = led;
  if (main === undefined) throw new ReorderRefusedError(`Nothing can follow ${title}: it ends the way.`);
  if (led.length > 1) throw new ReorderRefusedError(`Ways part at ${title}. Change where they lead instead.`);
  return main;
}

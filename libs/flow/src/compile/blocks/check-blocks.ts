import { needed } from '../../kinds/blocks/join.ts';
import { MOST_TOKENS } from '../../kinds/limits.ts';
import type { Definition, Step, StepId, StepOf } from '../../model/definition.ts';
import type { Problem } from '../../model/plan.ts';
import { graphOf, reachableFrom } from '../graph.ts';
import { error, named } from '../problems.ts';
import { opensBlock, type Crossing, type Scopes } from './scopes.ts';

function titled(step: Step | undefined, id: StepId): string {
  return step === undefined ? `“${id}”` : named(step);
}

const CROSSINGS: Record<Crossing['kind'], (step: string, from: string) => string> = {
  crossed: (step, from) =>
    `${step} is come to out of different ways of a block, the last of them from ${from}. Bring the ways together with a join first, and lead every line to a step of its own way.`,
  'join-without-block': (step, from) =>
    `${step} brings ways together, but on the way from ${from} there is only one. Put a step that goes several ways at once before it, or remove it.`,
  'join-of-two': (step, from) =>
    `${step} and the way from ${from} do not fit: a block has one join, and a join closes one block. Lead all ways of the block to the same join.`,
};

function checkCrossings({ steps }: Definition, { crossings }: Scopes): Problem[] {
  const told = new Set<StepId>();
  return crossings.flatMap(({ stepId, from, kind }) => {
    if (told.has(stepId)) return [];
    told.add(stepId);
    const message = CROSSINGS[kind](titled(steps[stepId], stepId), titled(steps[from], from));
    return [error(`flow.block-${kind}`, stepId, null, message)];
  });
}

/** The ways of a block that lead to its join, in the order of the step's ports. */
function waysToJoin(definition: Definition, opener: StepId, join: StepId): string[] {
  const inside = graphOf(definition, ({ from }) => from !== join);
  return (inside.from.get(opener) ?? []).flatMap(({ port, to }) =>
    reachableFrom(inside, [to]).has(join) ? [port] : [],
  );
}

function checkJoin(
  definition: Definition,
  opener: StepOf<'parallel'>,
  openerId: StepId,
  joinId: StepId,
): Problem[] {
  const join = definition.steps[joinId];
  if (join?.kind !== 'join') return [];
  const total = opener.config.ways.length;
  const coming = waysToJoin(definition, openerId, joinId);
  const need = needed(join.config.for, total);
  if (need <= coming.length) return [];
  const missing = opener.config.ways
    .filter(({ id }) => !coming.includes(id))
    .map(({ title }) => `“${title}”`);
  const why =
    missing.length === 0
      ? `there are only ${total}`
      : `${missing.join(', ')} never ${missing.length === 1 ? 'comes' : 'come'} there`;
  const message = `${named(join)} waits for ${need} ways of ${named(opener)}, but ${why}. Lead them there, or wait for fewer.`;
  return [error('flow.join-never-complete', joinId, 'for', message)];
}

/** At how many steps somebody can be at once from here on, blocks inside of one another multiplied. */
function mostAtOnce({ steps }: Definition, { around }: Scopes): number {
  const ways = (id: StepId) => {
    const step = steps[id];
    return step?.kind === 'parallel' ? step.config.ways.length : 1;
  };
  const openers = Object.keys(around).filter((id) => opensBlock(steps[id]));
  const products = openers.map((id) =>
    (around[id] ?? []).reduce((product, { stepId }) => product * ways(stepId), ways(id)),
  );
  return Math.max(1, ...products);
}

/** A block that goes through modules needs to know where it ends, and does not stand in another of its kind. */
function checkEaches({ steps }: Definition, { around, joins }: Scopes): Problem[] {
  return Object.entries(steps).flatMap(([id, step]) => {
    if (step.kind !== 'forEachModule' || around[id] === undefined) return [];
    if (around[id].some(({ each }) => each === true)) {
      const message = `${named(step)} stands inside of another step that goes through modules. Put it before or behind that block.`;
      return [error('flow.each-nested', id, null, message)];
    }
    if (joins[id] !== undefined) return [];
    const message = `${named(step)} does not say where the way of one module is over. Bring it to a join.`;
    return [error('flow.each-without-join', id, null, message)];
  });
}

function checkInside({ steps }: Definition, { around }: Scopes): Problem[] {
  return Object.entries(steps).flatMap(([id, step]) => {
    const block = around[id]?.[0];
    if (block === undefined || step.kind !== 'goal') return [];
    const message = `${named(step)} stands inside of ${titled(steps[block.stepId], block.stepId)}, where only a part of the learner's way could be taken to it. Put it before or behind the block.`;
    return [error('flow.goal-inside-block', id, null, message)];
  });
}

/** What is wrong with the blocks of a drawing: each has to be well nested, and its join has to be able to be complete. */
export function checkBlocks(definition: Definition, scopes: Scopes): Problem[] {
  const problems = [
    ...checkCrossings(definition, scopes),
    ...checkInside(definition, scopes),
    ...checkEaches(definition, scopes),
  ];
  for (const [openerId, joinId] of Object.entries(scopes.joins)) {
    const opener = definition.steps[openerId];
    if (opener?.kind === 'parallel') problems.push(...checkJoin(definition, opener, openerId, joinId));
  }
  const most = mostAtOnce(definition, scopes);
  if (most <= MOST_TOKENS) return problems;
  const message = `A learner could be at ${most} steps at once; ${MOST_TOKENS} is the most. Use fewer ways inside of one another.`;
  return [...problems, error('flow.too-many-ways', null, null, message)];
}

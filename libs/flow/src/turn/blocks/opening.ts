import { beginAnew, endCarrying, visitedBefore } from '../../commands/carried-effects.ts';
import { MOST_TOKENS } from '../../kinds/limits.ts';
import type { Decision } from '../../kinds/step-rules.ts';
import { landingOf, type Landing } from '../../migrate/landing.ts';
import type { Plan } from '../../model/plan.ts';
import type { OpenBlock, StepProblem, Token } from '../../model/state.ts';
import { planFor } from '../../model/versions.ts';
import {
  block,
  depart,
  enter,
  enterWay,
  exitRun,
  EXITED_BY_MIGRATION,
  portUnconnected,
  remove,
} from '../tokens.ts';
import type { Turn } from '../turn.ts';
import { putBlock } from './open-blocks.ts';

/** A block seen from inside, in the version that the token at hand goes by. */
export interface OpenedBlock {
  plan: Plan;
  open: OpenBlock;
  /** At which place in the token's scope it is. */
  depth: number;
}

const TOO_MANY_TOKENS: StepProblem = {
  code: 'flow.too-many-ways',
  detail: `A run can be at ${MOST_TOKENS} steps at once, and this would make more. Retry once others of its ways are over.`,
};

/** Where the first steps of these ways are; the name of a port that leads nowhere when one does. */
function landingsOf(
  turn: Turn,
  token: Token,
  ways: Array<{ way: string; port: string }>,
): Array<{ way: string; landing: Landing }> | string {
  const landings: Array<{ way: string; landing: Landing }> = [];
  for (const { way, port } of ways) {
    const landing = landingOf(turn.plan, token, port);
    if (landing === null) return port;
    landings.push({ way, landing });
  }
  return landings;
}

const NO_WAYS: StepProblem = {
  code: 'flow.no-ways',
  detail: 'There is nothing to go through here, and no join behind it. Skip the step, or exit the run.',
};

/** A block without a way is over as it begins: the token is at its join. */
function passBlock(turn: Turn, token: Token): Token[] {
  const plan = planFor(turn.plan, token);
  const join = plan.steps[token.stepId]?.join ?? null;
  if (join === null) {
    block(turn, token, NO_WAYS);
    return [];
  }
  depart(turn, token, null, 'passed through');
  return [enter(turn, join, token, token.iteration, plan)];
}

/** The next of the ways of a block that are walked one after the other, from where the one before it is over. */
export function nextWay(turn: Turn, token: Token, { plan, open, depth }: OpenedBlock): Token[] {
  const way = open.ways[open.begun];
  const at: Token = { ...token, stepId: open.stepId };
  const landing = landingOf(turn.plan, at, plan.steps[open.stepId]?.ports[0] ?? '');
  if (way === undefined || landing === null) {
    block(turn, token, portUnconnected('each'));
    return [];
  }
  token.scope = [...token.scope.slice(0, depth), { stepId: open.stepId, visit: open.visit, way }];
  const { before: _past, ...others } = open;
  endCarrying(turn.plan, turn.state, open.stepId);
  putBlock(turn, { ...others, begun: open.begun + 1, ...visitedBefore(turn.plan, turn.state, open.stepId) });
  return [enter(turn, landing.stepId, token, token.iteration, landing.plan)];
}

/** Goes on with a token on each way of a block; of ways that run one after the other, on the first. */
export function openBlock(
  turn: Turn,
  token: Token,
  { ways, atOnce }: Pick<Extract<Decision, { do: 'fork' }>, 'ways' | 'atOnce'>,
): Token[] {
  if (ways.length === 0) return passBlock(turn, token);
  const begun = atOnce ? ways.length : Math.min(1, ways.length);
  const landings = landingsOf(turn, token, ways.slice(0, begun));
  if (typeof landings === 'string') {
    block(turn, token, portUnconnected(landings));
    return [];
  }
  if (turn.state.tokens.length - 1 + begun > MOST_TOKENS) {
    block(turn, token, TOO_MANY_TOKENS);
    return [];
  }
  if (token.next?.do === 'exit') {
    exitRun(turn, EXITED_BY_MIGRATION);
    return [];
  }
  const { stepId, visit, iteration } = token;
  // One way has its name; several at once have none, and whoever counts counts them all.
  const ports = new Set(ways.map(({ port }) => port));
  depart(turn, token, ports.size === 1 ? (ways[0]?.port ?? null) : null, 'passed through');
  remove(turn, token);
  if (!atOnce) beginAnew(planFor(turn.plan, token), turn.state, stepId);
  const before = atOnce ? {} : visitedBefore(turn.plan, turn.state, stepId);
  putBlock(turn, { stepId, visit, ways: ways.map(({ way }) => way), atOnce, begun, arrived: [], ...before });
  return landings.map(({ way, landing }) =>
    enterWay(turn, landing.stepId, token, iteration + (landing.back ? 1 : 0), landing.plan, {
      stepId,
      visit,
      way,
    }),
  );
}

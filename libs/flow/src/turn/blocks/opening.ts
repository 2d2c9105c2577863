import { MOST_TOKENS } from '../../kinds/limits.ts';
import type { Decision } from '../../kinds/step-rules.ts';
import { landingOf, type Landing } from '../../migrate/landing.ts';
import type { StepProblem, Token } from '../../model/state.ts';
import { block, depart, enterWay, exitRun, EXITED_BY_MIGRATION, portUnconnected, remove } from '../tokens.ts';
import type { Turn } from '../turn.ts';
import { putBlock } from './open-blocks.ts';

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

/** Goes on with a token on each way of a block; of ways that run one after the other, on the first. */
export function openBlock(
  turn: Turn,
  token: Token,
  { ways, atOnce }: Pick<Extract<Decision, { do: 'fork' }>, 'ways' | 'atOnce'>,
): Token[] {
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
  depart(turn, token, ways.length === 1 ? (ways[0]?.port ?? null) : null, 'passed through');
  remove(turn, token);
  putBlock(turn, { stepId, visit, ways: ways.map(({ way }) => way), atOnce, begun, arrived: [] });
  return landings.map(({ way, landing }) =>
    enterWay(turn, landing.stepId, token, iteration + (landing.back ? 1 : 0), landing.plan, {
      stepId,
      visit,
      way,
    }),
  );
}

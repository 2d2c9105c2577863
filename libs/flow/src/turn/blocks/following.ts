import { frameClosedBy } from '../../kinds/blocks/join.ts';
import { waysFor } from '../../kinds/blocks/for-each-module.ts';
import type { Decision } from '../../kinds/step-rules.ts';
import { landingOf } from '../../migrate/landing.ts';
import type { Token } from '../../model/state.ts';
import { stepOf } from '../../model/versions.ts';
import { block, depart, enter, exitRun, EXITED_BY_MIGRATION, portUnconnected, remove } from '../tokens.ts';
import type { Turn } from '../turn.ts';
import { sweepBlocks, tokensIn } from './open-blocks.ts';
import { openBlock } from './opening.ts';

/** Closes the block that this token's join closes: whoever else is in it does not go on. */
function closeBlock(turn: Turn, token: Token): void {
  const frame = frameClosedBy(stepOf(turn.plan, token), token.scope);
  if (frame === undefined) return;
  for (const other of tokensIn(turn.state, frame)) {
    if (other === token) continue;
    depart(turn, other, null, other.stepId === token.stepId ? 'joined' : 'cancelled');
    remove(turn, other);
  }
  token.scope = token.scope.slice(0, token.scope.indexOf(frame));
  sweepBlocks(turn);
}

/** Takes a token along an edge: to the next step's token, or to none when the port leads nowhere and it is blocked. */
export function follow(
  turn: Turn,
  token: Token,
  { port, reason, emit }: Extract<Decision, { do: 'leave' }>,
): Token[] {
  const step = stepOf(turn.plan, token)?.step;
  const kind = step?.kind;
  if (kind === 'parallel') return openBlock(turn, token, { ways: [{ way: port, port }], atOnce: true });
  if (step?.kind === 'forEachModule')
    return openBlock(turn, token, { ways: waysFor(step.config, turn.facts), atOnce: false });
  const landing = landingOf(turn.plan, token, port);
  if (landing === null) {
    block(turn, token, portUnconnected(port));
    return [];
  }
  for (const emission of emit ?? []) turn.emit(token, emission);
  if (token.next?.do === 'exit') {
    exitRun(turn, EXITED_BY_MIGRATION);
    return [];
  }
  if (kind === 'join') closeBlock(turn, token);
  depart(turn, token, port, reason);
  return [enter(turn, landing.stepId, token, token.iteration + (landing.back ? 1 : 0), landing.plan)];
}

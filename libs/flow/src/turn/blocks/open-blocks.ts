import type { StepId } from '../../model/definition.ts';
import type { OpenBlock, RunState, Token } from '../../model/state.ts';
import type { Turn } from '../turn.ts';

/** A block that was opened, however many of its ways are still walked. */
export type BlockName = Pick<OpenBlock, 'stepId' | 'visit'>;

function sameBlock(a: BlockName, b: BlockName): boolean {
  return a.stepId === b.stepId && a.visit === b.visit;
}

/** On which of the block's ways a token is; null: on none. */
export function wayIn({ scope }: Pick<Token, 'scope'>, block: BlockName): string | null {
  return scope.find((frame) => sameBlock(frame, block))?.way ?? null;
}

/** The tokens inside of a block, whatever blocks they are in besides. */
export function tokensIn(state: RunState, block: BlockName): Token[] {
  return state.tokens.filter((token) => wayIn(token, block) !== null);
}

/** How far the ways of a block are. */
export interface WaysOfBlock {
  /** They have come to the join. */
  arrived: Set<string>;
  /** Somebody is on them. */
  walked: Set<string>;
  /** How many have not begun. */
  ahead: number;
}

/** How far the ways of a block are whose join is this one; null: it has none. */
export function waysOf(state: RunState, open: OpenBlock, joinId: StepId | null): WaysOfBlock {
  const arrived = new Set(open.arrived);
  const walked = new Set<string>();
  for (const token of tokensIn(state, open)) {
    const way = wayIn(token, open) ?? '';
    (open.atOnce && token.stepId === joinId ? arrived : walked).add(way);
  }
  for (const way of arrived) walked.delete(way);
  return { arrived, walked, ahead: open.atOnce ? 0 : open.ways.length - open.begun };
}

/** The block with this name, while anybody is in it. */
export function blockOf(state: RunState, frame: BlockName): OpenBlock | undefined {
  return state.blocks.find((block) => sameBlock(block, frame));
}

/** Notes a block, or what has become of it. */
export function putBlock(turn: Turn, block: OpenBlock): void {
  const others = turn.state.blocks.filter((other) => !sameBlock(other, block));
  turn.state.blocks = [...others, block];
}

/** Forgets the blocks that nobody is in any more, and what was counted in them. */
export function sweepBlocks(turn: Turn): void {
  const { state } = turn;
  if (state.blocks.length === 0) return;
  const walked = state.blocks.filter((block) => tokensIn(state, block).length > 0);
  if (walked.length === state.blocks.length) return;
  state.blocks = walked;
  const paths = new Set(walked.map(({ stepId, visit }) => `${stepId}:${visit}:`));
  const kept = Object.entries(state.rounds).filter(([key]) => {
    const frames = key.split('/').slice(0, -1);
    return frames.every((frame) => paths.has(frame.slice(0, frame.lastIndexOf(':') + 1)));
  });
  state.rounds = Object.fromEntries(kept);
}

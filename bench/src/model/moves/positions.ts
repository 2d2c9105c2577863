import type { EffectOutcome } from '@gradus/flow';

export type Value = string | number | boolean;
export type CallEnd = 'completed' | 'ended' | 'exited';

/** Of which kinds of steps it is told that they were left. */
export const TOLD = new Set(['wait', 'waitFor', 'message', 'callAutomation', 'release']);

/** What became of an effect; `code`: why it was refused. */
export interface Came {
  outcome: EffectOutcome;
  code: string;
}

/** One block somebody is inside of: which visit of the step that opened it, and which of its ways. */
export interface Frame {
  block: string;
  visit: number;
  way: string;
}

/** What a migration has in store for somebody as soon as they leave their step. */
export type Mark =
  { version: number; do: 'follow' | 'exit' } | { version: number; do: 'redirect'; to: string };

export interface Position {
  /** The older is first when two go on at one moment. */
  id: number;
  version: number;
  step: string;
  visit: number;
  frames: readonly Frame[];
  mark: Mark | null;
  /** When the present try of the step began. */
  since: number;
  deadline: number | null;
  /** An operator put it off until then. */
  notBefore: number | null;
  /** By which key its step acts; null: it has not acted yet. */
  key: string | null;
  tries: number;
  /** It waits for what becomes of its effect. */
  awaits: boolean;
  trouble: 'refused' | 'unknown' | null;
  /** During a pause: what was left until the deadline, what came meanwhile, and whether its step has not begun yet. */
  rest: number | null;
  heard: boolean;
  came: Came | null;
  asleep: boolean;
  /** Its step has been looked at: whoever is called off before that has done nothing there. */
  begun: boolean;
}

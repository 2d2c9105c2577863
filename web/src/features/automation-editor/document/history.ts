/** One thing a person did: how to do it again and how to take it back. */
export interface Change<Op> {
  label: string;
  forward: Op[];
  backward: Op[];
  /** Changes of one group that follow closely are one: typing is not undone letter by letter. */
  group: string | null;
  at: number;
}

export interface History<Op> {
  past: Change<Op>[];
  future: Change<Op>[];
}

const TOGETHER_MS = 1_500;
const KEPT = 200;

export function record<Op>({ past }: History<Op>, change: Change<Op>): History<Op> {
  const last = past.at(-1);
  const together =
    last && last.group !== null && last.group === change.group && change.at - last.at < TOGETHER_MS;
  if (!together) return { past: [...past, change].slice(-KEPT), future: [] };
  const merged = {
    ...change,
    forward: [...last.forward, ...change.forward],
    backward: [...change.backward, ...last.backward],
  };
  return { past: [...past.slice(0, -1), merged], future: [] };
}

/** null: nothing to take back. */
export function stepBack<Op>({
  past,
  future,
}: History<Op>): { change: Change<Op>; history: History<Op> } | null {
  const change = past.at(-1);
  return change ? { change, history: { past: past.slice(0, -1), future: [change, ...future] } } : null;
}

export function stepForth<Op>({
  past,
  future,
}: History<Op>): { change: Change<Op>; history: History<Op> } | null {
  const change = future[0];
  return change ? { change, history: { past: [...past, change], future: future.slice(1) } } : null;
}

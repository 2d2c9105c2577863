import { initialState } from '../initial-state.ts';
import type { Instant } from '../instant.ts';
import type { RunState, Token } from '../state.ts';
import { upgradeState } from './state-upgrades.ts';

/** A run's state as a row keeps it, so that little of the row changes with a turn. */
export interface SavedState {
  /** JSON: all of the state but its id, its trail, and what has its usual value. */
  state: unknown;
  /**
   * JSON text: what a run adds to for as long as it lasts, the newest first, so that a turn writes before what was there.
   * `"step"`: visited once; `["step", 3]`: visited so often; `[1798694992069, "module"]`: released then. The first that names
   * something counts. Empty: nothing, or `state` says it all.
   */
  trail: string;
}

type Line = string | [step: string, visits: number] | [at: Instant, module: string];

const USUAL_TOKEN = {
  scope: [],
  iteration: 0,
  deadline: null,
  notBefore: null,
  effectKey: null,
  try: 1,
  problem: null,
  heldFrom: null,
} satisfies Partial<Token>;

/** In the row whatever their value is: those who look there rely on them. */
const ALWAYS: ReadonlySet<string> = new Set(['schema', 'startedAt', 'clock', 'tokens']);
/** Not in the row's JSON: the row has an id, and the trail tells the others. */
const ELSEWHERE: ReadonlySet<string> = new Set(['runId', 'visits', 'releases', 'lastRelease']);
/** Of a trail that says things twice: how much longer it may be than one that does not. */
const WORN_OUT = 2;

/** The state of the run with that id. Rows of before have all in their JSON and no trail. @throws as {@link upgradeState} */
export function readState(runId: string, { state: raw, trail }: SavedState): RunState {
  const known = upgradeState(raw) as Partial<RunState> & Pick<RunState, 'startedAt' | 'tokens'>;
  const lines = linesIn(trail);
  const visits = { ...known.visits, ...Object.fromEntries(lines.flatMap(visitIn)) };
  const releases = { ...known.releases, ...releasesIn(lines) };
  return {
    ...initialState(runId, known.startedAt),
    lastRelease: newestOf(releases),
    ...known,
    runId,
    visits,
    releases,
    tokens: known.tokens.map((token) => ({ ...USUAL_TOKEN, ...token })),
  };
}

/** A state to be saved over the one that was read; null: there is none yet. */
export function saveState(state: RunState, before: { state: RunState; trail: string } | null): SavedState {
  const usual: Partial<Record<string, unknown>> = { ...initialState(state.runId, state.startedAt) };
  const saved: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(state))
    if (!ELSEWHERE.has(name) && (ALWAYS.has(name) || !isSame(value, usual[name]))) saved[name] = value;
  saved['tokens'] = state.tokens.map(shortened);
  const trail = trailOf(state, before);
  // As it will be read: a module that was closed and opened again stands there where it stood first.
  if (!isSame(state.lastRelease, newestOf(releasesIn(linesIn(trail)))))
    saved['lastRelease'] = state.lastRelease;
  return { state: saved, trail };
}

function shortened(token: Token): Partial<Token> {
  const usual: Partial<Record<string, unknown>> = USUAL_TOKEN;
  return Object.fromEntries(
    Object.entries(token).filter(
      ([name, value]) => !Object.hasOwn(usual, name) || !isSame(value, usual[name]),
    ),
  );
}

function trailOf(state: RunState, before: { state: RunState; trail: string } | null): string {
  const whole = JSON.stringify(linesSince(state, { visits: {}, releases: {} }));
  if (!before || before.trail === '' || isLess(state.visits, before.state.visits)) return whole;
  if (isLess(state.releases, before.state.releases)) return whole;
  const fresh = linesSince(state, before.state);
  if (fresh.length === 0) return before.trail;
  const added =
    before.trail === '[]' ? whole : `${JSON.stringify(fresh).slice(0, -1)},${before.trail.slice(1)}`;
  return added.length > WORN_OUT * whole.length ? whole : added;
}

/** What is there and was not, or was otherwise; the newest first. */
function linesSince(state: RunState, before: Pick<RunState, 'visits' | 'releases'>): Line[] {
  const differs = (known: Readonly<Record<string, number>>, name: string, value: number) =>
    !Object.hasOwn(known, name) || known[name] !== value;
  const lines: Line[] = [];
  for (const [step, count] of Object.entries(state.visits))
    if (differs(before.visits, step, count)) lines.push(count === 1 ? step : [step, count]);
  for (const [module, at] of Object.entries(state.releases))
    if (differs(before.releases, module, at)) lines.push([at, module]);
  return lines.toReversed();
}

/** Whether something is gone, which no line can say. */
const isLess = (now: Readonly<Record<string, number>>, before: Readonly<Record<string, number>>) =>
  Object.keys(before).some((name) => !Object.hasOwn(now, name));

/** The oldest first. */
const linesIn = (trail: string): Line[] => (trail === '' ? [] : (JSON.parse(trail) as Line[]).toReversed());

const visitIn = (line: Line): Array<[string, number]> => {
  if (typeof line === 'string') return [[line, 1]];
  return typeof line[0] === 'string' ? [line as [string, number]] : [];
};

const releaseIn = (line: Line): Array<[string, Instant]> =>
  typeof line !== 'string' && typeof line[0] === 'number' ? [[line[1] as string, line[0]]] : [];

const releasesIn = (lines: readonly Line[]): RunState['releases'] =>
  Object.fromEntries(lines.flatMap(releaseIn));

function newestOf(releases: RunState['releases']): RunState['lastRelease'] {
  const newest = Object.entries(releases).at(-1);
  return newest ? { module: newest[0], at: newest[1] } : null;
}

/** Of values as they are in a state: equal, both empty, or the same release. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const [names, others] = [Object.entries(one), Object.entries(other)];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    names.length === others.length &&
    others.every(([name, value]) => (one as Record<string, unknown>)[name] === value)
  );
}

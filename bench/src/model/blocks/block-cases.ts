import { type Definition, type Plan, withVersions } from '@gradus/flow';
import { type Dice, dice } from '../dice.ts';
import { CATALOGUE, EVENTS, Live, STARTED, planOf } from '../live.ts';
import { BlockReference, type Choice } from './block-reference.ts';

const HOUR = 3_600_000;
const CHOICES: readonly Choice[] = ['keep', 'follow', 'retime', 'exit'];

type Steps = Record<string, unknown>;
type Edges = Array<{ from: string; port: string; to: string }>;

/** A step that takes time, of way `way`; both of its ways lead on. Whole days and the number of the way in hours. */
function timed(roll: Dice, steps: Steps, edges: Edges, id: string, way: number, to: string): void {
  const duration = { amount: 24 * (1 + roll(5)) + way, unit: 'hours' };
  edges.push({ from: id, port: 'next', to });
  if (roll(2) === 0)
    steps[id] = { kind: 'wait', title: id, config: { for: { kind: 'duration', duration }, zone: 'none' } };
  else {
    // One event a way, so that no two ways are through at the same instant.
    const config = { for: { kind: 'event', event: EVENTS[way] }, timeout: duration, zone: 'none' };
    steps[id] = { kind: 'waitFor', title: id, config };
    edges.push({ from: id, port: 'timeout', to });
  }
}

/** A chain of steps and blocks. */
function drawing(roll: Dice): Definition {
  const count = 2 + roll(3);
  const steps: Steps = {
    start: { kind: 'trigger', title: 'Start', config: { on: { kind: 'enrolled' } } },
    done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
  };
  const edges: Edges = [{ from: 'start', port: 'next', to: 's0' }];
  for (let at = 0; at < count; at++) {
    const next = at + 1 === count ? 'done' : `s${at + 1}`;
    if (roll(3) === 0) {
      timed(roll, steps, edges, `s${at}`, 0, next);
      continue;
    }
    const ways = Array.from({ length: 2 + roll(2) }, (_, way) => ({ id: `w${way}`, title: `Way ${way}` }));
    steps[`s${at}`] = { kind: 'parallel', title: `s${at}`, config: { ways } };
    for (const [way, { id }] of ways.entries()) {
      const long = 1 + roll(2);
      edges.push({ from: `s${at}`, port: id, to: `s${at}-${way}-0` });
      for (let step = 0; step < long; step++)
        timed(
          roll,
          steps,
          edges,
          `s${at}-${way}-${step}`,
          way,
          step + 1 < long ? `s${at}-${way}-${step + 1}` : `s${at}-join`,
        );
    }
    const rule = [{ kind: 'all' }, { kind: 'any' }, { kind: 'atLeast', count: 2 }][roll(3)];
    steps[`s${at}-join`] = { kind: 'join', title: 'Join', config: { for: rule } };
    edges.push({ from: `s${at}-join`, port: 'next', to: next });
  }
  return {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [] },
    steps,
    edges,
  } as unknown as Definition;
}

/** The same drawing with other lengths. */
function changed(roll: Dice, first: Definition): Definition {
  const copy = structuredClone(first);
  for (const step of Object.values(copy.steps)) {
    const days = () => 24 * roll(4);
    if (step.kind === 'wait' && step.config.for.kind === 'duration')
      step.config.for.duration.amount += days();
    if (step.kind === 'waitFor' && step.config.timeout)
      step.config.timeout.amount = (step.config.timeout.amount % 24) + 24 * (1 + roll(4));
  }
  return copy;
}

/** A drawing is played several times: checking it costs more than playing it. */
const CASES_PER_DRAWING = 8;
let last: { seed: number; plans: Plan[] } | null = null;

/** Both versions of a drawing. */
function drawn(seed: number): Plan[] {
  if (last?.seed === seed) return last.plans;
  const roll = dice(seed + 1_000_003);
  const first = drawing(roll);
  const plans = [first, changed(roll, first)].map((one, at) => planOf(seed, one, CATALOGUE, `v${at + 1}`));
  last = { seed, plans };
  return plans;
}

/** The steps that take time and were left, as the reference has them. */
function leftOf({ left, plan }: Live): string[] {
  return left.flatMap(({ stepId, port, at }) => {
    const kind = plan.steps[stepId]?.step.kind;
    return kind === 'wait' || kind === 'waitFor' ? [`${stepId} ${port} @${at}`] : [];
  });
}

/** Where the run stands, as the reference has it. */
function placeOf({ over, state }: Live): string {
  if (over !== null) return over;
  const steps = state.tokens.map(({ stepId }) => stepId).toSorted();
  return `${state.paused ? 'paused ' : ''}${steps.join(' ')}`;
}

/** What became of a case, and what the reference says otherwise (null: nothing). */
export interface PlayedBlockCase {
  left: string[];
  places: string[];
  difference: string | null;
}

/** Plays one case with blocks, pauses and a second version both ways. */
export function playBlockCase(seed: number, Rules: typeof BlockReference = BlockReference): PlayedBlockCase {
  const roll = dice(seed);
  const plans = drawn(Math.floor(seed / CASES_PER_DRAWING));
  const live = new Live(withVersions(plans[0]!, plans.slice(1)));
  const reference = new Rules(
    plans.map(({ definition }) => definition),
    STARTED,
  );
  const places: string[] = [];
  let at = STARTED;
  let published = false;
  for (let turn = 0; turn < 16; turn++) {
    at += roll(6) * 12 * HOUR;
    live.advance(at - 1);
    reference.time(at, false);
    published = act(roll, { turn, at, live, reference, published }) || published;
    live.advance(at);
    reference.time(at, true);
    const expected = [...reference.left.toSorted(), reference.place].join('\n');
    const left = leftOf(live);
    const place = placeOf(live);
    const found = [...left.toSorted(), place].join('\n');
    places.push(place);
    if (expected !== found)
      return {
        left,
        places,
        difference: `seed ${seed}, turn ${turn}:\nreference\n${expected}\nengine\n${found}`,
      };
  }
  return { left: leftOf(live), places, difference: null };
}

interface Scene {
  turn: number;
  at: number;
  live: Live;
  reference: BlockReference;
  published: boolean;
}

/** One thing happens, to both. Answers whether it was the publishing. */
function act(roll: Dice, { turn, at, live, reference, published }: Scene): boolean {
  const kind = roll(12);
  const id = `input-${turn}`;
  if (kind < 5) {
    const type = EVENTS[roll(EVENTS.length)]!;
    live.take({ kind: 'event', at, id, type, data: {} });
    reference.event(type, at);
  } else if (kind < 8) {
    const name = reference.paused ? 'resume' : 'pause';
    live.take({ kind: 'command', at, id, command: { name } });
    reference[name](at);
  } else if (kind === 8 && !published && reference.outcome === null) {
    const choice = CHOICES[roll(CHOICES.length)]!;
    const steps = Object.fromEntries(Object.keys(live.plan.steps).map((step) => [step, { do: choice }]));
    live.take({ kind: 'migrate', at, id, versionId: 'v2', plan: { scope: 'now', steps, spreadMinutes: 0 } });
    reference.publish(choice, at);
    return true;
  } else if (kind === 9 && roll(8) === 0 && reference.outcome === null) {
    live.take({ kind: 'command', at, id, command: { name: 'exit', reason: 'test' } });
    reference.exit(at);
  }
  return false;
}

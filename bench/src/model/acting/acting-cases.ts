import type { Definition, EffectOutcome, OperatorCommand, Plan } from '@gradus/flow';
import { type Dice, dice } from '../dice.ts';
import { Live, STARTED, courseOf, planOf } from '../live.ts';
import { ActingReference } from './acting-reference.ts';

const HOUR = 3_600_000;
const MODULES = ['one', 'two', 'three'];
const COURSE = courseOf(MODULES.map((key, position) => ({ key, position })));

type Steps = Record<string, unknown>;
type Edges = Array<{ from: string; port: string; to: string }>;

/** Draws steps and the lines between them. */
class Pen {
  readonly steps: Steps = {
    start: { kind: 'trigger', title: 'Start', config: { on: { kind: 'enrolled' } } },
    done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
  };
  readonly edges: Edges = [{ from: 'start', port: 'next', to: 's0' }];
  readonly #roll: Dice;

  constructor(roll: Dice) {
    this.#roll = roll;
  }

  /** A wait, a mail that is waited for, or a branch whose one way waits first. `way` makes its hours its own. */
  plain(id: string, way: number, to: string): void {
    const kind = this.#roll(4);
    if (kind === 0) return this.#branch(id, way, to);
    if (kind === 1) return this.#wait(id, way, to);
    const config = { category: 'transactional', subject: 'Hello', body: 'Hello.', waitForDelivery: true };
    this.steps[id] = { kind: 'message', title: id, config };
    this.edges.push({ from: id, port: 'next', to });
    if (this.#roll(2) === 0) return;
    this.#wait(`${id}-sorry`, way, to);
    this.edges.push({ from: id, port: 'error', to: `${id}-sorry` });
  }

  parallel(id: string, to: string): void {
    const ways = Array.from({ length: 2 + this.#roll(2) }, (_, way) => ({
      id: `w${way}`,
      title: `Way ${way}`,
    }));
    this.steps[id] = { kind: 'parallel', title: id, config: { ways } };
    for (const [way, one] of ways.entries()) {
      this.edges.push({ from: id, port: one.id, to: `${id}-${way}-0` });
      this.#chain(`${id}-${way}`, way, `${id}-join`);
    }
    this.#join(id, to, ways.length);
  }

  each(id: string, to: string): void {
    this.steps[id] = { kind: 'forEachModule', title: id, config: { modules: { kind: 'all' } } };
    this.edges.push({ from: id, port: 'each', to: `${id}-0` });
    this.#chain(id, 0, `${id}-join`);
    this.#join(id, to, MODULES.length);
  }

  #chain(id: string, way: number, to: string): void {
    const long = 1 + this.#roll(3);
    for (let at = 0; at < long; at++) this.plain(`${id}-${at}`, way, at + 1 < long ? `${id}-${at + 1}` : to);
  }

  #join(id: string, to: string, ways: number): void {
    const rule = [{ kind: 'all' }, { kind: 'any' }, { kind: 'atLeast', count: Math.min(2, ways) }][
      this.#roll(3)
    ];
    this.steps[`${id}-join`] = { kind: 'join', title: 'Join', config: { for: rule } };
    this.edges.push({ from: `${id}-join`, port: 'next', to });
  }

  #wait(id: string, way: number, to: string): void {
    const duration = { amount: 24 * (1 + this.#roll(4)) + way, unit: 'hours' };
    this.steps[id] = {
      kind: 'wait',
      title: id,
      config: { for: { kind: 'duration', duration }, zone: 'none' },
    };
    this.edges.push({ from: id, port: 'next', to });
  }

  #branch(id: string, way: number, to: string): void {
    const branches = [{ id: 'yes', title: 'Yes', condition: 'has(vars.go) && vars.go == true' }];
    this.steps[id] = { kind: 'branch', title: id, config: { branches } };
    this.#wait(`${id}-yes`, way, to);
    this.edges.push({ from: id, port: 'yes', to: `${id}-yes` }, { from: id, port: 'otherwise', to });
  }
}

function drawing(roll: Dice): Definition {
  const pen = new Pen(roll);
  const count = 2 + roll(3);
  for (let at = 0; at < count; at++) {
    const next = at + 1 === count ? 'done' : `s${at + 1}`;
    const kind = roll(4);
    if (kind === 0) pen.plain(`s${at}`, 0, next);
    else if (kind === 1) pen.each(`s${at}`, next);
    else pen.parallel(`s${at}`, next);
  }
  const { steps, edges } = pen;
  const head = { schemaVersion: 2, trigger: 'start', entry: { rule: 'once' }, settings: { exitOn: [] } };
  return { ...head, steps, edges } as unknown as Definition;
}

/** A drawing is played several times: checking it costs more than playing it. */
const CASES_PER_DRAWING = 8;
let last: { seed: number; plan: Plan } | null = null;

function drawn(seed: number): Plan {
  if (last?.seed === seed) return last.plan;
  const plan = planOf(seed, drawing(dice(seed + 7_000_003)), COURSE.catalogue, 'v1');
  last = { seed, plan };
  return plan;
}

function leftOf({ left, plan }: Live): string[] {
  return left.flatMap(({ stepId, visit, port, at }) => {
    const kind = plan.steps[stepId]?.step.kind;
    return kind === 'wait' || kind === 'message' ? [`${stepId} ${visit} ${port} @${at}`] : [];
  });
}

function placeOf({ over, state }: Live): string {
  if (over !== null) return over;
  const here = state.tokens.map(({ stepId, visit, status, heldFrom }) => {
    const blocked = status === 'blocked' || heldFrom?.status === 'blocked';
    return `${stepId}.${visit}${blocked ? '!' : ''}`;
  });
  return `${state.paused ? 'paused ' : ''}${here.toSorted().join(' ')}`;
}

/** What became of a case, and what the reference says otherwise (null: nothing). */
export interface PlayedActingCase {
  left: string[];
  places: string[];
  difference: string | null;
}

/** Plays one case of steps that act and decide inside of blocks both ways. */
export function playActingCase(
  seed: number,
  Rules: typeof ActingReference = ActingReference,
): PlayedActingCase {
  const roll = dice(seed);
  const plan = drawn(Math.floor(seed / CASES_PER_DRAWING));
  const live = new Live(plan, COURSE.facts);
  const reference = new Rules(plan.definition, MODULES.length, STARTED);
  const places: string[] = [];
  let at = STARTED;
  for (let turn = 0; turn < 24; turn++) {
    at += roll(5) * 12 * HOUR;
    live.advance(at - 1);
    reference.time(at, false);
    act(roll, { turn, at, live, reference });
    live.advance(at);
    reference.time(at, true);
    const expected = [...reference.left.toSorted(), reference.place].join('\n');
    const [left, place] = [leftOf(live), placeOf(live)];
    const found = [...left.toSorted(), place].join('\n');
    places.push(place);
    const difference = `seed ${seed}, turn ${turn}:\nreference\n${expected}\nengine\n${found}`;
    if (expected !== found) return { left, places, difference };
  }
  return { left: leftOf(live), places, difference: null };
}

const OUTCOMES: EffectOutcome[] = ['done', 'done', 'done', 'refused', 'unknown'];

interface Scene {
  turn: number;
  at: number;
  live: Live;
  reference: ActingReference;
}

/** One thing happens, to both, to one of those who stand somewhere. */
function act(roll: Dice, { turn, at, live, reference }: Scene): void {
  const kind = roll(14);
  const id = `input-${turn}`;
  const standing = reference.standing;
  const one = standing[roll(Math.max(1, standing.length))];
  if (reference.outcome !== null || !one) return;
  const aim = { stepId: one.step, visit: one.visit };
  const order = (command: OperatorCommand) => live.take({ kind: 'command', at, id, command });
  if (kind < 6) {
    const key = `run:${one.step}:${one.visit}`;
    const outcome = OUTCOMES[roll(OUTCOMES.length)]!;
    live.take({ kind: 'effect', at, key, outcome, detail: null });
    reference.effect(key, outcome, at);
  } else if (kind === 6) {
    order({ name: 'skip', port: 'next', ...aim });
    reference.skip(one.step, one.visit, at);
  } else if (kind < 9 && one.blocked) {
    order({ name: 'retry', ...aim });
    reference.retry(one.step, one.visit);
  } else if (kind < 11) {
    const value = roll(2) === 0;
    order({ name: 'changeVariable', variable: 'go', value, ...aim });
    reference.change(one.step, one.visit, 'go', value);
  } else if (kind < 13) {
    const name = reference.paused ? 'resume' : 'pause';
    order({ name });
    reference[name](at);
  } else if (roll(10) === 0) {
    order({ name: 'exit', reason: 'test' });
    reference.exit(at);
  }
}

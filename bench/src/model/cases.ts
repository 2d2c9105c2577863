import { type Definition, type EffectOutcome, compile } from '@gradus/flow';
import { type Dice, dice } from './dice.ts';
import { CATALOGUE, EVENTS, Live, STARTED } from './live.ts';
import { Reference } from './reference.ts';

const DAY = 86_400_000;

/** A drawing of up to eight steps, with ways back out of time-outs. */
function drawing(roll: Dice): Definition {
  const count = 2 + roll(7);
  const name = (at: number) => (at >= count ? 'done' : `step-${at}`);
  const steps: Record<string, unknown> = {
    start: { kind: 'trigger', title: 'Start', config: { on: { kind: 'enrolled' } } },
    done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
  };
  const edges: Array<Record<string, unknown>> = [{ from: 'start', port: 'next', to: name(0) }];
  for (let at = 0; at < count; at++) {
    const from = name(at);
    const ahead = () => name(at + 1 + roll(3));
    const amount = 1 + roll(6);
    const kind = roll(4);
    edges.push({ from, port: 'next', to: name(at + 1) });
    if (kind === 0)
      steps[from] = {
        kind: 'wait',
        title: from,
        config: { for: { kind: 'duration', duration: { amount, unit: 'days' } }, zone: 'none' },
      };
    else if (kind === 1) {
      const event = EVENTS[roll(EVENTS.length)];
      const timeout = { amount, unit: 'days' };
      steps[from] = {
        kind: 'waitFor',
        title: from,
        config: { for: { kind: 'event', event }, timeout, zone: 'none' },
      };
      if (roll(3) === 0) edges.push({ from, port: 'timeout', to: name(roll(at + 1)), back: true });
      else edges.push({ from, port: 'timeout', to: ahead() });
    } else {
      const waitForDelivery = kind === 3;
      const config = { category: 'transactional', subject: 'Hello', body: 'Hello.', waitForDelivery };
      steps[from] = { kind: 'message', title: from, config };
      if (waitForDelivery && roll(2) === 0) edges.push({ from, port: 'error', to: ahead() });
    }
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

/** The steps that were left, as the reference has them. */
const leftOf = ({ left }: Live): string[] =>
  left.map(({ stepId, visit, port, at }) => `${stepId} ${visit} ${port} @${at}`);

/** Where the run stands, as the reference has it. */
function placeOf({ over, state }: Live): string {
  if (over !== null) return over;
  const [token] = state.tokens;
  return `${token?.stepId} ${token?.visit}${token?.status === 'blocked' ? ' blocked' : ''}`;
}

const OUTCOMES: EffectOutcome[] = ['done', 'done', 'refused', 'unknown'];

/** What became of a case: the engine's steps and place, and what the reference says otherwise (null: nothing). */
interface PlayedCase {
  left: string[];
  place: string;
  difference: string | null;
}

/** Plays one case both ways. A drawing that does not compile is drawn again. */
export function playCase(seed: number, Rules: typeof Reference = Reference): PlayedCase {
  const roll = dice(seed);
  let compiled = compile(drawing(roll), CATALOGUE, 'v1');
  for (let tries = 0; !compiled.ok && tries < 20; tries++) compiled = compile(drawing(roll), CATALOGUE, 'v1');
  if (!compiled.ok)
    throw new Error(`Seed ${seed} draws nothing that compiles: ${compiled.problems[0]?.message}`);
  const live = new Live(compiled.plan);
  const reference = new Rules(compiled.plan.definition, STARTED);
  let at = STARTED;
  for (let turn = 0; turn < 14; turn++) {
    // Half days and whole ones, so that inputs and deadlines often fall on one instant.
    at += roll(5) * (DAY / 2);
    reference.time(at, false);
    act(roll, turn, at, live, reference);
    reference.time(at, true);
    const expected = [...reference.left, reference.place].join('\n');
    const [left, place] = [leftOf(live), placeOf(live)];
    const found = [...left, place].join('\n');
    const difference = `seed ${seed}, turn ${turn}:\nreference\n${expected}\nengine\n${found}`;
    if (expected !== found) return { left, place, difference };
  }
  return { left: leftOf(live), place: placeOf(live), difference: null };
}

/** What the engine and the reference make differently of a case; null: nothing. */
export const differenceOf = (seed: number, Rules: typeof Reference = Reference): string | null =>
  playCase(seed, Rules).difference;

/** One thing happens, to both. Nothing but time, sometimes. */
function act(roll: Dice, turn: number, at: number, live: Live, reference: Reference): void {
  live.advance(at - 1);
  const here = reference.standing;
  const kind = roll(12);
  const id = `input-${turn}`;
  const aim = here && { stepId: here.step, visit: here.visit };
  if (kind < 4) {
    const type = EVENTS[roll(EVENTS.length)]!;
    live.take({ kind: 'event', at, id, type, data: {} });
    reference.event(type, at);
  } else if (kind < 8 && here) {
    const key = `run:${here.step}:${here.visit}`;
    const outcome = OUTCOMES[roll(OUTCOMES.length)]!;
    live.take({ kind: 'effect', at, key, outcome, detail: null });
    reference.effect(key, outcome, at);
  } else if (kind === 8 && aim) {
    live.take({ kind: 'command', at, id, command: { name: 'skip', port: 'next', ...aim } });
    reference.skip(at);
  } else if (kind === 9 && aim && here.blocked) {
    live.take({ kind: 'command', at, id, command: { name: 'retry', ...aim } });
    reference.retry();
  } else if (kind === 10 && roll(6) === 0 && here) {
    live.take({ kind: 'command', at, id, command: { name: 'exit', reason: 'test' } });
    reference.exit(at);
  } else live.advance(at);
}

import {
  type Command,
  type OperatorCommand,
  type Plan,
  checkMigration,
  sleepUntil,
  withVersions,
} from '@gradus/flow';
import { type Dice, dice } from '../dice.ts';
import { EVENTS, Live, STARTED, courseOf, planOf } from '../live.ts';
import { type Choice, MovesReference, type Scope } from './moves-reference.ts';
import { Outside } from './outside.ts';
import type { CallEnd, Position } from './positions.ts';
import { type Drawing, OPENED, Sketcher, WALKED, draw } from './sketch.ts';

const HALF_DAY = 43_200_000;
/** Those that steps open have one place in the course, so that none of them counts from another. */
const COURSE = courseOf(
  [...OPENED, ...WALKED].map((key, at) => ({ key, position: Math.max(0, at - OPENED.length + 1) })),
);
const TURNS = 24;

/** A drawing is played several times: checking it costs more than playing it. */
const CASES_PER_DRAWING = 8;
let last: { seed: number; drawings: Drawing[]; plans: Plan[] } | null = null;

/** Three versions of a drawing. */
function versionsOf(seed: number): { drawings: Drawing[]; plans: Plan[] } {
  if (last?.seed === seed) return last;
  const sketcher = new Sketcher(dice(seed + 17_000_003));
  const first = sketcher.sketch();
  const second = sketcher.changed(first);
  const drawings = [first, second, sketcher.changed(second)].map(draw);
  const plans = drawings.map(({ definition }, at) =>
    planOf(seed, definition, COURSE.catalogue, `v${at + 1}`),
  );
  last = { seed, drawings, plans };
  return last;
}

/** Where the run stands, as the reference has it. */
function placeOf({ state }: Live): string {
  if (state.finished !== null) return state.finished.outcome;
  if (state.ending !== null) return `ending ${state.ending.outcome}`;
  const here = state.tokens.map(({ stepId, visit, versionId, status, heldFrom, deadline }) => {
    const blocked = status === 'blocked' || heldFrom?.status === 'blocked';
    const until = deadline === null || state.paused ? '' : ` until ${deadline}`;
    return `${stepId}.${visit}@${versionId}${blocked ? '!' : ''}${until}`;
  });
  return `${state.paused ? 'paused ' : ''}${here.toSorted().join(', ')}`;
}

/** What became of a case, and what the reference says otherwise (null: nothing). */
export interface PlayedMovesCase {
  lines: string[];
  places: string[];
  /** Orders that fitted, by name. */
  accepted: string[];
  difference: string | null;
}

/** Plays one case of moves, migrations and calls, inside of blocks and outside, both ways. */
export function playMovesCase(seed: number, Rules: typeof MovesReference = MovesReference): PlayedMovesCase {
  const game = new Game(seed, Rules);
  const played: PlayedMovesCase = { lines: [], places: [], accepted: game.accepted, difference: null };
  for (let turn = 0; turn < TURNS && played.difference === null; turn++) {
    const { lines, place, difference } = game.play(turn);
    played.lines.push(...lines);
    played.places.push(place);
    played.difference = difference === null ? null : `seed ${seed}, turn ${turn}: ${difference}`;
  }
  return played;
}

/** One case: the engine, the reference and what is outside of both. */
class Game {
  readonly accepted: string[] = [];
  readonly #roll: Dice;
  readonly #drawings: Drawing[];
  readonly #plans: Plan[];
  readonly #live: Live;
  readonly #reference: MovesReference;
  readonly #outside: Outside;
  /** What happened in this turn, in words, and what was seen of it. */
  #said: string[] = [];
  #lines: string[] = [];
  #told = 0;
  #at = STARTED;
  #ids = 0;
  #published = 0;

  constructor(seed: number, Rules: typeof MovesReference) {
    this.#roll = dice(seed);
    const { drawings, plans } = versionsOf(Math.floor(seed / CASES_PER_DRAWING));
    this.#drawings = drawings;
    this.#plans = plans;
    this.#live = new Live(withVersions(plans[0]!, plans.slice(1)), COURSE.facts);
    this.#reference = new Rules(drawings, WALKED, STARTED);
    this.#outside = new Outside(this.#live);
  }

  play(turn: number): { lines: string[]; place: string; difference: string | null } {
    this.#said = [`turn ${turn}`];
    this.#lines = [];
    this.#at = this.#moment();
    this.#pass(this.#at - 1);
    this.#act();
    this.#pass(this.#at);
    const told = this.#reference.lines.slice(this.#told);
    this.#told = this.#reference.lines.length;
    const place = placeOf(this.#live);
    const expected = [...told.toSorted(), this.#reference.place].join('\n');
    const found = [...this.#lines.toSorted(), place].join('\n');
    const difference =
      expected === found ? null : `${this.#said.join('; ')}\nreference\n${expected}\nengine\n${found}`;
    return { lines: this.#lines, place, difference };
  }

  /** Half days later, or the very instant of a deadline. */
  #moment(): number {
    const deadlines = this.#reference.standing.flatMap(({ deadline }) => deadline ?? []);
    const one = deadlines[this.#roll(Math.max(1, deadlines.length))];
    if (this.#roll(3) === 0 && one !== undefined && one >= this.#at) return one;
    return this.#at + this.#roll(5) * HALF_DAY;
  }

  /** Date by date: what is known of a call that is asked for is known before anything later is played. */
  #pass(until: number): void {
    for (let next = sleepUntil(this.#live.state); next !== null && next < until;) {
      this.#live.advance(next);
      this.#look(next);
      next = sleepUntil(this.#live.state);
    }
    this.#live.advance(until);
    this.#look(until);
  }

  /** Lets time come to the reference, too, and reads what the engine has written; runs that are to end because of it end at once, and that is told. */
  #look(at: number): void {
    this.#reference.time(at);
    for (;;) {
      const { lines, over } = this.#outside.look();
      this.#lines.push(...lines);
      if (over.length === 0) return;
      for (const key of over) this.#end(key, 'exited', at);
    }
  }

  #end(key: string, outcome: CallEnd, at: number): void {
    this.#said.push(`run of ${key} ${outcome}`);
    this.#outside.end(key, outcome, at);
    this.#live.take({ kind: 'event', at, id: this.#id(), type: 'run.ended', data: { run: key, outcome } });
    this.#reference.ended(key, outcome, at);
    this.#look(at);
  }

  #id = () => `input-${(this.#ids += 1)}`;
  #one = <T>(list: readonly T[]): T | undefined => list[this.#roll(Math.max(1, list.length))];

  /** One thing happens, to both. Nothing but time, sometimes. */
  #act(): void {
    const kind = this.#roll(21);
    const one = this.#one(this.#reference.standing);
    if (kind < 4) this.#event();
    else if (kind < 9) this.#outcome();
    else if (kind === 9) {
      const key = this.#one([...this.#outside.going]);
      if (key)
        this.#end(key, (['completed', 'completed', 'ended', 'exited'] as const)[this.#roll(4)]!, this.#at);
    } else if (kind < 12 || (this.#reference.paused && this.#roll(3) === 0)) {
      const name = this.#reference.paused ? 'resume' : 'pause';
      if (kind !== 10 || name === 'resume') this.#order({ name }, (at) => this.#reference[name](at));
    } else if (kind < 14) this.#publish();
    else if (kind === 14 && this.#roll(8) === 0)
      this.#order({ name: 'exit', reason: 'test' }, (at) => this.#reference.exit(at));
    else if (one) this.#orderTo(one);
  }

  #event(): void {
    const type = this.#one(EVENTS)!;
    this.#said.push(type);
    this.#live.take({ kind: 'event', at: this.#at, id: this.#id(), type, data: {} });
    this.#reference.event(type, this.#at);
  }

  /** What became of an effect. What was done is done whenever it is asked for again. */
  #outcome(): void {
    const open = this.#one(this.#reference.open);
    if (!open) return;
    const { key, left } = open;
    const usual = ['done', 'done', 'done', 'refused', 'unknown'] as const;
    const drawn = left && this.#roll(2) === 0 ? 'cancelled' : this.#one(usual)!;
    const outcome = this.#outside.done.has(key) ? 'done' : drawn;
    const code = this.#one(['call.inside', 'call.unfit', 'provider.no'])!;
    this.#said.push(`${key} ${outcome} (${code})`);
    if (outcome === 'done') this.#outside.did(key);
    const detail = outcome === 'done' ? null : { code, message: 'No.' };
    this.#live.take({ kind: 'effect', at: this.#at, key, outcome, detail });
    this.#reference.effect(key, outcome, code, this.#at);
  }

  #order(command: OperatorCommand, obey: (at: number) => boolean): void {
    const id = this.#id();
    this.#live.take({ kind: 'command', at: this.#at, id, command });
    this.#answer(id, JSON.stringify(command), obey(this.#at));
    if (obeyed(this.#live.commands, id)) this.accepted.push(command.name);
  }

  #answer(id: string, said: string, fits: boolean): void {
    this.#said.push(said);
    const taken = obeyed(this.#live.commands, id);
    if (taken !== fits)
      this.#lines.push(`the engine ${taken ? 'does' : 'refuses'} what the reference does not`);
  }

  /** An order to one position; now and then to where nobody is any more. */
  #orderTo(one: Readonly<Position>): void {
    const reference = this.#reference;
    const { step: stepId, visit, deadline } = one;
    const aim = { stepId, visit: this.#roll(20) === 0 ? visit - 1 : visit };
    const kind = this.#roll(8);
    const effects = this.#roll(3) === 0 ? ('again' as const) : ('reuse' as const);
    if (one.trouble !== null && kind < 3)
      this.#order({ name: 'retry', ...aim, effects }, (at) =>
        reference.retry(stepId, aim.visit, effects, at),
      );
    else if (kind < 4) {
      const any = this.#one(Object.keys(this.#one(this.#drawings)!.definition.steps))!;
      const to = this.#roll(4) === 0 ? any : this.#one(reference.fitting(one))!;
      this.#order({ name: 'move', ...aim, to, effects }, (at) =>
        reference.move(stepId, aim.visit, to, effects, at),
      );
    } else if (kind === 4) {
      const port = this.#one([undefined, 'next', 'timeout', 'error', 'ended', 'not-started', 'short']);
      const skip = { name: 'skip' as const, ...aim };
      this.#order(port === undefined ? skip : { ...skip, port }, (at) =>
        reference.skip(stepId, aim.visit, port, at),
      );
    } else if (kind === 5)
      this.#order({ name: 'releaseNow', ...aim }, (at) => reference.releaseNow(stepId, aim.visit, at));
    else if (kind === 6) this.#postpone(aim, deadline);
    else {
      const value = this.#roll(2) === 0;
      this.#order({ name: 'changeVariable', variable: 'go', value, ...aim }, (at) =>
        reference.change(stepId, aim.visit, 'go', value, at),
      );
    }
  }

  #postpone(aim: { stepId: string; visit: number }, deadline: number | null): void {
    const seen = this.#roll(6) === 0 ? this.#at : deadline;
    const milliseconds = (this.#roll(6) - 1) * HALF_DAY + 60_000;
    const by = deadline !== null && this.#roll(2) === 0;
    const at = (by ? deadline : this.#at) + milliseconds;
    const to = by ? { kind: 'by' as const, milliseconds } : { kind: 'until' as const, at };
    this.#order({ name: 'postpone', ...aim, to, seen }, (now) =>
      this.#reference.postpone(aim.stepId, aim.visit, at, seen, now),
    );
  }

  /** The next version, with a decision that its author could make: what publishing would refuse is left out of it. */
  #publish(): void {
    if (this.#published + 1 >= this.#plans.length) return;
    this.#published += 1;
    const version = this.#published;
    const to = this.#plans[version]!;
    const scope = (['now', 'now', 'now', 'nextStep', 'nextStep', 'newOnly'] as const)[this.#roll(6)]!;
    const froms = this.#plans.slice(0, version);
    const drawn = { scope, steps: this.#choices(version, scope), spreadMinutes: 0 };
    const problems = checkMigration(drawn, froms, to).filter(({ severity }) => severity === 'error');
    const unfit = new Set(problems.map(({ stepId }) => stepId));
    const choices = Object.fromEntries(Object.entries(drawn.steps).filter(([step]) => !unfit.has(step)));
    const plan = { ...drawn, steps: choices };
    const id = this.#id();
    this.#live.take({ kind: 'migrate', at: this.#at, id, versionId: to.versionId, plan });
    const inside = this.#reference.standing.map(({ step }) => [step, choices[step] ?? 'proposed']);
    const said = `${to.versionId} ${scope} ${JSON.stringify(inside)}`;
    this.#answer(id, said, this.#reference.publish({ version, scope, choices }, this.#at));
  }

  #choices(version: number, scope: Scope): Record<string, Choice> {
    if (scope === 'newOnly') return {};
    const { around } = this.#drawings[version]!;
    const froms = this.#drawings.slice(0, version);
    const ids = new Set(froms.flatMap(({ definition }) => Object.keys(definition.steps)));
    const chosen = [...ids].flatMap((id): Array<[string, Choice]> => {
      const kind = this.#roll(12);
      const ways = String(froms.map((drawing) => drawing.around[id]).find((inside) => inside !== undefined));
      const beside = Object.keys(around).filter((other) => String(around[other]) === ways);
      if (kind < 4) return [];
      if (kind < 8) return [[id, { do: 'redirect', to: this.#one(beside) ?? 'done' }]];
      if (kind === 8 && this.#roll(6) === 0) return [[id, { do: 'exit' }]];
      return [[id, { do: (['keep', 'follow', 'retime'] as const)[this.#roll(3)]! }]];
    });
    return Object.fromEntries(chosen);
  }
}

function obeyed(commands: readonly Command[], id: string): boolean {
  const answer = commands.findLast((command) => command.type === 'answered' && command.id === id);
  return answer?.type === 'answered' && answer.accepted;
}

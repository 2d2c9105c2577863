import type { Definition } from '@gradus/flow';
import type { Dice } from '../dice.ts';
import { EVENTS } from '../live.ts';

const DAY_MINUTES = 24 * 60;

/** Nine in the morning in Berlin, on both sides of the night in which the clocks change. */
export const DATES: Readonly<Record<string, number>> = {
  '2025-03-06': Date.parse('2025-03-06T08:00:00Z'),
  '2025-03-14': Date.parse('2025-03-14T08:00:00Z'),
  '2025-03-29': Date.parse('2025-03-29T08:00:00Z'),
  '2025-03-30': Date.parse('2025-03-30T07:00:00Z'),
  '2025-04-20': Date.parse('2025-04-20T07:00:00Z'),
};

type Config = Record<string, unknown>;

/** A step with its ways besides `next`: those in `asides` lead on by a wait of so many minutes, those in `straight` at once. */
interface Single {
  id: string;
  kind: 'wait' | 'waitFor' | 'message' | 'callAutomation' | 'branch' | 'release';
  config: Config;
  asides: Array<{ port: string; minutes: number }>;
  straight: string[];
}

/** Ways beside one another, or one that is walked for each module; a join brings them together. */
interface Block {
  id: string;
  ways: Part[][];
  each: boolean;
  rule: Config;
}

type Part = Single | Block;

/** A drawing as its author thinks of it: parts one after the other. */
export type Sketch = Part[];

/** A drawing, and for each of its steps the ways of blocks that it stands on, outermost first, as `block/way` (`*`: of each module). */
export interface Drawing {
  definition: Definition;
  around: Record<string, string[]>;
}

const lasting = (minutes: number) => ({ amount: minutes, unit: 'minutes' });

/** What a course has to have for these sketches: bodies are walked for some modules, and steps open others, each its own. */
export const WALKED = ['one', 'two', 'three'];
export const OPENED = Array.from({ length: 12 }, (_, at) => `x${at}`);

/** Makes sketches, and other versions of them. */
export class Sketcher {
  readonly #roll: Dice;
  #count = 0;
  #opened = 0;

  constructor(roll: Dice) {
    this.#roll = roll;
  }

  sketch(): Sketch {
    return Array.from({ length: 2 + this.#roll(3) }, () => this.#part(0, false));
  }

  /** The same, changed here and there: lengths, configs, kinds, steps taken out or put in, rules of joins. */
  changed(sketch: Sketch, inside = 0, inEach = false): Sketch {
    const parts = sketch.flatMap((part): Part[] => {
      if ('ways' in part) return [this.#changedBlock(part, inside, inEach)];
      const kind = this.#roll(12);
      if (kind < 2) return [this.#otherLength(part)];
      if (kind === 2) return [this.#redrawn(part)];
      if (kind === 3) return [this.#replaced(part)];
      if (kind === 4) return [];
      return kind === 5 ? [part, this.#single(this.#name(inside), inEach)] : [part];
    });
    return parts.length > 0 ? parts : [this.#single(this.#name(inside), inEach, 'wait')];
  }

  #changedBlock(block: Block, inside: number, inEach: boolean): Block {
    const ways = block.ways.map((way) => this.changed(way, inside + 1, inEach || block.each));
    const rule = this.#roll(4) === 0 ? this.#rule(block.each ? WALKED.length : ways.length) : block.rule;
    return { ...block, ways, rule };
  }

  /** Steps inside of a block are told apart by their names. */
  #name = (depth: number) => `${depth > 0 ? 'b' : 's'}${(this.#count += 1)}`;

  /** Whole days and some minutes, seldom the same twice. */
  #minutes = () => DAY_MINUTES * (1 + this.#roll(4)) + ((this.#count * 17) % 601);

  #rule = (ways: number): Config =>
    [{ kind: 'all' }, { kind: 'any' }, { kind: 'atLeast', count: Math.min(2, ways) }][this.#roll(3)]!;

  #part(depth: number, inEach: boolean): Part {
    const block = depth === 0 ? this.#roll(5) < 3 : depth === 1 && this.#roll(5) === 0;
    const id = this.#name(depth);
    if (!block) return this.#single(id, inEach);
    const each = !inEach && this.#roll(3) === 0;
    const ways = Array.from({ length: each ? 1 : 2 + this.#roll(2) }, () =>
      Array.from({ length: 1 + this.#roll(2) }, () => this.#part(depth + 1, inEach || each)),
    );
    return { id, ways, each, rule: this.#rule(each ? WALKED.length : ways.length) };
  }

  #single(id: string, inEach: boolean, kind?: Single['kind']): Single {
    const kinds = ['wait', 'wait', 'waitFor', 'message', 'message', 'callAutomation', 'callAutomation'];
    const drawn = kind ?? ([...kinds, 'branch', 'release'][this.#roll(9)] as Single['kind']);
    if (drawn === 'waitFor') return this.#waitFor(id);
    if (drawn === 'message') return this.#message(id);
    if (drawn === 'callAutomation') return this.#call(id);
    if (drawn === 'branch') {
      const branches = [{ id: 'yes', title: 'Yes', condition: 'has(vars.go) && vars.go == true' }];
      const asides = [{ port: 'yes', minutes: this.#minutes() }];
      return { id, kind: 'branch', config: { branches }, asides, straight: ['otherwise'] };
    }
    const module = drawn === 'release' && !inEach ? OPENED[this.#opened++] : undefined;
    if (module !== undefined) return this.#release(id, module);
    const config = { for: { kind: 'duration', duration: lasting(this.#minutes()) }, zone: 'none' };
    return { id, kind: 'wait', config, asides: [], straight: [] };
  }

  #release(id: string, module: string): Single {
    const dates = Object.keys(DATES);
    const policy = { kind: 'date', date: dates[this.#roll(dates.length)], time: '09:00' };
    return { id, kind: 'release', config: { module, policy, zone: 'school' }, asides: [], straight: [] };
  }

  #waitFor(id: string): Single {
    const event = EVENTS[this.#roll(EVENTS.length)];
    const config = { for: { kind: 'event', event }, timeout: lasting(this.#minutes()), zone: 'none' };
    const one: Single = { id, kind: 'waitFor', config, asides: [], straight: [] };
    return this.#timedOut(one);
  }

  #timedOut(one: Single): Single {
    if (this.#roll(2) === 0) return { ...one, straight: ['timeout'] };
    return { ...one, asides: [...one.asides, { port: 'timeout', minutes: this.#minutes() }] };
  }

  #message(id: string): Single {
    const waitForDelivery = this.#roll(3) > 0;
    const subject = `Hello ${this.#roll(2)}`;
    const config = { category: 'transactional', subject, body: 'Hello.', waitForDelivery };
    return {
      id,
      kind: 'message',
      config,
      asides: this.#some(waitForDelivery ? ['error'] : []),
      straight: [],
    };
  }

  #call(id: string): Single {
    const wait = this.#roll(4) > 0;
    const timed = wait && this.#roll(2) === 0;
    const config = {
      automation: 'called',
      values: [],
      wait,
      zone: 'none',
      detached: this.#roll(4) === 0,
      ...(timed && { timeout: lasting(this.#minutes()) }),
    };
    const asides = this.#some(wait ? ['ended', 'not-started', 'error'] : ['not-started', 'error']);
    const one: Single = { id, kind: 'callAutomation', config, asides, straight: [] };
    return timed ? this.#timedOut(one) : one;
  }

  #some = (ports: string[]) =>
    ports.flatMap((port) => (this.#roll(2) === 0 ? [{ port, minutes: this.#minutes() }] : []));

  /** Of the same kind, with another config; a module is opened by one step alone. */
  #redrawn(part: Single): Single {
    const { id, kind, config } = part;
    return kind === 'release' ? this.#release(id, String(config['module'])) : this.#single(id, true, kind);
  }

  #otherLength(part: Single): Single {
    if (part.kind === 'release') return this.#redrawn(part);
    const length = lasting(this.#minutes());
    const { config } = part;
    if (part.kind === 'wait')
      return { ...part, config: { ...config, for: { kind: 'duration', duration: length } } };
    return 'timeout' in config ? { ...part, config: { ...config, timeout: length } } : part;
  }

  /** Another kind under the same name. What acts stays what it is: by its name its effects are known. */
  #replaced(part: Single): Single {
    if (part.kind === 'waitFor') return this.#single(part.id, true, 'wait');
    const others = ['waitFor', 'message', 'callAutomation'] as const;
    return part.kind === 'wait' ? this.#single(part.id, true, others[this.#roll(3)]) : part;
  }
}

/** Draws a sketch: each part leads to the next, the last to the end. */
export function draw(sketch: Sketch): Drawing {
  const steps: Record<string, Config> = {
    start: { kind: 'trigger', title: 'Start', config: { on: { kind: 'enrolled' } } },
    done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
  };
  const around: Record<string, string[]> = { start: [], done: [] };
  const edges: Array<{ from: string; port: string; to: string }> = [];
  const line = (from: string, port: string, to: string) => edges.push({ from, port, to });
  const put = (id: string, inside: string[], step: Config) => {
    steps[id] = { title: id, ...step };
    around[id] = inside;
  };
  const chain = (parts: readonly Part[], to: string, inside: string[]): void => {
    for (const [at, part] of parts.entries()) drawPart(part, parts[at + 1]?.id ?? to, inside);
  };
  const drawPart = (part: Part, to: string, inside: string[]): void => {
    if ('ways' in part) return drawBlock(part, to, inside);
    const { id, kind, config, asides, straight } = part;
    put(id, inside, { kind, config });
    if (kind !== 'branch') line(id, 'next', to);
    for (const port of straight) line(id, port, to);
    for (const { port, minutes } of asides) {
      const aside = { for: { kind: 'duration', duration: lasting(minutes) }, zone: 'none' };
      put(`${id}-${port}`, inside, { kind: 'wait', config: aside });
      line(id, port, `${id}-${port}`);
      line(`${id}-${port}`, 'next', to);
    }
  };
  const drawBlock = ({ id, ways, each, rule }: Block, to: string, inside: string[]): void => {
    const named = ways.map((way, at) => ({ id: each ? 'each' : `w${at}`, title: `Way ${at}`, way }));
    const config = each
      ? { modules: { kind: 'chosen', keys: WALKED } }
      : { ways: named.map(({ id: way, title }) => ({ id: way, title })) };
    put(id, inside, { kind: each ? 'forEachModule' : 'parallel', config });
    for (const { id: port, way } of named) {
      line(id, port, way[0]!.id);
      chain(way, `${id}-join`, [...inside, `${id}/${each ? '*' : port}`]);
    }
    put(`${id}-join`, inside, { kind: 'join', config: { for: rule } });
    line(`${id}-join`, 'next', to);
  };
  line('start', 'next', sketch[0]!.id);
  chain(sketch, 'done', []);
  const head = { schemaVersion: 2, trigger: 'start', entry: { rule: 'once' }, settings: { exitOn: [] } };
  return { definition: { ...head, steps, edges } as unknown as Definition, around };
}

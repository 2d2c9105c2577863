import * as fc from 'fast-check';
import { compile } from '../compile/compile.ts';
import { graphOf, reachableFrom } from '../compile/graph.ts';
import { mayStayOpen, portsOf, rulesOf } from '../kinds/registry.ts';
import type { BlackoutDates, Definition, Edge, Step, StepOf } from '../model/definition.ts';
import type { JoinRule } from '../model/steps/blocks.ts';
import { CATALOGUE, DONE, START, STOPPED } from './drawings.ts';
import { goalStep, joinRules, ordinaryStep, releases } from './generated-steps.ts';
import { eachStep } from './way-drawings.ts';

/** Steps in a row, some of them whole blocks. */
type Part = Step | Block;
interface Block {
  /** The first way is walked for each of these modules, one after the other; left out: all ways are walked at once. */
  each?: string[] | null;
  ways: Part[][];
  /** Null: its ways end apart. */
  join: JoinRule | null;
}

const isBlock = (part: Part): part is Block => 'ways' in part && !('kind' in part);

/** Draws parts with numbered ids: every port leads on, to an end of its own block, or, where that takes time, back. */
class Drawing {
  readonly steps: Record<string, Step> = { start: START };
  readonly edges: Edge[] = [];
  readonly #targets: number[];
  #pick = 0;
  #steps = 0;
  #scopes = 0;

  constructor(targets: number[]) {
    this.#targets = targets;
  }

  #choose(): number {
    return this.#targets[(this.#pick += 1) % this.#targets.length] ?? 0;
  }

  /** Draws a row; answers the id of its first step. Whoever comes to its end goes to `exit`, else to an end of its own. */
  row(parts: Part[], exit: string | null): string {
    const scope = this.#scopes === 0 ? '' : `-${this.#scopes}`;
    this.#scopes += 1;
    this.steps[`done${scope}`] = DONE;
    this.steps[`stopped${scope}`] = STOPPED;
    const out = exit ?? `done${scope}`;
    const ids = parts.map(() => `s${(this.#steps += 1) - 1}`);
    for (const [index, part] of parts.entries()) {
      const id = ids[index] ?? out;
      const ahead = [...ids.slice(index + 1), out];
      if (isBlock(part)) this.#block(id, part, ahead[0] ?? out);
      else
        this.#step(id, part, {
          ahead,
          behind: ids.slice(0, index + 1),
          ends: [`done${scope}`, `stopped${scope}`],
        });
    }
    return ids[0] ?? out;
  }

  #step(
    id: string,
    step: Step,
    { ahead, behind, ends }: { ahead: string[]; behind: string[]; ends: string[] },
  ): void {
    this.steps[id] = step;
    for (const [place, port] of portsOf(step).entries()) {
      const number = this.#choose();
      if (mayStayOpen(step, port) && number % 2 === 0) continue;
      const mayGoBack = rulesOf(step).takesTime(step.config, port);
      const goesBack = mayGoBack && (number % 5 === 0 || step.kind === 'goTo');
      const forward = place === 0 ? ahead : [...ahead, ...ends];
      const to = goesBack
        ? (behind[number % behind.length] ?? id)
        : (forward[number % Math.min(3, forward.length)] ?? id);
      this.edges.push(goesBack ? { from: id, port, to, back: true } : { from: id, port, to });
    }
  }

  #block(id: string, { ways, join, each }: Block, next: string): void {
    if (each !== undefined) return this.#each(id, { ways, join }, each, next);
    const titled = ways.map((_, index) => ({ id: `way-${index}`, title: `Way ${index}` }));
    this.steps[id] = { kind: 'parallel', title: 'Side by side', config: { ways: titled } };
    const joinId = join === null ? null : `s${(this.#steps += 1) - 1}`;
    for (const [index, way] of ways.entries())
      this.edges.push({ from: id, port: `way-${index}`, to: this.row(way, joinId) });
    if (joinId === null || join === null) return;
    const step: StepOf<'join'> = { kind: 'join', title: 'Together', config: { for: join } };
    this.steps[joinId] = step;
    this.edges.push({ from: joinId, port: 'next', to: next });
    const short = this.#choose();
    if (short % 3 === 0) this.edges.push({ from: joinId, port: 'short', to: next });
  }

  #each(id: string, { ways }: Pick<Block, 'ways' | 'join'>, keys: string[] | null, next: string): void {
    this.steps[id] = eachStep(keys ?? undefined);
    const joinId = `s${(this.#steps += 1) - 1}`;
    this.edges.push({ from: id, port: 'each', to: this.row(ways[0] ?? [], joinId) });
    this.steps[joinId] = { kind: 'join', title: 'Together', config: { for: { kind: 'all' } } };
    this.edges.push({ from: joinId, port: 'next', to: next });
    if (this.#choose() % 3 === 0) this.edges.push({ from: joinId, port: 'short', to: next });
  }
}

/** The definition without the steps that nothing leads to. */
export function prune(definition: Definition): Definition {
  const reached = reachableFrom(graphOf(definition), [definition.trigger]);
  const steps = Object.fromEntries(Object.entries(definition.steps).filter(([id]) => reached.has(id)));
  return { ...definition, steps, edges: definition.edges.filter(({ from }) => reached.has(from)) };
}

function drawn(parts: Part[], targets: number[], blackoutDates: BlackoutDates[]): Definition {
  const drawing = new Drawing(targets);
  const first = drawing.row(parts, null);
  return prune({
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    steps: drawing.steps,
    edges: [{ from: 'start', port: 'next', to: first }, ...drawing.edges],
    settings: { exitOn: [], ...(blackoutDates.length > 0 && { blackoutDates }) },
  });
}

const BREAKS: BlackoutDates[] = [
  { title: 'Spring break', from: '2025-03-20', to: '2025-03-27' },
  { title: 'Holiday', from: '2025-04-21', to: '2025-04-21' },
];

/** Puts a step somewhere into the rows: `place` counts through all of them. */
function put(among: Part[][], step: Step, place: number): void {
  const row = among[place % among.length] ?? [];
  row.splice(place % (row.length + 1), 0, step);
}

const rowsOf = (parts: Part[]): Part[][] => [
  parts,
  ...parts.flatMap((part) => (isBlock(part) ? part.ways.flatMap(rowsOf) : [])),
];

/** Once in so many times. */
const seldom = <T>(often: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: often - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

/** A row of steps, here and there a block whose ways are rows. A joinless one may only come last. */
function rows(settled: boolean, depth: number, most: number): fc.Arbitrary<Part[]> {
  const step: fc.Arbitrary<Part> = ordinaryStep(settled);
  if (depth === 0) return fc.array(step, { maxLength: most });
  const block = fc
    .array(rows(settled, depth - 1, 2), { minLength: 2, maxLength: 3 })
    .chain((ways) => joinRules(ways.length).map((join): Part => ({ ways, join })));
  const inTurn = fc
    .record({
      ways: fc.tuple(rows(settled, depth - 1, 3)),
      each: fc.constantFrom<string[] | null>(null, ['splice'], ['bowline', 'sheet-bend']),
    })
    .map(({ ways, each }): Part => ({ ways, each, join: { kind: 'all' } }));
  const part = fc.oneof(
    { weight: 14, arbitrary: step },
    { weight: 2, arbitrary: block },
    { weight: 1, arbitrary: inTurn },
  );
  const apart = fc
    .array(
      rows(settled, depth - 1, 2).filter((way) => way.length > 0),
      { minLength: 2, maxLength: 2 },
    )
    .map((ways): Part => ({ ways, join: null }));
  return fc
    .tuple(fc.array(part, { maxLength: most }), seldom(12, apart))
    .map(([parts, last]) => (last === null ? parts : [...parts, last]));
}

/** Any drawing that compiles: every kind of step, ways that part and meet, blocks, loops, releases by every policy. */
export function definitions(settled = false): fc.Arbitrary<Definition> {
  return fc
    .record({
      parts: rows(settled, 2, 6),
      modules: fc.array(releases, { minLength: 1, maxLength: 3 }),
      goal: seldom(settled ? 25 : 8, goalStep),
      places: fc.array(fc.nat(60), { minLength: 4, maxLength: 4 }),
      targets: fc.array(fc.nat(100), { minLength: 7, maxLength: 31 }),
      blackouts: fc.subarray(BREAKS, { maxLength: 2 }),
    })
    .map(({ parts, modules, goal, places, targets, blackouts }) => {
      const whole = structuredClone(parts);
      for (const [index, release] of modules.entries())
        put(rowsOf(whole), release(CATALOGUE.modules[index]?.key ?? 'bowline'), places[index] ?? 0);
      if (goal !== null) put([whole], goal, places[3] ?? 0);
      return drawn(whole, targets, blackouts);
    })
    .filter((definition) => compile(definition, CATALOGUE, 'v1').ok);
}

import { joinOf } from '../compile/blocks/scopes.ts';
import { portsOf } from '../kinds/registry.ts';
import type { Definition, Edge, StepId } from '../model/definition.ts';
import { meetings } from './meetings.ts';

/** One line of the outline: a step, or a word on where a way goes on. */
export type OutlineLine =
  | {
      kind: 'step';
      stepId: StepId;
      /** Where the ways part: each with its own lines. A step with one way out has none; its next step is the next line. */
      ways: OutlineWay[];
      /** The next line is where its ways come together, not merely where the first of them goes on. */
      together: boolean;
    }
  /** The way goes on at a step that has its line elsewhere; `back` when it comes round to it again. */
  | { kind: 'goesOn'; from: StepId; port: string; stepId: StepId; back: boolean };

/** One way out of a step, and what lies on it before it meets the others again. No lines: straight on to where they meet. */
export interface OutlineWay {
  port: string;
  /** Null: nothing is connected. */
  to: StepId | null;
  lines: OutlineLine[];
}

/** A drawing as a tree that is read from top to bottom. */
export interface Outline {
  lines: OutlineLine[];
  /** Steps that no way leads to, each with what hangs on it. */
  loose: OutlineLine[][];
}

class Reader {
  readonly #definition: Definition;
  readonly #meeting: Map<StepId, StepId | null>;
  readonly #placed = new Set<StepId>();
  readonly #out = new Map<string, Edge>();

  constructor(definition: Definition) {
    this.#definition = definition;
    this.#meeting = meetings(definition);
    for (const edge of definition.edges) this.#out.set(`${edge.from} ${edge.port}`, edge);
  }

  isPlaced(id: StepId): boolean {
    return this.#placed.has(id);
  }

  /** From a step on, up to (not including) where this way meets another. */
  from(start: StepId, until: ReadonlySet<StepId>): OutlineLine[] {
    const lines: OutlineLine[] = [];
    let at: StepId | null = start;
    while (at !== null && !until.has(at)) {
      const id: StepId = at;
      this.#placed.add(id);
      const ports = portsOf(this.#definition.steps[id]!);
      const join = joinOf(this.#definition, id);
      if (ports.length <= 1 && (join === null || join === this.#out.get(`${id} ${ports[0]}`)?.to)) {
        lines.push({ kind: 'step', stepId: id, ways: [], together: false });
        at = this.#onward(lines, id, ports[0], until);
      } else {
        const meeting: StepId | null = ports.length > 1 ? (this.#meeting.get(id) ?? null) : join;
        const onward: StepId | null = meeting ?? this.#main(id, ports[0]);
        const inner = onward === null ? until : new Set([...until, onward]);
        const ways = ports.map((port) => this.#way(id, port, inner));
        lines.push({ kind: 'step', stepId: id, ways, together: meeting !== null });
        at = onward !== null && !this.isPlaced(onward) ? onward : null;
      }
    }
    return lines;
  }

  /** Ways that never meet: the first goes on below, the others are indented. */
  #main(id: StepId, port: string | undefined): StepId | null {
    const edge = this.#out.get(`${id} ${port}`);
    return edge === undefined || edge.back === true || this.#definition.steps[edge.to] === undefined
      ? null
      : edge.to;
  }

  /** The next step to put a line for; a way that goes on elsewhere leaves a word and ends. */
  #onward(lines: OutlineLine[], from: StepId, port: string | undefined, until: ReadonlySet<StepId>) {
    const edge = port === undefined ? undefined : this.#out.get(`${from} ${port}`);
    if (edge === undefined || this.#definition.steps[edge.to] === undefined) return null;
    if (until.has(edge.to) && edge.back !== true) return null;
    if (edge.back !== true && !this.isPlaced(edge.to)) return edge.to;
    lines.push({ kind: 'goesOn', from, port: edge.port, stepId: edge.to, back: edge.back === true });
    return null;
  }

  #way(from: StepId, port: string, until: ReadonlySet<StepId>): OutlineWay {
    const to = this.#out.get(`${from} ${port}`)?.to ?? null;
    const lines: OutlineLine[] = [];
    const next = this.#onward(lines, from, port, until);
    return { port, to, lines: next === null ? lines : this.from(next, until) };
  }
}

/**
 * The same drawing as a tree: steps one under another, ways that part indented under where they part, and going on under them
 * where they meet again. Every step has exactly one line, whatever the drawing; a line that cannot be put in order says where
 * it goes on.
 */
export function outlineOf(definition: Definition): Outline {
  const reader = new Reader(definition);
  const begins = definition.steps[definition.trigger] !== undefined;
  const lines = begins ? reader.from(definition.trigger, new Set()) : [];
  const led = new Set(definition.edges.filter((edge) => edge.back !== true).map(({ to }) => to));
  const ids = Object.keys(definition.steps);
  const loose: OutlineLine[][] = [];
  for (const id of [...ids.filter((one) => !led.has(one)), ...ids]) {
    if (!reader.isPlaced(id)) loose.push(reader.from(id, new Set()));
  }
  return { lines, loose };
}

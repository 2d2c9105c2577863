import type { Definition } from '@gradus/flow';
import type { Frame, Position } from './positions.ts';
import { DATES, type Drawing } from './sketch.ts';

type Step = Definition['steps'][string];

const MINUTE = 60_000;
const EXACT = { minutes: MINUTE, hours: 60 * MINUTE, days: 1_440 * MINUTE, weeks: 10_080 * MINUTE };
const ACTING = new Set(['message', 'callAutomation']);

/** What the versions of a drawing say, asked by whoever walks through them. */
export class Drawn {
  readonly #drawings: readonly Drawing[];

  constructor(drawings: readonly Drawing[]) {
    this.#drawings = drawings;
  }

  stepOf = ({ step, version }: Pick<Position, 'step' | 'version'>): Step => this.stepIn(version, step)!;
  stepIn = (version: number, step: string): Step | undefined =>
    this.#drawings[version]!.definition.steps[step];
  lineIn = (version: number, step: string, port: string): string | undefined =>
    this.#drawings[version]!.definition.edges.find((edge) => edge.from === step && edge.port === port)?.to;
  sameKind = (one: Position, version: number): boolean =>
    this.stepOf(one).kind === this.stepIn(version, one.step)?.kind;

  /** How long the step lasts at most, in milliseconds; null: nothing ends it by itself. */
  lengthOf(one: Pick<Position, 'step' | 'version'>): number | null {
    const step = this.stepOf(one);
    if (step.kind === 'wait' && step.config.for.kind === 'duration')
      return step.config.for.duration.amount * EXACT[step.config.for.duration.unit];
    if (step.kind !== 'waitFor' && step.kind !== 'callAutomation') return null;
    const { timeout } = step.config;
    return timeout === undefined ? null : timeout.amount * EXACT[timeout.unit];
  }

  /** The day in the calendar on which the step opens its module, in milliseconds; null: it opens none. */
  dateOf(one: Pick<Position, 'step' | 'version'>): number | null {
    const step = this.stepOf(one);
    if (step.kind !== 'release' || step.config.policy.kind !== 'date') return null;
    return DATES[step.config.policy.date]!;
  }

  /**
   * Where somebody comes to who leaves by this port, and in which version; null: nothing is drawn there. Who is to follow
   * another version goes by its line where it draws the step as one of the same kind, else to where their own line leads,
   * in the other version if it has that step.
   */
  landing(one: Position, port: string): { step: string; version: number } | null {
    const { mark, version } = one;
    const own = this.lineIn(version, one.step, port);
    if (mark?.do === 'redirect') return { step: mark.to, version: mark.version };
    if (mark?.do === 'follow') {
      const line = this.sameKind(one, mark.version) ? this.lineIn(mark.version, one.step, port) : undefined;
      if (line !== undefined) return { step: line, version: mark.version };
      if (own !== undefined && this.stepIn(mark.version, own)) return { step: own, version: mark.version };
    }
    return own === undefined ? null : { step: own, version };
  }

  /** The ways out that the step has, drawn on or not; the first that is not `error` is the main one. */
  portsOf(one: Pick<Position, 'step' | 'version'>): string[] {
    const step = this.stepOf(one);
    if (step.kind === 'waitFor') return step.config.timeout === undefined ? ['next'] : ['next', 'timeout'];
    if (step.kind === 'message') return step.config.waitForDelivery ? ['next', 'error'] : ['next'];
    if (step.kind === 'join') return ['next', 'short'];
    if (step.kind !== 'callAutomation') return ['next'];
    const { wait, timeout } = step.config;
    const waiting = [...(wait ? ['ended'] : []), ...(wait && timeout !== undefined ? ['timeout'] : [])];
    return ['next', ...waiting, 'not-started', 'error'];
  }

  /** Whether whoever is on these ways can stand at a step: it is drawn on the same ones, or is the join of the innermost. */
  fits(version: number, step: string, frames: readonly Frame[]): boolean {
    const ways = this.#drawings[version]!.around[step] ?? [];
    const same = (inside: readonly Frame[]) =>
      inside.length === ways.length &&
      inside.every(({ block, way }, at) => [`${block}/${way}`, `${block}/*`].includes(ways[at]!));
    const innermost = frames.at(-1);
    return same(frames) || (`${innermost?.block}-join` === step && same(frames.slice(0, -1)));
  }

  /** The way of a module that the step and whoever is in these blocks are on; undefined: none. */
  wayAround(version: number, step: string, frames: readonly Frame[]): Frame | undefined {
    const ways = this.#drawings[version]!.around[step] ?? [];
    return frames.find(({ block }) => ways.includes(`${block}/*`));
  }

  /** Whether the step is in a body that is walked for each module, and whoever is in these blocks has yet to come into it. */
  aheadOfBody(version: number, step: string, frames: readonly Frame[]): boolean {
    const inBody = (this.#drawings[version]!.around[step] ?? []).some((way) => way.endsWith('/*'));
    return inBody && this.wayAround(version, step, frames) === undefined;
  }

  /** The steps of the body that is walked for each module, in this version. */
  insideIn(version: number, block: string): string[] {
    const { around } = this.#drawings[version]!;
    return Object.keys(around).filter((step) => around[step]!.includes(`${block}/*`));
  }

  /** The steps of the body that is walked for each module, in whatever version. */
  insideOf(block: string): string[] {
    return this.#drawings.flatMap((_, version) => this.insideIn(version, block));
  }

  /** Steps that act and that whoever stands at `from` may still come to, itself included. */
  actingAhead(version: number, from: string): string[] {
    const { steps, edges } = this.#drawings[version]!.definition;
    const ahead = new Set([from]);
    for (const id of ahead) for (const edge of edges) if (edge.from === id) ahead.add(edge.to);
    return [...ahead].filter((id) => ACTING.has(steps[id]?.kind ?? ''));
  }

  idsOf = (version: number): string[] => Object.keys(this.#drawings[version]!.definition.steps);

  /** Whether anything about the step is another in that version. */
  changed(one: Position, version: number): boolean {
    const other = this.stepIn(version, one.step);
    return JSON.stringify(this.stepOf(one).config) !== JSON.stringify(other?.config);
  }

  /** Whether the other version gives the step of the same kind another length. */
  timed(one: Position, version: number): boolean {
    const other = { step: one.step, version };
    return this.lengthOf(one) !== this.lengthOf(other) || this.dateOf(one) !== this.dateOf(other);
  }
}

import type { Definition, Edge, Layout, Step, StepId } from '../model/definition.ts';

/** Canvas units between the corners of two boxes side by side, and one above the other. */
const COLUMN = 360;
const ROW = 168;

/** A way out of a step that still has to be connected. */
export interface LooseEnd {
  from: StepId;
  port: string;
}

/** A drawing in the making: steps are put below one another and joined to the ways out that are still open. */
export class CanvasDrawing {
  readonly steps: Record<StepId, Step> = {};
  readonly edges: Edge[] = [];
  readonly layout: Layout = {};
  #column = 0;
  #row = 0;

  /** Goes on at the top of the next free column. */
  nextColumn(): void {
    this.#column += 2;
    this.#row = 0;
  }

  /** Puts a step below the last one and leads the loose ends to it; answers its own ways out. */
  below<P extends string>(
    id: StepId,
    step: Step,
    ends: LooseEnd[],
    ports: readonly P[],
  ): Record<P, LooseEnd> {
    return this.#put(id, step, ends, ports, this.#column);
  }

  /** Puts a step beside the main column, for what only some learners come to. */
  beside<P extends string>(
    id: StepId,
    step: Step,
    ends: LooseEnd[],
    ports: readonly P[],
  ): Record<P, LooseEnd> {
    return this.#put(id, step, ends, ports, this.#column + 1);
  }

  /** Beside what is beside the main column, so that the lines down there pass it by. */
  farBeside<P extends string>(
    id: StepId,
    step: Step,
    ends: LooseEnd[],
    ports: readonly P[],
  ): Record<P, LooseEnd> {
    return this.#put(id, step, ends, ports, this.#column + 2);
  }

  #put<P extends string>(
    id: StepId,
    step: Step,
    looseEnds: LooseEnd[],
    ports: readonly P[],
    column: number,
  ): Record<P, LooseEnd> {
    this.steps[id] = step;
    this.layout[id] = { x: column * COLUMN, y: this.#row * ROW };
    this.#row += 1;
    for (const { from, port } of looseEnds) this.edges.push({ from, port, to: id });
    const ends = {} as Record<P, LooseEnd>;
    for (const port of ports) ends[port] = { from: id, port };
    return ends;
  }

  /** The drawing as it is saved. */
  finish(trigger: StepId, exitOn: string[]): { definition: Definition; layout: Layout } {
    const { steps, edges, layout } = this;
    const definition: Definition = {
      schemaVersion: 2,
      trigger,
      entry: { rule: 'once' },
      steps,
      edges,
      settings: { exitOn },
    };
    return { definition, layout };
  }
}

import { OperationRefusedError } from '@gradus/flow';
import type { FlowDocument, Layout, Operation } from '@gradus/flow';
import { arrange } from '../../../canvas/drawing/arrange.ts';
import { placesOfSteps } from '../../../canvas/drawing/graph.ts';
import { applyAll } from './draft-document.ts';
import { moveOperations } from './note-edits.ts';

/** Where every step is drawn, whether somebody has put it there or not. */
export const seenPlaces = ({ definition, layout }: FlowDocument): Layout =>
  arrange(definition, placesOfSteps(definition, layout)).places;

/**
 * Steps that nobody has placed stand where the lines lead. Where other lines would carry any of them away, all of them keep the
 * places at which they are seen: whoever leads one line elsewhere has touched no box. Tidying up lets them go again.
 *
 * @param lines what is done to the lines; no step comes or goes
 */
export function stayingPut(document: FlowDocument, lines: readonly Operation[]): Operation[] {
  const { definition, layout } = document;
  const free = Object.keys(definition.steps).filter((id) => !layout[id]);
  if (free.length === 0) return [];
  try {
    const [before, after] = [seenPlaces(document), seenPlaces(applyAll(document, lines).document)];
    const carried = (id: string) => before[id]?.x !== after[id]?.x || before[id]?.y !== after[id]?.y;
    if (!free.some(carried)) return [];
    return moveOperations(document, Object.fromEntries(free.map((id) => [id, before[id] ?? null])));
  } catch (error) {
    if (error instanceof OperationRefusedError) return [];
    throw error;
  }
}

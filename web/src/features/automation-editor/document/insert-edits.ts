import { OperationRefusedError, opensBlock, portsOf } from '@gradus/flow';
import type { Catalogue, Definition, FlowDocument, Layout, Operation, Step, StepKind } from '@gradus/flow';
import type { Outlet } from '../../../canvas/canvas-context.ts';
import { aside } from '../../../canvas/drawing/arrange.ts';
import { placesOfSteps } from '../../../canvas/drawing/graph.ts';
import { makeRoom } from '../../../canvas/drawing/make-room.ts';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import type { EditorStore } from '../store/editor-store.ts';
import { applyAll } from './draft-document.ts';
import { moveOperations } from './note-edits.ts';
import { newSteps } from './new-steps.ts';
import { seenPlaces } from './staying-put.ts';
import { freshStepId } from './step-ids.ts';

type Point = Layout[string];

/** How a step comes into the drawing. Refusals are shown by the store. */
export function insertEdits(store: EditorStore, catalogue: Catalogue) {
  const definition = (): Definition => store.getState().document.definition;
  const insert = (kind: StepKind, after: Outlet | null, wish: Point | undefined): void => {
    const position = wish && aside(wish, Object.values(seenPlaces(store.getState().document)));
    const step: Step = newSteps[kind](catalogue, releasedIn(definition()));
    const stepId = freshStepId(kind, Object.keys(definition().steps));
    const added: Operation = {
      type: 'insertStep',
      stepId,
      step,
      after: after && { stepId: after.from, port: after.port },
      ...(opensBlock(step) ? { join: newJoin(definition()) } : {}),
      ...(position ? { position } : {}),
    };
    const operations = [added, ...(after ? onwardsFrom(definition(), stepId, step, after) : [])];
    const moved = after && !position ? room(store.getState().document, operations) : [];
    store
      .getState()
      .edit([...operations, ...moved], { label: `add “${stepKinds[kind].name}”`, select: stepId });
  };
  return {
    insertStep: (kind: StepKind, after: Outlet, place?: Point): void => insert(kind, after, place),
    /** By itself, led to by nothing yet; a step that opens a block comes with its join. */
    insertFree: (kind: StepKind, place: Point): void => insert(kind, null, place),
  };
}

/** In a drawing that was put somewhere: what was put into a line stands in it. Where all is laid out automatically it does anyway. */
export function room(document: FlowDocument, operations: readonly Operation[]): Operation[] {
  const { definition } = document;
  const layout = placesOfSteps(definition, document.layout);
  if (Object.keys(layout).length === 0) return [];
  try {
    const after = applyAll(document, operations).document;
    const fresh = Object.keys(after.definition.steps).filter((id) => !definition.steps[id]);
    return moveOperations(after, makeRoom(after.definition, seenPlaces(document), fresh));
  } catch (error) {
    if (error instanceof OperationRefusedError) return [];
    throw error;
  }
}

function newJoin({ steps }: Definition): { stepId: string; step: Step } {
  return { stepId: freshStepId('join', Object.keys(steps)), step: newSteps.join() };
}

/** What goes back leads on where the line led by its way on, and leaves it to the author where its way back leads. */
function onwardsFrom({ edges }: Definition, stepId: string, step: Step, { from, port }: Outlet): Operation[] {
  const [first, onwards] = portsOf(step);
  const line = edges.find((edge) => edge.from === from && edge.port === port);
  if (step.kind !== 'goTo' || first === undefined || onwards === undefined || line === undefined) return [];
  const back = line.back === true ? { back: true as const } : {};
  return [
    { type: 'disconnect', from: stepId, port: first },
    { type: 'connect', from: stepId, port: onwards, to: line.to, ...back },
  ];
}

function releasedIn({ steps }: Definition): Set<string> {
  return new Set(
    Object.values(steps).flatMap((step) => (step.kind === 'release' ? [step.config.module] : [])),
  );
}

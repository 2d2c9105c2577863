import '@xyflow/react/dist/style.css';
import './canvas.css';
import type { Catalogue, Definition, Layout, StepKind } from '@gradus/flow';
import { Controls, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import type { EdgeTypes, NodeTypes } from '@xyflow/react';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { Camera } from './camera.tsx';
import { CanvasContext } from './canvas-context.ts';
import type { CanvasActions, CanvasMode, Outlet } from './canvas-context.ts';
import { toGraph } from './drawing/graph.ts';
import type { CanvasNode } from './drawing/graph.ts';
import { rectangleOf } from './drawing/rectangle.ts';
import { focusOnDrawing, useFocusOnNew } from './focus-on-drawing.ts';
import { InsertMenu } from './insert-menu.tsx';
import type { Point } from './inserting/drop-target.ts';
import { nextOutlet } from './inserting/next-outlet.ts';
import { StepPalette } from './inserting/step-palette.tsx';
import { useInsertMenu } from './inserting/use-insert-menu.ts';
import { useLineEnds } from './inserting/use-line-ends.ts';
import { useStepDrop } from './inserting/use-step-drop.ts';
import { noOverlay } from './marks.ts';
import type { Overlay } from './marks.ts';
import { Overview } from './overview.tsx';
import { WeekFrames } from './box/week-frames.tsx';
import { StepBox } from './box/step-box.tsx';
import { StepLine } from './box/step-edge.tsx';
import { NoteBox } from './notes/note-box.tsx';
import { notify } from '../ui/overlay/toast.tsx';
import { useCanvasLines } from './use-canvas-lines.ts';
import { useCanvasNodes } from './use-canvas-nodes.ts';

const nodeTypes: NodeTypes = { step: StepBox, note: NoteBox };
const edgeTypes: EdgeTypes = { step: StepLine };
const OVERVIEW_FROM = 30;
const nothing = () => undefined;

/** The whole drawing, clear of the switch between canvas and outline that lies over its upper edge. */
const ALL_OF_IT = { padding: { top: '72px', x: '40px', bottom: '32px' } } as const;

/** A step was pressed in the list, and the drawing does not say where it could go. */
const NOWHERE = {
  title: 'It is not clear where it should go',
  detail: 'Choose the step it should follow, or drag it to its place.',
};

interface CanvasProps {
  mode: CanvasMode;
  definition: Definition;
  layout: Layout;
  catalogue: Catalogue;
  overlay?: Overlay;
  selectedId: string | null;
  /** Where several can be chosen: all of them. */
  selection?: readonly string[];
  /** Without actions nothing can be chosen or changed. */
  actions: Partial<CanvasActions> & Pick<CanvasActions, 'select'>;
  /** Where to look: changes when something jumps there. */
  focus?: { stepId: string; nonce: number } | null;
  children?: ReactNode;
}

/** The one canvas: edited, watched, or with one learner's way on it. Give it a parent with a height. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <CanvasSurface {...props} />
    </ReactFlowProvider>
  );
}

function CanvasSurface(props: CanvasProps) {
  const { mode, definition, layout, catalogue, overlay = noOverlay, selectedId, actions, children } = props;
  const strips = mode !== 'edit';
  const graph = useMemo(
    () => toGraph({ definition, layout, catalogue, strips }),
    [definition, layout, catalogue, strips],
  );
  const editable = mode === 'edit';
  const moves = useMemo(
    () => ({ select: actions.select, pick: actions.pick, move: actions.move ?? nothing }),
    [actions.select, actions.pick, actions.move],
  );
  const selection = useSelection(selectedId, props.selection);
  const { nodes, onNodesChange } = useCanvasNodes(graph.nodes, selection, moves);
  const { ask, openInsertMenu, menu } = useInsertMenu();
  const { resizeNote = nothing } = actions;
  const scope = useMemo(
    () => ({ mode, overlay, openInsertMenu, resizeNote }),
    [mode, overlay, openInsertMenu, resizeNote],
  );
  const focusNext = useFocusOnNew(selectedId, focusOnDrawing);
  const lines = useCanvasLines(graph.edges, selectedId, actions);
  const ends = useLineEnds(actions, ask);
  const add = (kind: StepKind, outlet: Outlet | null, place?: Point) => {
    if (!outlet && !place) return void notify.note(NOWHERE);
    focusNext();
    if (outlet) actions.insert?.(kind, outlet, place);
    else if (place) actions.insertFree?.(kind, place);
  };
  const drop = useStepDrop(definition, add);
  const opened = useOpened(graph.nodes, selectedId);
  const hasOverview = Object.keys(definition.steps).length > OVERVIEW_FROM;

  return (
    <CanvasContext value={scope}>
      <div className="flex h-full">
        {editable && actions.insert && (
          <StepPalette onPick={(kind) => add(kind, nextOutlet(definition, selectedId))} />
        )}
        <div className="min-w-0 flex-1" {...(editable ? drop : {})}>
          <ReactFlow
            className="step-canvas"
            data-mode={mode}
            nodes={nodes}
            onNodesChange={onNodesChange}
            {...lines}
            {...(editable ? ends : {})}
            edgesReconnectable={editable}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            nodesDraggable={editable}
            nodesConnectable={editable}
            edgesFocusable={false}
            nodesFocusable
            autoPanOnNodeFocus
            deleteKeyCode={editable ? ['Delete', 'Backspace'] : null}
            multiSelectionKeyCode={actions.pick ? ['Meta', 'Control', 'Shift'] : null}
            selectionKeyCode={actions.pick ? 'Shift' : null}
            selectNodesOnDrag={false}
            elevateNodesOnSelect={false}
            onPaneClick={() => actions.select(null)}
            minZoom={0.15}
            maxZoom={1.6}
            panOnScroll
            onlyRenderVisibleElements={nodes.length > 150}
            ariaLabelConfig={ARIA[editable ? 'edit' : 'look']}
          >
            <Controls showInteractive={false} position="bottom-left" fitViewOptions={ALL_OF_IT} />
            <WeekFrames definition={definition} nodes={nodes} />
            <Camera definition={definition} focus={props.focus ?? null} opened={opened} />
            {children}
          </ReactFlow>
        </div>
        {hasOverview && <Overview nodes={graph.nodes} />}
      </div>
      <InsertMenu {...menu} onPick={(kind, { outlet, place }) => add(kind, outlet, place)} />
    </CanvasContext>
  );
}

/** The step that is open in the panel, with its place; a note is large, and is left where it is. */
function useOpened(nodes: readonly CanvasNode[], selectedId: string | null) {
  return useMemo(() => {
    const node = nodes.find(({ id, type }) => id === selectedId && type === 'step');
    return node ? { id: node.id, ...rectangleOf(node) } : null;
  }, [nodes, selectedId]);
}

function useSelection(
  selectedId: string | null,
  several: readonly string[] | undefined,
): ReadonlySet<string> {
  return useMemo(() => new Set(several ?? (selectedId === null ? [] : [selectedId])), [selectedId, several]);
}

const ARIA = {
  edit: {
    'node.a11yDescription.default':
      'Press Enter to open this step. Arrow keys move it, Delete takes it out, Escape lets go of it. Hold Shift or Control to choose several.',
    'node.a11yDescription.keyboardDisabled': 'Press Enter to open this step.',
  },
  look: {
    'node.a11yDescription.default': 'Press Enter to see who and what is here.',
    'node.a11yDescription.keyboardDisabled': 'Press Enter to see who and what is here.',
  },
};

import '../src/app/styles.css';
import '@xyflow/react/dist/style.css';
import { ReactFlow } from '@xyflow/react';
import type { Edge, Node } from '@xyflow/react';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { Canvas } from '../src/canvas/canvas.tsx';
import { arrange, BOX } from '../src/canvas/drawing/arrange.ts';
import type { Overlay, StepMark } from '../src/canvas/marks.ts';
import { drawingOf } from './drawing.ts';

/** What the driver reads and presses: times in milliseconds since the page began. */
interface BenchWindow {
  opened?: number;
  /** Changes the numbers of so many boxes. */
  mark(count: number): void;
}
const shared = window as unknown as BenchWindow;

const query = new URLSearchParams(location.search);
const definition = drawingOf(Number(query.get('steps') ?? 500));
const ids = Object.keys(definition.steps);

/** Two frames after the first picture: it has been painted. */
function Opened() {
  useEffect(() => {
    requestAnimationFrame(() => requestAnimationFrame(() => (shared.opened = performance.now())));
  }, []);
  return null;
}

const marks = new Map<string, StepMark>();
const listeners = new Set<() => void>();
const overlay: Overlay = {
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  markOf: (stepId) => marks.get(stepId) ?? null,
};
let round = 0;
shared.mark = (count) => {
  round += 1;
  for (const id of ids.slice(0, count)) {
    marks.set(id, {
      kind: 'counts',
      waiting: round,
      running: 0,
      blocked: 0,
      held: 0,
      through: 0,
      ports: {},
      conserved: true,
    });
  }
  for (const listener of listeners) listener();
};

function Ours() {
  return (
    <Canvas
      mode="watch"
      definition={definition}
      layout={{}}
      catalogue={{ courseTitle: null, modules: [] }}
      overlay={overlay}
      selectedId={null}
      actions={{ select: () => undefined }}
    >
      <Opened />
    </Canvas>
  );
}

/** The floor: React Flow alone with as many boxes at the same places, a title in each, and the same lines. */
function Bare() {
  const { places } = arrange(definition, {});
  const nodes: Node[] = ids.map((id) => ({
    id,
    position: places[id] ?? { x: 0, y: 0 },
    width: BOX.width,
    height: BOX.height,
    data: { label: definition.steps[id]?.title },
  }));
  const edges: Edge[] = definition.edges.map(({ from, port, to }) => ({
    id: `${from}:${port}`,
    source: from,
    target: to,
    type: 'smoothstep',
  }));
  return (
    <ReactFlow
      defaultNodes={nodes}
      defaultEdges={edges}
      minZoom={0.15}
      panOnScroll
      onlyRenderVisibleElements={nodes.length > 150}
    >
      <Opened />
    </ReactFlow>
  );
}

createRoot(document.querySelector('#root')!).render(query.get('page') === 'bare' ? <Bare /> : <Ours />);

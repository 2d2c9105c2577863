import { applyNodeChanges } from '@xyflow/react';
import type { NodeChange } from '@xyflow/react';
import { useCallback, useRef, useState } from 'react';
import type { CanvasActions } from './canvas-context.ts';
import type { StepNode } from './drawing/graph.ts';

/** Arrow keys move a box in many small steps; they become one operation. */
const SETTLE_MS = 400;

/** React Flow's own copy of the boxes: what is dragged or measured right now. The definition stays the truth. */
export function useCanvasNodes(
  derived: StepNode[],
  selectedId: string | null,
  actions: Pick<CanvasActions, 'select' | 'move'> | null,
) {
  const [nodes, setNodes] = useState(() => marked(derived, selectedId));
  const settling = useRef(new Map<string, ReturnType<typeof setTimeout>>());

  const [drawn, setDrawn] = useState({ derived, selectedId });
  if (drawn.derived !== derived || drawn.selectedId !== selectedId) {
    setDrawn({ derived, selectedId });
    setNodes(merge(derived, nodes, selectedId));
  }

  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      setNodes((before) =>
        applyNodeChanges(
          changes.filter((change) => change.type !== 'select' && change.type !== 'remove'),
          before,
        ),
      );
      for (const change of changes) {
        if (change.type === 'select' && change.selected) actions?.select(change.id);
        if (change.type !== 'position' || change.dragging || !change.position) continue;
        const { id, position } = change;
        clearTimeout(settling.current.get(id));
        settling.current.set(
          id,
          setTimeout(() => actions?.move(id, rounded(position)), SETTLE_MS),
        );
      }
    },
    [actions],
  );
  return { nodes, onNodesChange };
}

function marked(derived: StepNode[], selectedId: string | null): StepNode[] {
  return derived.map((node) => ({ ...node, selected: node.id === selectedId }));
}

/** An unchanged box stays the same object, so that React Flow leaves it alone. */
function merge(derived: StepNode[], before: StepNode[], selectedId: string | null): StepNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return derived.map((node) => {
    const old = known.get(node.id);
    const selected = node.id === selectedId;
    const data = old && sameData(old, node) ? old.data : node.data;
    if (old?.dragging) return { ...old, data, selected };
    const still = old && old.position.x === node.position.x && old.position.y === node.position.y;
    if (still && old.data === data && old.selected === selected) return old;
    return { ...old, ...node, data, selected };
  });
}

function sameData(a: StepNode, b: StepNode): boolean {
  return (
    a.data.step === b.data.step &&
    a.data.summary === b.data.summary &&
    a.data.ports.length === b.data.ports.length &&
    a.data.ports.every((port, index) => {
      const other = b.data.ports[index];
      return port.id === other?.id && port.label === other.label && port.connected === other.connected;
    })
  );
}

const rounded = ({ x, y }: { x: number; y: number }) => ({ x: Math.round(x), y: Math.round(y) });

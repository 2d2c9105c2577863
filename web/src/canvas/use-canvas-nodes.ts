import { applyNodeChanges } from '@xyflow/react';
import type { NodeChange } from '@xyflow/react';
import { useCallback, useRef, useState } from 'react';
import type { CanvasActions } from './canvas-context.ts';
import type { StepNode } from './drawing/graph.ts';

/** Arrow keys move a box in many small steps, and several boxes move one after the other; they become one operation. */
const SETTLE_MS = 400;

type NodeActions = Pick<CanvasActions, 'select' | 'move'> & Partial<Pick<CanvasActions, 'pick'>>;
type Chosen = ReadonlySet<string>;

/** React Flow's own copy of the boxes: what is dragged or measured right now. The definition stays the truth. */
export function useCanvasNodes(derived: StepNode[], selection: Chosen, actions: NodeActions) {
  const [nodes, setNodes] = useState(() => marked(derived, selection));
  const settle = useSettled(actions);

  const [drawn, setDrawn] = useState({ derived, selection });
  if (drawn.derived !== derived || drawn.selection !== selection) {
    setDrawn({ derived, selection });
    setNodes(merge(derived, nodes, selection));
  }

  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      setNodes((before) =>
        applyNodeChanges(
          changes.filter((change) => change.type !== 'select' && change.type !== 'remove'),
          before,
        ),
      );
      choose(changes, selection, actions);
      for (const change of changes) {
        if (change.type === 'position' && !change.dragging && change.position) {
          settle(change.id, rounded(change.position));
        }
      }
    },
    [actions, selection, settle],
  );
  return { nodes, onNodesChange };
}

/** Collects where boxes came to rest, and says so once. */
function useSettled({ move }: NodeActions) {
  const places = useRef<Record<string, { x: number; y: number }>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return useCallback(
    (id: string, place: { x: number; y: number }) => {
      places.current[id] = place;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const settled = places.current;
        places.current = {};
        move(settled);
      }, SETTLE_MS);
    },
    [move],
  );
}

function choose(changes: NodeChange<StepNode>[], selection: Chosen, { select, pick }: NodeActions): void {
  const selects = changes.filter((change) => change.type === 'select');
  if (selects.length === 0) return;
  if (!pick) {
    const chosen = selects.find((change) => change.selected);
    if (chosen) select(chosen.id);
    return;
  }
  const next = new Set(selection);
  for (const { id, selected } of selects) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  pick([...next]);
}

function marked(derived: StepNode[], selection: Chosen): StepNode[] {
  return derived.map((node) => ({ ...node, selected: selection.has(node.id) }));
}

/** An unchanged box stays the same object, so that React Flow leaves it alone. */
function merge(derived: StepNode[], before: StepNode[], selection: Chosen): StepNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return derived.map((node) => {
    const old = known.get(node.id);
    const selected = selection.has(node.id);
    const data = old && sameData(old, node) ? old.data : node.data;
    if (old?.dragging) return { ...old, data, selected };
    const still = old && old.position.x === node.position.x && old.position.y === node.position.y;
    if (still && old.height === node.height && old.data === data && old.selected === selected) return old;
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

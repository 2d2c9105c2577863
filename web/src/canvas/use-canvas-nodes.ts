import { applyNodeChanges, useReactFlow } from '@xyflow/react';
import type { NodeChange } from '@xyflow/react';
import { useCallback, useRef, useState } from 'react';
import type { CanvasActions } from './canvas-context.ts';
import type { CanvasNode, StepNode } from './drawing/graph.ts';
import { frameAround } from './drawing/note-frames.ts';
import type { NoteNode } from './drawing/note-frames.ts';
import { rectangleOf } from './drawing/rectangle.ts';

/** Arrow keys move a box in many small steps, and several boxes move one after the other; they become one operation. */
const SETTLE_MS = 400;

type NodeActions = Pick<CanvasActions, 'select' | 'move'> & Partial<Pick<CanvasActions, 'pick'>>;
type Chosen = ReadonlySet<string>;

/** React Flow's own copy of the boxes: what is dragged or measured right now. The definition stays the truth. */
export function useCanvasNodes(derived: CanvasNode[], selection: Chosen, actions: NodeActions) {
  const { getNode } = useReactFlow<CanvasNode>();
  const [nodes, setNodes] = useState(() => marked(derived, selection));
  const settle = useSettled(actions);

  const [drawn, setDrawn] = useState({ derived, selection });
  if (drawn.derived !== derived || drawn.selection !== selection) {
    setDrawn({ derived, selection });
    setNodes(merge(derived, nodes, selection));
  }

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const moved = withMembers(changes, getNode);
      setNodes((before) =>
        withFrames(
          applyNodeChanges(
            moved.filter((change) => change.type !== 'select' && change.type !== 'remove'),
            before,
          ),
          moved,
        ),
      );
      choose(changes, selection, actions);
      const resized = new Set(changes.flatMap((change) => (change.type === 'dimensions' ? [change.id] : [])));
      for (const change of moved) {
        if (change.type !== 'position' || change.dragging || !change.position) continue;
        if (resized.has(change.id) || isFrame(getNode(change.id))) continue;
        settle(change.id, rounded(change.position));
      }
    },
    [actions, selection, settle, getNode],
  );
  return { nodes, onNodesChange };
}

const isFrame = (node: CanvasNode | undefined) => node?.type === 'note' && node.data.members.length > 0;

/** A frame that is moved takes the steps in it along. */
function withMembers(
  changes: NodeChange<CanvasNode>[],
  getNode: (id: string) => CanvasNode | undefined,
): NodeChange<CanvasNode>[] {
  const own = new Set(changes.flatMap((change) => (change.type === 'position' ? [change.id] : [])));
  return changes.flatMap((change) => {
    const frame = change.type === 'position' && change.position ? getNode(change.id) : undefined;
    if (change.type !== 'position' || !change.position || frame?.type !== 'note') return [change];
    const { dragging, position } = change;
    const by = { x: position.x - frame.position.x, y: position.y - frame.position.y };
    const members = frame.data.members.filter((id) => !own.has(id)).flatMap((id) => getNode(id) ?? []);
    for (const { id } of members) own.add(id);
    return [
      change,
      ...members.map(({ id, position: { x, y } }): NodeChange<CanvasNode> => ({
        type: 'position',
        id,
        position: { x: x + by.x, y: y + by.y },
        ...(dragging === undefined ? {} : { dragging }),
      })),
    ];
  });
}

/** Frames follow the boxes in them while those are moved. */
function withFrames(nodes: CanvasNode[], changes: NodeChange<CanvasNode>[]): CanvasNode[] {
  const moved = new Set(changes.flatMap((change) => (change.type === 'position' ? [change.id] : [])));
  if (moved.size === 0 || !nodes.some(isFrame)) return nodes;
  const boxes = new Map(nodes.map((node) => [node.id, node]));
  return nodes.map((node) => {
    if (node.type !== 'note' || !node.data.members.some((id) => moved.has(id))) return node;
    const members = node.data.members.flatMap((id) => boxes.get(id) ?? []);
    const { x, y, width, height } = frameAround(members.map(rectangleOf), node.data.side);
    return { ...node, position: { x, y }, width, height };
  });
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

function choose(changes: NodeChange<CanvasNode>[], selection: Chosen, { select, pick }: NodeActions): void {
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

function marked(derived: CanvasNode[], selection: Chosen): CanvasNode[] {
  return derived.map((node) => ({ ...node, selected: selection.has(node.id) }));
}

/** An unchanged box stays the same object, so that React Flow leaves it alone. */
function merge(derived: CanvasNode[], before: CanvasNode[], selection: Chosen): CanvasNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return derived.map((node) => {
    const old = known.get(node.id);
    const selected = selection.has(node.id);
    return node.type === 'note' ? mergedNote(node, old, selected) : mergedStep(node, old, selected);
  });
}

function mergedStep(node: StepNode, known: CanvasNode | undefined, selected: boolean): CanvasNode {
  const old = known?.type === 'step' ? known : undefined;
  const data = old && sameData(old, node) ? old.data : node.data;
  if (old?.dragging) return { ...old, data, selected };
  const still = old && old.position.x === node.position.x && old.position.y === node.position.y;
  if (still && old.height === node.height && old.data === data && old.selected === selected) return old;
  return { ...old, ...node, data, selected };
}

function mergedNote(node: NoteNode, known: CanvasNode | undefined, selected: boolean): CanvasNode {
  const old = known?.type === 'note' ? known : undefined;
  if (old?.dragging || old?.resizing) return { ...old, data: node.data, selected };
  const same = old && (['x', 'y'] as const).every((side) => old.position[side] === node.position[side]);
  const still = same && old.width === node.width && old.height === node.height;
  const said = old?.data.note === node.data.note && old.data.side === node.data.side;
  return still && said && old.selected === selected ? old : { ...old, ...node, selected };
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

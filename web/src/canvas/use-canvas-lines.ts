import { useStoreApi } from '@xyflow/react';
import type { Connection, Edge, EdgeChange } from '@xyflow/react';
import { useCallback, useMemo, useState } from 'react';
import type { CanvasActions, Outlet } from './canvas-context.ts';
import type { CanvasNode, StepEdge } from './drawing/graph.ts';

type LineActions = Pick<CanvasActions, 'select'> & Partial<CanvasActions>;

/** Choosing, drawing and taking away lines. Either a box or a line is chosen, never both. */
export function useCanvasLines(edges: StepEdge[], selectedId: string | null, actions: LineActions) {
  const [chosen, setChosen] = useState<string | null>(null);
  const chosenLine = selectedId === null ? chosen : null;
  const shown = useMemo(
    () =>
      chosenLine ? edges.map((edge) => (edge.id === chosenLine ? { ...edge, selected: true } : edge)) : edges,
    [edges, chosenLine],
  );
  const drawing = useStoreApi<CanvasNode, StepEdge>();
  const onEdgesChange = useCallback(
    (changes: EdgeChange<StepEdge>[]) => {
      for (const change of changes) {
        if (change.type !== 'select') continue;
        // A frame drawn around boxes would choose their lines as well, and with a line no box is chosen any more.
        if (change.selected && drawing.getState().userSelectionRect !== null) continue;
        setChosen((now) => (change.selected ? change.id : now === change.id ? null : now));
        if (change.selected) actions.select(null);
      }
    },
    [actions, drawing],
  );
  /** With a box its lines go too; the engine heals them, so only lines chosen by themselves are taken away here. */
  const onDelete = useCallback(
    (gone: { nodes: CanvasNode[]; edges: StepEdge[] }) => {
      if (gone.nodes.length > 0) actions.remove?.(gone.nodes.map(({ id }) => id));
      if (gone.nodes.length === 0) for (const edge of gone.edges) actions.disconnect?.(outletOf(edge));
    },
    [actions],
  );
  const onConnect = useCallback(
    (line: Connection) => actions.connect?.(outletOf(line), line.target),
    [actions],
  );
  const isValidConnection = useCallback(
    (line: Connection | Edge) => actions.canConnect?.(outletOf(line), line.target) ?? false,
    [actions],
  );
  const onReconnect = useCallback(
    (before: StepEdge, line: Connection) =>
      actions.reconnect?.(outletOf(before), outletOf(line), line.target),
    [actions],
  );
  return { edges: shown, onEdgesChange, onDelete, onConnect, onReconnect, isValidConnection };
}

export function outletOf({ source, sourceHandle }: Pick<Edge, 'source' | 'sourceHandle'>): Outlet {
  return { from: source, port: sourceHandle ?? 'next' };
}

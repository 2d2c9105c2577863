import { portsOf } from '@gradus/flow';
import type { Catalogue, Definition, Layout, Step } from '@gradus/flow';
import type { Edge as FlowEdge, Node as FlowNode } from '@xyflow/react';
import { arrange, BOX } from './arrange.ts';
import { stepKinds } from './step-kinds.ts';
import { portLabel } from './words/ports.ts';
import { summarise } from './words/summaries.ts';

export type BoxPort = { id: string; label: string; connected: boolean };
export type StepNode = FlowNode<{ step: Step; summary: string; ports: BoxPort[] }, 'step'>;
export type StepEdge = FlowEdge<{ label: string | null }, 'step'>;

export interface StepGraph {
  nodes: StepNode[];
  edges: StepEdge[];
}

/** The one way from a definition to what React Flow draws. Derived, never kept beside it. */
export function toGraph(definition: Definition, layout: Layout, catalogue: Catalogue): StepGraph {
  const places = arrange(definition, layout);
  const connected = new Set(definition.edges.map((edge) => `${edge.from}:${edge.port}`));
  const ids = Object.keys(definition.steps).sort(
    (a, b) => (places[a]?.y ?? 0) - (places[b]?.y ?? 0) || (places[a]?.x ?? 0) - (places[b]?.x ?? 0),
  );
  const nodes = ids.flatMap((id): StepNode[] => {
    const step = definition.steps[id];
    if (!step) return [];
    const ports = portsOf(step).map((port) => ({
      id: port,
      label: portLabel(step, port),
      connected: connected.has(`${id}:${port}`),
    }));
    const summary = summarise(step, catalogue);
    return [
      {
        id,
        type: 'step',
        position: places[id] ?? { x: 0, y: 0 },
        ...BOX,
        ...boxLabels(step, summary),
        data: { step, summary, ports },
      },
    ];
  });
  return { nodes, edges: definition.edges.map((edge) => toEdge(definition, edge)) };
}

function boxLabels(step: Step, summary: string): Pick<StepNode, 'ariaLabel' | 'ariaRole'> {
  return { ariaLabel: `${stepKinds[step.kind].name}: ${step.title}. ${summary}`, ariaRole: 'button' };
}

function toEdge(definition: Definition, edge: Definition['edges'][number]): StepEdge {
  const source = definition.steps[edge.from];
  const labelled = source !== undefined && portsOf(source).length > 1;
  const label = labelled ? portLabel(source, edge.port) : null;
  const to = definition.steps[edge.to]?.title ?? edge.to;
  return {
    id: `${edge.from}:${edge.port}`,
    type: 'step',
    source: edge.from,
    sourceHandle: edge.port,
    target: edge.to,
    data: { label },
    ariaLabel: `From ${source?.title ?? edge.from}${label ? `, ${label},` : ''} to ${to}`,
  };
}

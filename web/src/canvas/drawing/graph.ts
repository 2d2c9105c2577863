import { mayStayOpen, portsOf, sayPort } from '@gradus/flow';
import type { Catalogue, Definition, Layout, Step } from '@gradus/flow';
import { Position } from '@xyflow/react';
import type { Edge as FlowEdge, Node as FlowNode } from '@xyflow/react';
import { arrange, BOX, STRIP } from './arrange.ts';
import { type PortRoom, roomOf } from '../box/open-port-room.ts';
import { nameOf } from '../inserting/where-drawn.ts';
import { noteNodes } from './note-frames.ts';
import type { NoteNode } from './note-frames.ts';
import { stepKinds } from '../step-kinds.ts';
import { summarise } from '../words/summaries.ts';

/** `optional`: may stay open without anything being wrong. */
export type BoxPort = { id: string; label: string; connected: boolean; optional: boolean };
export type StepNode = FlowNode<{ step: Step; summary: string; ports: BoxPort[] }, 'step'>;
/** `room`: where the name of the way stands, beside those of its neighbours. */
export type StepEdge = FlowEdge<
  { label: string | null; room: PortRoom; back: boolean; lane: number | null },
  'step'
>;

export type CanvasNode = StepNode | NoteNode;

export interface StepGraph {
  nodes: CanvasNode[];
  edges: StepEdge[];
}

interface Drawing {
  definition: Definition;
  layout: Layout;
  catalogue: Catalogue;
  /** Boxes with a strip of numbers or states at their foot. */
  strips: boolean;
}

/** By `from:port`. */
type Lines = ReadonlyMap<string, Definition['edges'][number]>;

/** The one way from a definition to what React Flow draws. Derived, never kept beside it. */
export function toGraph({ definition, layout, catalogue, strips }: Drawing): StepGraph {
  const { places, lanes } = arrange(definition, placesOfSteps(definition, layout));
  const lines = new Map(definition.edges.map((edge) => [`${edge.from}:${edge.port}`, edge]));
  const size = { width: BOX.width, height: BOX.height + (strips ? STRIP : 0) };
  const ids = Object.keys(definition.steps).sort(
    (a, b) => (places[a]?.y ?? 0) - (places[b]?.y ?? 0) || (places[a]?.x ?? 0) - (places[b]?.x ?? 0),
  );
  const nodes = ids.flatMap((id): StepNode[] => {
    const step = definition.steps[id];
    if (!step) return [];
    const summary = summarise(step, catalogue);
    const ports = boxPorts(lines, id, step, places);
    return [
      {
        id,
        type: 'step',
        position: places[id] ?? { x: 0, y: 0 },
        ...size,
        deletable: id !== definition.trigger,
        ...boxLabels(step, summary),
        handles: handlesOf(ports, size),
        data: { step, summary, ports },
      },
    ];
  });
  const notes = noteNodes({ definition, layout, places, strips, editable: !strips });
  return {
    nodes: inReadingOrder(nodes, notes),
    edges: definition.edges.map((edge) => toEdge(definition, edge, lines, { lanes, places })),
  };
}

/** Each note before the first step it frames, those that stand alone at the end: so the Tab key comes by them. */
function inReadingOrder(steps: StepNode[], notes: NoteNode[]): CanvasNode[] {
  const left = new Set(notes);
  const nodes: CanvasNode[] = [];
  for (const node of steps) {
    for (const note of left) {
      if (!note.data.members.includes(node.id)) continue;
      left.delete(note);
      nodes.push(note);
    }
    nodes.push(node);
  }
  return [...nodes, ...left];
}

/** The layout without the places of notes. */
export function placesOfSteps({ steps, notes }: Definition, layout: Layout): Layout {
  if (notes === undefined) return layout;
  return Object.fromEntries(Object.entries(layout).filter(([id]) => steps[id]));
}

/** In the order of where they lead, from left to right, so that lines do not cross; what leads nowhere comes last. */
function boxPorts(lines: Lines, id: string, step: Step, places: Layout): BoxPort[] {
  const ports = portsOf(step).map((port) => {
    const edge = lines.get(`${id}:${port}`);
    const box = {
      id: port,
      label: sayPort(step, port),
      connected: edge !== undefined,
      optional: mayStayOpen(step, port),
    };
    return { box, x: edge ? (places[edge.to]?.x ?? 0) : Infinity };
  });
  return ports.sort((a, b) => (a.x === b.x ? 0 : a.x - b.x)).map(({ box }) => box);
}

/** As CSS has it. */
const HANDLE = 10;

/** Where lines begin and end, said beforehand: boxes that are out of sight need not be drawn to be measured. */
function handlesOf(
  ports: readonly BoxPort[],
  { width, height }: { width: number; height: number },
): NonNullable<StepNode['handles']> {
  const handle = (id: string | null, type: 'source' | 'target', x: number, y: number) => ({
    id,
    type,
    position: type === 'source' ? Position.Bottom : Position.Top,
    x: x - HANDLE / 2,
    y: y - HANDLE / 2,
    width: HANDLE,
    height: HANDLE,
  });
  return [
    handle(null, 'target', width / 2, 0),
    ...ports.map(({ id }, index) => handle(id, 'source', ((index + 1) / (ports.length + 1)) * width, height)),
  ];
}

function boxLabels(step: Step, summary: string): Pick<StepNode, 'ariaLabel' | 'ariaRole'> {
  return { ariaLabel: `${stepKinds[step.kind].name}: ${step.title}. ${summary}`, ariaRole: 'button' };
}

function toEdge(
  definition: Definition,
  edge: Definition['edges'][number],
  lines: Lines,
  { lanes, places }: { lanes: Record<string, number>; places: Layout },
): StepEdge {
  const source = definition.steps[edge.from];
  const ports = source ? boxPorts(lines, edge.from, source, places).map(({ id }) => id) : [];
  const label = source && isNamed(lines, edge, source) ? sayPort(source, edge.port) : null;
  const to = definition.steps[edge.to]?.title ?? edge.to;
  return {
    id: nameOf(edge),
    type: 'step',
    source: edge.from,
    sourceHandle: edge.port,
    target: edge.to,
    data: {
      label,
      room: roomOf(ports.indexOf(edge.port), BOX.width / (ports.length + 1)),
      back: edge.back === true,
      lane: lanes[`${edge.from}:${edge.port}`] ?? null,
    },
    ariaLabel: `${edge.back ? 'Loop back from' : 'From'} ${source?.title ?? edge.from}${label ? `, ${label},` : ''} to ${to}`,
  };
}

/** The only way out needs no name; neither does the main one when nothing but failure is beside it, unconnected. */
function isNamed(lines: Lines, { from, port }: Definition['edges'][number], source: Step): boolean {
  const others = portsOf(source).filter((other) => other !== port);
  return others.some((other) => !mayStayOpen(source, other) || lines.has(`${from}:${other}`));
}

import { expect, it } from '@jest/globals';
import { TEMPLATES } from '@gradus/flow';
import type { Definition, FlowDocument, GroupNote } from '@gradus/flow';
import { toGraph } from './graph.ts';

const catalogue = {
  courseTitle: 'Knots',
  modules: [{ key: 'a', title: 'A', position: 1, phase: 'one', hasAssessment: true }],
};
const { definition } = TEMPLATES.find(({ id }) => id === 'onboarding')!.draw(catalogue) as FlowDocument;

function drawn(notes: Record<string, GroupNote>, layout: FlowDocument['layout'] = {}) {
  const noted: Definition = { ...definition, notes };
  return toGraph({ definition: noted, layout, catalogue, strips: false });
}
const note = (steps: string[]): GroupNote => ({ text: 'Why so', tone: 'sky', steps });

it('draws a note around its steps, behind them, and moves nothing for it', () => {
  const plain = toGraph({ definition, layout: {}, catalogue, strips: false });
  const { nodes, edges } = drawn({ n: note(['welcome', 'begun']) });
  expect(nodes.filter(({ type }) => type === 'step')).toEqual(plain.nodes);
  expect(edges).toEqual(plain.edges);
  const frame = nodes.find(({ id }) => id === 'n')!;
  expect(frame.zIndex).toBeLessThan(0);
  for (const id of ['welcome', 'begun']) {
    const { position, width = 0, height = 0 } = nodes.find((node) => node.id === id)!;
    expect(position.x).toBeGreaterThan(frame.position.x);
    expect(position.y).toBeGreaterThan(frame.position.y);
    expect(position.x + width).toBeLessThan(frame.position.x + frame.width!);
    expect(position.y + height).toBeLessThan(frame.position.y + frame.height!);
  }
});

it('comes before the first step it frames, so that the Tab key does', () => {
  const ids = drawn({ n: note(['begun', 'welcome']), alone: note([]) }).nodes.map(({ id }) => id);
  expect(ids.indexOf('n')).toBe(ids.indexOf('welcome') - 1);
  expect(ids.at(-1)).toBe('alone');
});

it('puts a note that stands alone where it was put, else beside the drawing', () => {
  const at = (id: string, { nodes }: ReturnType<typeof drawn>) =>
    nodes.find((node) => node.id === id)!.position;
  expect(at('n', drawn({ n: note([]) }, { n: { x: 900, y: 7 } }))).toEqual({ x: 900, y: 7 });
  const beside = drawn({ n: note([]), m: note([]) });
  const left = Math.min(
    ...beside.nodes.filter(({ type }) => type === 'step').map(({ position }) => position.x),
  );
  expect(at('n', beside).x).toBeLessThan(left);
  expect(at('m', beside).y).toBeGreaterThan(at('n', beside).y);
});

it('never puts the text of a note on that of a larger one around it', () => {
  const { nodes } = drawn({ inner: note(['welcome']), outer: note(['welcome', 'begun']) });
  const [outer, inner] = ['outer', 'inner'].map((id) => nodes.find((node) => node.id === id)!);
  expect(nodes.indexOf(outer!)).toBeLessThan(nodes.indexOf(inner!));
  expect(inner!.data).not.toMatchObject({ side: (outer!.data as { side: string }).side });
});

import type { Definition, Step } from '@gradus/flow';
import { TEMPLATES } from '@gradus/flow';
import { arrange, BOX } from './arrange.ts';

const catalogue = {
  courseTitle: 'Knots',
  modules: ['a', 'b', 'c'].map((key, index) => ({
    key,
    title: key,
    position: index + 1,
    phase: key,
    hasAssessment: true,
  })),
};

const mail = (title: string): Step => ({
  kind: 'message',
  title,
  config: { category: 'transactional', subject: 'Hi', body: 'Hi', waitForDelivery: false },
});

const definition: Definition = {
  schemaVersion: 2,
  trigger: 'start',
  entry: { rule: 'once' },
  steps: {
    start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
    far: {
      kind: 'branch',
      title: 'Far enough?',
      config: { branches: [{ id: 'yes', title: 'Yes', condition: 'facts.certified' }] },
    },
    nudge: mail('A hand'),
    again: mail('Another hand'),
    end: { kind: 'end', title: 'The end', config: { outcome: 'completed' } },
  },
  edges: [
    { from: 'start', port: 'next', to: 'far' },
    { from: 'far', port: 'yes', to: 'end' },
    { from: 'far', port: 'otherwise', to: 'nudge' },
    { from: 'nudge', port: 'next', to: 'again' },
    { from: 'again', port: 'next', to: 'end' },
  ],
  settings: { exitOn: [] },
};

describe('arranging a drawing', () => {
  it('begins at the trigger and goes down', () => {
    const { places } = arrange(definition, {});
    expect(places['start']).toEqual({ x: 0, y: 0 });
    const order = ['start', 'far', 'nudge', 'again', 'end'].map((id) => places[id]?.y ?? NaN);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
  });

  it('leads a long line past the boxes beside it', () => {
    const { places, lanes } = arrange(definition, {});
    const lane = lanes['far:yes'] ?? (places['far']?.x ?? NaN) + BOX.width / 2;
    for (const id of ['nudge', 'again']) {
      const left = places[id]?.x ?? NaN;
      expect(lane < left || lane > left + BOX.width).toBe(true);
    }
  });

  it('leaves what was placed by hand where it is, and never puts another box on it', () => {
    const free = arrange(definition, {}).places;
    const nudge = free['nudge'] ?? { x: 0, y: 0 };
    const { places } = arrange(definition, { end: nudge });
    expect(places['end']).toEqual(nudge);
    expect(Math.abs((places['nudge']?.x ?? NaN) - nudge.x)).toBeGreaterThanOrEqual(BOX.width);
  });

  it('keeps the trigger where it was', () => {
    expect(arrange(definition, { start: { x: 500, y: 40 } }).places['far']?.y).toBeGreaterThan(40);
    expect(arrange(definition, { start: { x: 500, y: 40 } }).places['start']).toEqual({ x: 500, y: 40 });
  });

  it.each(TEMPLATES.map((template) => [template.id, template] as const))(
    'puts no box on another in %s',
    (_, template) => {
      const drawn = template.draw(catalogue).definition;
      const { places, lanes } = arrange(drawn, {});
      const boxes = Object.values(places);
      const touching = boxes.filter((a, index) =>
        boxes
          .slice(index + 1)
          .some((b) => Math.abs(a.x - b.x) < BOX.width && Math.abs(a.y - b.y) < BOX.height),
      );
      expect(touching).toEqual([]);
      for (const { from, port, to, back } of drawn.edges.filter((edge) => edge.back)) {
        const lane = lanes[`${from}:${port}`] ?? NaN;
        expect([back, lane < Math.min(places[from]!.x, places[to]!.x)]).toEqual([true, true]);
      }
    },
  );

  it('moves nothing that stands when a step comes in between', () => {
    const before = arrange(definition, {}).places;
    const steps = { ...definition.steps, fresh: mail('Fresh') };
    const edges = definition.edges.map((edge) => (edge.from === 'nudge' ? { ...edge, to: 'fresh' } : edge));
    const next = { ...definition, steps, edges: [...edges, { from: 'fresh', port: 'next', to: 'again' }] };
    const { places } = arrange(next, before);
    expect({ ...places, fresh: undefined }).toEqual({ ...before, fresh: undefined });
    expect(places['fresh']!.x).toBeGreaterThan(before['nudge']!.x);
  });
});

it.each(TEMPLATES.map((template) => [template.id, template] as const))(
  'moves nothing in %s but the step that is put elsewhere',
  (_, template) => {
    const drawn = template.draw(catalogue).definition;
    const before = arrange(drawn, {}).places;
    for (const id of Object.keys(drawn.steps)) {
      const place = { x: before[id]!.x + 40, y: before[id]!.y + 10 };
      expect(arrange(drawn, { [id]: place }).places).toEqual({ ...before, [id]: place });
    }
  },
);

it('puts ways at once and where they meet beside what they follow, also in a drawing laid out in columns', () => {
  const ids = Array.from({ length: 24 }, (_, index) => `s${index}`);
  const inColumns = Object.fromEntries(
    ids.map((id, index) => [id, { x: Math.floor(index / 6) * 700, y: (index % 6) * 174 }]),
  );
  const line = (from: string, to: string, port = 'next') => ({ from, port, to });
  const drawn: Definition = {
    ...definition,
    trigger: 's0',
    steps: {
      ...Object.fromEntries(ids.map((id) => [id, mail(id)])),
      s0: definition.steps['start']!,
      s23: definition.steps['end']!,
      both: {
        kind: 'parallel',
        title: 'Side by side',
        config: {
          ways: [
            { id: 'one', title: 'One' },
            { id: 'other', title: 'Other' },
          ],
        },
      },
      meet: { kind: 'join', title: 'Together again', config: { for: { kind: 'all' } } },
    },
    edges: [
      ...ids.slice(1).flatMap((id, index) => (index === 19 ? [] : [line(`s${index}`, id)])),
      line('s19', 'both'),
      line('both', 'meet', 'one'),
      line('both', 'meet', 'other'),
      line('meet', 's20'),
    ],
  };
  const { places } = arrange(drawn, inColumns);
  for (const [id, place] of Object.entries(inColumns)) expect(places[id]).toEqual(place);
  for (const id of ['both', 'meet']) {
    expect(Math.abs(places[id]!.y - inColumns['s19']!.y)).toBeLessThanOrEqual(2 * 174);
    expect(Math.abs(places[id]!.x - inColumns['s19']!.x)).toBeLessThanOrEqual(2 * 700);
  }
});

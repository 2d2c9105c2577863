import { applyOperation, TEMPLATES } from '@gradus/flow';
import type { Definition, FlowDocument, Layout, Operation, Step } from '@gradus/flow';
import { arrange, BOX } from './arrange.ts';
import { makeRoom } from './make-room.ts';

const mail = (title: string): Step => ({
  kind: 'message',
  title,
  config: { category: 'transactional', subject: 'Hi', body: 'Hi', waitForDelivery: false },
});
const wait: Step = {
  kind: 'wait',
  title: 'Wait 3 days',
  config: { for: { kind: 'duration', duration: { amount: 3, unit: 'days' } }, zone: 'learner' },
};
const line = (from: string, to: string, port = 'next') => ({ from, port, to });

function chain(ids: readonly string[]): Definition {
  return {
    schemaVersion: 2,
    trigger: ids[0]!,
    entry: { rule: 'once' },
    steps: Object.fromEntries(
      ids.map((id, index) => [
        id,
        index === 0 ? { kind: 'trigger', title: id, config: { on: { kind: 'enrolled' } } } : mail(id),
      ]),
    ),
    edges: ids.slice(1).map((id, index) => line(ids[index]!, id)),
    settings: { exitOn: [] },
  };
}

/** What moves, and where the new step stands, when one comes in behind a way out. */
function inserted(document: FlowDocument, stepId: string, port = 'next', step: Step = wait) {
  const operation: Operation = { type: 'insertStep', stepId: 'fresh', step, after: { stepId, port } };
  const { definition } = applyOperation(document, operation).document;
  const room = makeRoom(definition, document.layout, ['fresh']);
  return { definition, room, places: { ...document.layout, ...room } };
}

const column = (...ys: number[]): Layout => Object.fromEntries(ys.map((y, at) => [`s${at}`, { x: 40, y }]));
const ids = (count: number) => Array.from({ length: count }, (_, at) => `s${at}`);

describe('room for a step that comes into a line', () => {
  it('stands where the next one stood; what is below goes one row down, what is above stays', () => {
    const document = { definition: chain(ids(5)), layout: column(0, 168, 336, 504, 672) };
    expect(inserted(document, 's1').room).toEqual({
      fresh: { x: 40, y: 336 },
      s2: { x: 40, y: 504 },
      s3: { x: 40, y: 672 },
      s4: { x: 40, y: 840 },
    });
  });

  it('moves nothing where there is room for it', () => {
    const document = { definition: chain(ids(4)), layout: column(0, 168, 536, 704) };
    expect(inserted(document, 's1').room).toEqual({ fresh: { x: 40, y: 342 } });
  });

  it('goes down only as far as free room further below', () => {
    const document = { definition: chain(ids(5)), layout: column(0, 168, 336, 800, 968) };
    expect(Object.keys(inserted(document, 's1').room)).toEqual(['fresh', 's2']);
  });

  it('leaves the next column where it is, also from the last of a column', () => {
    const layout: Layout = {
      ...column(0, 168, 336),
      s3: { x: 760, y: 0 },
      s4: { x: 760, y: 168 },
    };
    const document = { definition: chain(ids(5)), layout };
    expect(Object.keys(inserted(document, 's0').room)).toEqual(['fresh', 's1', 's2']);
    expect(inserted(document, 's2').room).toEqual({ fresh: { x: 40, y: 510 } });
  });

  it('stands at the head of a side way, whose steps go down, and where the ways meet stays below', () => {
    const definition = chain(['s0', 's1', 's2', 's3']);
    definition.steps['s1'] = {
      kind: 'branch',
      title: 'Far enough?',
      config: { branches: [{ id: 'yes', title: 'Yes', condition: 'facts.certified' }] },
    };
    definition.edges = [
      line('s0', 's1'),
      line('s1', 's2', 'otherwise'),
      line('s1', 's3', 'yes'),
      line('s2', 's3'),
    ];
    const layout: Layout = {
      s0: { x: 0, y: 0 },
      s1: { x: 0, y: 168 },
      s2: { x: 368, y: 336 },
      s3: { x: 0, y: 504 },
    };
    expect(inserted({ definition, layout }, 's1', 'otherwise').room).toEqual({
      fresh: { x: 368, y: 336 },
      s2: { x: 368, y: 504 },
      s3: { x: 0, y: 672 },
    });
    expect(inserted({ definition, layout }, 's1', 'yes').room).toEqual({ fresh: { x: 0, y: 336 } });
  });

  it('pushes no box onto another that merely stands there', () => {
    const definition = chain(ids(3));
    definition.steps['loose'] = mail('Loose');
    const layout = { ...column(0, 168, 336), loose: { x: 60, y: 500 } };
    const { room } = inserted({ definition, layout }, 's1');
    expect(room['loose']!.y).toBeGreaterThanOrEqual(room['s2']!.y + BOX.height);
    expect(room['loose']!.x).toBe(60);
  });
});

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

it.each(TEMPLATES.map((template) => [template.id, template] as const))(
  'stands between its neighbours in every line of %s, and lays no box on another',
  (_, template) => {
    const drawn = template.draw(catalogue).definition;
    const layout = arrange(drawn, {}).places;
    for (const { from, port, to, back } of drawn.edges) {
      const { places, room } = inserted({ definition: drawn, layout }, from, port);
      const boxes = Object.values(places);
      const covered = boxes.filter((a, at) =>
        boxes.slice(at + 1).some((b) => Math.abs(a.x - b.x) < BOX.width && Math.abs(a.y - b.y) < BOX.height),
      );
      expect(covered).toEqual([]);
      expect(places['fresh']!.y).toBeGreaterThan(places[from]!.y + BOX.height);
      const ledDown = !back && layout[to]!.y > layout[from]!.y;
      expect(!ledDown || places[to]!.y > places['fresh']!.y + BOX.height).toBe(true);
      const others = Object.keys(room).filter((id) => id !== 'fresh');
      expect(others.filter((id) => places[id]!.y <= layout[id]!.y)).toEqual([]);
      expect(others.filter((id) => places[id]!.x !== layout[id]!.x)).toEqual([]);
    }
  },
);

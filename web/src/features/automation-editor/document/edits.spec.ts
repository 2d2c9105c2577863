import { TEMPLATES } from '@gradus/flow';
import type { FlowDocument } from '@gradus/flow';
import { COLUMN } from '../../../canvas/drawing/arrange.ts';
import type { EditorState, EditorStore } from '../store/editor-store.ts';
import { applyAll, closesLoop } from './draft-document.ts';
import { editsOf } from './edits.ts';
import { seenPlaces } from './staying-put.ts';

const document: FlowDocument = {
  definition: {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    steps: {
      start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
      certify: { kind: 'certify', title: 'Certificate', config: {} },
      end: { kind: 'end', title: 'The end', config: { outcome: 'completed' } },
    },
    edges: [
      { from: 'start', port: 'next', to: 'certify' },
      { from: 'certify', port: 'next', to: 'end' },
    ],
    settings: { exitOn: [] },
  },
  layout: { certify: { x: 10, y: 20 } },
};

describe('the draft document', () => {
  it('goes back to the letter after several operations', () => {
    const { document: changed, backward } = applyAll(document, [
      { type: 'moveStep', stepId: 'certify', position: null },
      { type: 'removeStep', stepId: 'certify' },
      { type: 'setTitle', stepId: 'end', title: 'Over' },
    ]);
    expect(changed.definition.edges).toEqual([{ from: 'start', port: 'next', to: 'end' }]);
    expect(applyAll(changed, backward).document).toEqual(document);
  });

  it('applies all or nothing', () => {
    const half = () =>
      applyAll(document, [
        { type: 'removeStep', stepId: 'certify' },
        { type: 'removeStep', stepId: 'certify' },
      ]);
    expect(half).toThrow('certify');
    expect(document.definition.steps['certify']).toBeDefined();
  });

  it('knows a line that closes a loop', () => {
    expect(closesLoop(document.definition, 'end', 'certify')).toBe(true);
    expect(closesLoop(document.definition, 'start', 'end')).toBe(false);
  });
});

it('names the step that is taken out, also when a note was chosen before it', () => {
  const said: string[] = [];
  const state: Pick<EditorState, 'document' | 'edit'> = {
    document: applyAll(document, [
      { type: 'addNote', noteId: 'why', note: { text: 'Why', tone: 'sand', steps: [] } },
    ]).document,
    edit: (_operations, { label }) => said.push(label),
  };
  const store = { getState: () => state } as EditorStore;
  const catalogue = { courseTitle: null, modules: [], schoolName: '', schoolZone: 'UTC' };
  editsOf(store, catalogue).removeSteps(['why', 'certify']);
  expect(said).toEqual(['take out “Certificate”']);
});

it('leads on by the way on of what goes back, and leaves its way back open', () => {
  let drawn = document;
  const state: Pick<EditorState, 'document' | 'edit'> = {
    document,
    edit: (operations) => {
      drawn = applyAll(document, operations).document;
    },
  };
  const store = { getState: () => state } as EditorStore;
  const catalogue = { courseTitle: null, modules: [], schoolName: '', schoolZone: 'UTC' };
  editsOf(store, catalogue).insertStep('goTo', { from: 'certify', port: 'next' });
  const added = Object.keys(drawn.definition.steps).find((id) => drawn.definition.steps[id]?.kind === 'goTo');
  expect(drawn.definition.edges.filter(({ from }) => from === added)).toEqual([
    { from: added, port: 'done', to: 'end' },
  ]);
});

it('puts a step into a line of a placed drawing between its neighbours, and takes it back with one undo', () => {
  const placed: FlowDocument = {
    ...document,
    layout: { start: { x: 0, y: 0 }, certify: { x: 0, y: 168 }, end: { x: 0, y: 336 } },
  };
  let drawn = applyAll(placed, []);
  const state: Pick<EditorState, 'document' | 'edit'> = {
    document: placed,
    edit: (operations) => {
      drawn = applyAll(placed, operations);
    },
  };
  const catalogue = { courseTitle: null, modules: [], schoolName: '', schoolZone: 'UTC' };
  editsOf({ getState: () => state } as EditorStore, catalogue).insertStep('wait', {
    from: 'start',
    port: 'next',
  });
  const { layout, definition } = drawn.document;
  const added = Object.keys(definition.steps).find((id) => definition.steps[id]?.kind === 'wait') ?? '';
  expect(layout).toEqual({
    start: { x: 0, y: 0 },
    [added]: { x: 0, y: 168 },
    certify: { x: 0, y: 336 },
    end: { x: 0, y: 504 },
  });
  expect(applyAll(drawn.document, drawn.backward).document).toEqual(placed);
});

/** An editor without a screen: what is edited, and under which names for undoing. */
function editorOf(start: FlowDocument) {
  const state = {
    document: start,
    groups: [] as unknown[],
    edit(operations: Parameters<EditorState['edit']>[0], { group }: Parameters<EditorState['edit']>[1]) {
      state.document = applyAll(state.document, operations).document;
      state.groups.push(group);
    },
  };
  const catalogue = { courseTitle: null, modules: [], schoolName: '', schoolZone: 'UTC' };
  const store = { getState: () => state as Pick<EditorState, 'document' | 'edit'> } as EditorStore;
  return { state, edits: editsOf(store, catalogue) };
}

it('puts a step that is let go of on a line where it was let go of, and one by itself where nothing is near', () => {
  const { state, edits } = editorOf(document);
  edits.insertStep('tag', { from: 'start', port: 'next' }, { x: 340, y: 40 });
  edits.insertFree('exit', { x: 900, y: 0 });
  const { steps, edges } = state.document.definition;
  const [tag = '', exit = ''] = ['tag', 'exit'].map((kind) =>
    Object.keys(steps).find((id) => steps[id]?.kind === kind),
  );
  expect(state.document.layout[tag]).toEqual({ x: 340, y: 40 });
  expect(state.document.layout[exit]).toEqual({ x: 900, y: 0 });
  expect(edges).toContainEqual({ from: 'start', port: 'next', to: tag });
  expect(edges).toContainEqual({ from: tag, port: 'next', to: 'certify' });
  expect(edges.filter(({ from, to }) => from === exit || to === exit)).toEqual([]);
});

it('puts a step that is let go of over a box beside that box', () => {
  const { state, edits } = editorOf({ ...document, layout: { end: { x: 5_000, y: 5_000 } } });
  edits.insertFree('exit', { x: 5_100, y: 5_040 });
  const { steps } = state.document.definition;
  const exit = Object.keys(steps).find((id) => steps[id]?.kind === 'exit') ?? '';
  expect(state.document.layout[exit]).toEqual({ x: 5_100 + COLUMN, y: 5_040 });
});

it('takes the head of a line to another step, and its tail to another way, as one thing to undo', () => {
  const { state, edits } = editorOf(document);
  edits.reconnect({ from: 'start', port: 'next' }, { from: 'start', port: 'next' }, 'end');
  expect(state.document.definition.edges).toContainEqual({ from: 'start', port: 'next', to: 'end' });
  edits.reconnect({ from: 'start', port: 'next' }, { from: 'certify', port: 'next' }, 'end');
  expect(state.document.definition.edges).toEqual([{ from: 'certify', port: 'next', to: 'end' }]);
  expect(state.groups).toHaveLength(2);
});

it('takes the end of a line that is put back where it was for no edit', () => {
  const { state, edits } = editorOf(document);
  edits.connect({ from: 'start', port: 'next' }, 'certify');
  edits.reconnect({ from: 'start', port: 'next' }, { from: 'start', port: 'next' }, 'certify');
  expect(state.groups).toEqual([]);
});

it('keeps apart, for undoing, what is typed in one field and what in the next', () => {
  const { state, edits } = editorOf(document);
  const end = document.definition.steps['end']!;
  edits.setStep('end', { ...end, title: 'Over' });
  edits.setStep('end', { ...end, title: 'Over.' });
  edits.setStep('end', { ...end, title: 'Over.', note: 'At last' });
  expect(state.groups[0]).toBe(state.groups[1]);
  expect(state.groups[2]).not.toBe(state.groups[1]);
});

it('takes the same settings in another order for no change', () => {
  const { state, edits } = editorOf(document);
  const start = state.document.definition.steps['start']!;
  if (start.kind !== 'trigger') throw new Error('no trigger');
  const on = { kind: 'event' as const, event: 'payment.failed', where: 'event.x == 1' };
  edits.setStep('start', { ...start, config: { on } });
  edits.setStep('start', {
    ...start,
    config: { on: { where: on.where, event: on.event, kind: on.kind } },
  });
  expect(state.groups).toHaveLength(1);
});

it('knows the title of a step from the title of the task that it gives', () => {
  const { state, edits } = editorOf(document);
  edits.insertFree('task', { x: 900, y: 0 });
  const [id = '', task] =
    Object.entries(state.document.definition.steps).find(([, step]) => step.kind === 'task') ?? [];
  if (task?.kind !== 'task') throw new Error('no task was drawn');
  const renamed = { ...task, config: { ...task.config, title: 'Call them' } };
  edits.setStep(id, renamed);
  edits.setStep(id, { ...renamed, title: 'Call' });
  expect(state.groups.slice(1)).toEqual([`step:${id}:title`, `step:${id}:step title`]);
});

const weeks = ['a', 'b', 'c'].map((key, index) => {
  return { key, title: key, position: index + 1, phase: key, hasAssessment: true };
});

it.each(TEMPLATES.map((template) => [template.id, template] as const))(
  'moves no box of %s when a line is led elsewhere or taken away, though nobody has placed them',
  (_, template) => {
    const { definition } = template.draw({ courseTitle: 'Knots', modules: weeks });
    const drawn: FlowDocument = { definition, layout: {} };
    const seen = seenPlaces(drawn);
    const ends = Object.keys(definition.steps).filter((id) => id !== definition.trigger);
    for (const { from, port } of definition.edges) {
      const cut = editorOf(drawn);
      cut.edits.disconnect({ from, port });
      expect(seenPlaces(cut.state.document)).toEqual(seen);
      for (const to of ends.filter((id) => id !== from).slice(-4)) {
        const led = editorOf(drawn);
        led.edits.connect({ from, port }, to);
        expect(seenPlaces(led.state.document)).toEqual(seen);
      }
    }
  },
);

it('gives no box a place of its own where a line moves none', () => {
  const plain: FlowDocument = { ...document, layout: {} };
  const { state, edits } = editorOf(plain);
  edits.connect({ from: 'certify', port: 'error' }, 'end');
  expect(state.document.layout).toEqual({});
  expect(state.groups).toHaveLength(1);
});

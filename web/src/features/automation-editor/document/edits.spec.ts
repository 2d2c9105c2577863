import type { FlowDocument } from '@gradus/flow';
import type { EditorState, EditorStore } from '../store/editor-store.ts';
import { applyAll, closesLoop } from './draft-document.ts';
import { editsOf } from './edits.ts';

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

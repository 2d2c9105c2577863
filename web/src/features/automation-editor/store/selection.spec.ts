import { expect, it } from '@jest/globals';
import type { FlowDocument } from '@gradus/flow';
import { chosen, stillThere } from './selection.ts';

const end = { kind: 'end' as const, title: 'The end', config: { outcome: 'completed' as const } };
const document: FlowDocument = {
  definition: {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    steps: {
      start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
      end,
    },
    notes: { note: { text: 'Remark', tone: 'sand', steps: [] } },
    edges: [],
    settings: { exitOn: [] },
  },
  layout: {},
};

it('lets go of a step that is undone, so that no empty panel is left', () => {
  expect(stillThere(chosen('fresh'), document)).toEqual({ selection: [], selectedId: null });
});

it('keeps what is there; of several, the one that is left is opened', () => {
  expect(stillThere(chosen(['end', 'note']), document).selection).toEqual(['end', 'note']);
  expect(stillThere(chosen(['end', 'fresh']), document)).toEqual({ selection: ['end'], selectedId: 'end' });
});

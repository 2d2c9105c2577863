import type { Definition } from '@gradus/flow';
import { draftChanges, nothingChanged } from './draft-changes.ts';

const live: Definition = {
  schemaVersion: 2,
  trigger: 'start',
  entry: { rule: 'once' },
  steps: {
    start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
    pause: {
      kind: 'wait',
      title: 'Wait',
      config: { for: { kind: 'duration', duration: { amount: 3, unit: 'days' } }, zone: 'learner' },
    },
    end: { kind: 'end', title: 'The end', config: { outcome: 'completed' } },
  },
  edges: [
    { from: 'start', port: 'next', to: 'pause' },
    { from: 'pause', port: 'next', to: 'end' },
  ],
  settings: { exitOn: [] },
};

describe('what a draft changes', () => {
  it('is nothing for the same thing said in another order', () => {
    const { steps, ...rest } = live;
    const draft = { steps: Object.fromEntries(Object.entries(steps).toReversed()), ...rest } as Definition;
    expect(nothingChanged(draftChanges(live, draft))).toBe(true);
  });

  it('names the steps that are new, gone or different', () => {
    const draft: Definition = {
      ...live,
      steps: {
        start: { ...live.steps['start'], title: 'Bought' } as Definition['steps'][string],
        mail: {
          kind: 'message',
          title: 'Hello',
          config: { category: 'transactional', subject: 'Hi', body: 'Hi', waitForDelivery: false },
        },
        end: live.steps['end'] as Definition['steps'][string],
      },
      edges: [
        { from: 'start', port: 'next', to: 'mail' },
        { from: 'mail', port: 'next', to: 'end' },
      ],
    };
    expect(draftChanges(live, draft)).toEqual({
      added: ['Hello'],
      removed: ['Wait'],
      changed: ['Bought'],
      rewired: 4,
      settings: false,
    });
  });
});

import type { Definition } from '@gradus/flow';
import { nextOutlet } from './next-outlet.ts';

const definition: Definition = {
  schemaVersion: 2,
  trigger: 'start',
  entry: { rule: 'once' },
  steps: {
    start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
    certify: { kind: 'certify', title: 'Certificate', config: {} },
    rest: { kind: 'filter', title: 'Still here?', config: { condition: 'facts.certified' } },
    end: { kind: 'end', title: 'The end', config: { outcome: 'completed' } },
  },
  edges: [
    { from: 'start', port: 'next', to: 'certify' },
    { from: 'certify', port: 'next', to: 'rest' },
    { from: 'rest', port: 'next', to: 'end' },
  ],
  settings: { exitOn: [] },
};

describe('where a step goes when nobody says where', () => {
  it('is behind the chosen step', () => {
    expect(nextOutlet(definition, 'start')).toEqual({ from: 'start', port: 'next' });
  });

  it('is before the end, also when the end itself is chosen; ways of failure do not count as open', () => {
    expect(nextOutlet(definition, null)).toEqual({ from: 'rest', port: 'next' });
    expect(nextOutlet(definition, 'end')).toEqual({ from: 'rest', port: 'next' });
  });

  it('is before the step that leaves, in a drawing without an end', () => {
    const exit = { kind: 'exit', title: 'Leave', config: { reason: 'done' } } as const;
    const leaving = { ...definition, steps: { ...definition.steps, end: exit } };
    expect(nextOutlet(leaving, null)).toEqual({ from: 'rest', port: 'next' });
  });

  it('is nowhere where every way goes on', () => {
    const edges = [
      ...definition.edges.slice(0, 2),
      { from: 'rest', port: 'next', to: 'certify', back: true },
    ];
    expect(nextOutlet({ ...definition, edges }, null)).toBeNull();
  });

  it('is the way that leads nowhere yet', () => {
    const open = { ...definition, edges: definition.edges.slice(0, 1) };
    expect(nextOutlet(open, null)).toEqual({ from: 'certify', port: 'next' });
  });
});

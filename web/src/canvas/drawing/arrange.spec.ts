import type { Definition, Step } from '@gradus/flow';
import { arrange, BOX } from './arrange.ts';

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
    const lane = lanes['far:yes'] ?? NaN;
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
});

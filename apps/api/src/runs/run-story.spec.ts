import { expect, it } from '@jest/globals';
import { blank, type Definition } from '@gradus/flow';
import { tellEvent } from './run-story.ts';

const definition: Definition = {
  ...blank().definition,
  steps: {
    far: {
      kind: 'branch',
      title: 'Far enough?',
      config: { branches: [{ id: 'b1', title: 'Halfway or more', condition: 'facts.progress >= 50' }] },
    },
    until: {
      kind: 'waitFor',
      title: 'Until the work is done',
      config: { for: { kind: 'facts', condition: 'facts.requirementsMet' }, zone: 'learner' },
    },
  },
};
const tell = (type: string, step_id: string, data: Record<string, unknown>) =>
  tellEvent({ seq: 1, type, step_id, at: new Date(0), data }, definition, { module: (key) => key });

it('calls a way out as the drawing does', () => {
  expect(tell('passed', 'far', { port: 'b1' })).toBe('Passed “Far enough?” by “Halfway or more”.');
  expect(tell('left', 'until', { port: 'timeout', reason: 'time' })).toBe(
    'Went on from “Until the work is done” by “time ran out”: its time had come.',
  );
  expect(tell('left', 'until', { port: 'next', reason: 'facts' })).toBe(
    'Went on from “Until the work is done”: its condition was met.',
  );
});

it('names a way out of a step that is no longer drawn by its id', () => {
  expect(tell('passed', 'gone', { port: 'b1' })).toBe('Passed “gone” by “b1”.');
});

it('says why a run has ended', () => {
  const ended = (reason: string | null) => tell('finished', '', { outcome: 'exited', reason });
  expect(ended('enrollment.revoked')).toBe('Was taken out: access to the course ends.');
  expect(ended('They asked for it.')).toBe('Was taken out: They asked for it.');
  expect(ended(null)).toBe('Was taken out.');
});
